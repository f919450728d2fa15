"""Any provider that takes a message by HTTP: `POST` to send, `GET …/reference` to ask.

docs/guides/texts.md says what such a provider answers; most can be had by a few lines between.
"""

import contextlib
import http.client
import json
import ssl
import threading
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlsplit

from kizuna.outbox.formats import Format
from kizuna.outbox.gateways.guard import outside
from kizuna.outbox.message import Outcome, Parcel
from kizuna.outbox.ways import Way

PATIENCE = 10.0
"""Seconds until an answer that does not come counts as none."""
MOST = 65_536
"""Bytes of an answer that are read."""
BROKEN = (OSError, http.client.HTTPException)


def _wait(headers: http.client.HTTPMessage) -> float:
    """Seconds of `Retry-After`: a number, or a date beside the provider's own."""
    said = headers.get("Retry-After", "")
    if said.strip().isdecimal():
        return float(said)
    with contextlib.suppress(TypeError, ValueError):
        since = parsedate_to_datetime(headers.get("Date", ""))
        return max(0.0, (parsedate_to_datetime(said) - since).total_seconds())
    return 0.0


class Posted:
    """One connection for each thread, kept open for a run of messages."""

    name = "http"

    def __init__(self, way: Way, format: Format | None = None) -> None:
        self._format = format or Format()
        parts = urlsplit(way.url)
        self._way, self._parts = way, parts
        self._query = f"?{parts.query}" if parts.query else ""
        self._mine = threading.local()
        self._all: list[http.client.HTTPConnection] = []
        token = {"Authorization": f"Bearer {way.user}"} if way.user else {}
        self._headers = {"Accept": "application/json", **token, **self._format.headers}

    def _connection(self) -> http.client.HTTPConnection:
        found: http.client.HTTPConnection | None = getattr(self._mine, "connection", None)
        if found is None:
            host, port = self._parts.hostname or "", self._parts.port
            if self._parts.scheme == "https":
                safe = ssl.create_default_context()
                found = http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=safe)
            else:
                found = http.client.HTTPConnection(host, port, timeout=PATIENCE)
            self._mine.connection = found
            self._all.append(found)
        return found

    def _reach(self) -> http.client.HTTPConnection:
        """A connection that is open: what breaks here has told the provider nothing yet."""
        found = self._connection()
        if found.sock is None:
            found.connect()
        return found

    def _said(self, connection: http.client.HTTPConnection) -> tuple[int, http.client.HTTPMessage, bytes]:
        answer = connection.getresponse()
        body = answer.read(MOST)
        if not answer.isclosed():  # more than anybody has to say: the connection is of no more use
            connection.close()
        return answer.status, answer.headers, body

    def send(self, parcel: Parcel) -> Outcome:
        outside()
        body = self._format.body(to=parcel.address, text=parcel.text, reference=parcel.reference)
        own = {"Content-Type": self._format.content_type, "Idempotency-Key": parcel.reference}
        headers = {**self._headers, **own}
        try:
            connection = self._reach()
        except BROKEN as error:
            self._connection().close()
            return Outcome("temporary", type(error).__name__, away=True)
        try:
            path = (self._parts.path or "/") + self._query
            connection.request("POST", path, body.encode(), headers)
            status, said, _ = self._said(connection)
        except BROKEN as error:
            connection.close()
            return Outcome("uncertain", type(error).__name__, away=True)
        return _of_status(status, said)

    def ask(self, parcel: Parcel) -> Outcome:
        outside()
        behind = self._format.ask.replace("{reference}", quote(parcel.reference, safe=""))
        path = f"{self._parts.path.rstrip('/')}{behind}{self._query}"
        try:
            connection = self._reach()
            connection.request("GET", path, headers=self._headers)
            status, _, body = self._said(connection)
        except BROKEN as error:
            self._connection().close()
            return Outcome("uncertain", type(error).__name__, away=True)
        if status == 404:
            return Outcome("temporary", "NeverSeen")
        return _of_answer(status, body, self._format)

    def close(self) -> None:
        for connection in self._all:
            with contextlib.suppress(*BROKEN):
                connection.close()
        self._all.clear()


def _of_status(status: int, headers: http.client.HTTPMessage) -> Outcome:
    """What an answer to `POST` means. After a 5xx but 503 nobody knows whether the message was taken."""
    name = f"HTTP {status}"
    if 200 <= status < 300:
        return Outcome("sent")
    if status in {408, 425, 429, 503}:
        return Outcome("temporary", name, wait=_wait(headers), away=status == 503)
    if status >= 500:
        return Outcome("uncertain", name, away=True)
    if status in {401, 403}:  # the site's own fault, not the message's: wait until somebody mends it
        return Outcome("temporary", name, away=True)
    return Outcome("permanent", name, bounce=status == 422)


def _of_answer(status: int, body: bytes, format: Format) -> Outcome:
    """What the provider says about a message that it was asked for."""
    found: Any = None
    with contextlib.suppress(ValueError):
        found = json.loads(body)
    _, word, _ = format.meaning(found if status == 200 else None)
    if word in {"failed", "bounced"}:
        return Outcome("permanent", bounce=word == "bounced")
    if word == "sent":
        return Outcome("sent")
    if word == "delivered":
        return Outcome("delivered")
    return Outcome("uncertain", f"HTTP {status}")
