"""Web push to a browser that asked for it. An extra: `kizuna[push]`."""

import json
from typing import Any
from urllib.parse import urlsplit

from kizuna.access.gateways import post
from kizuna.access.viewer import Refused
from kizuna.outbox.address import subscription
from kizuna.outbox.gateways.guard import outside
from kizuna.outbox.message import Outcome, Parcel
from kizuna.outbox.ways import Way

DAYS = 86_400
GONE = frozenset({404, 410})
"""The browser took its subscription back."""


class Pushed:
    """The way's address is whom push services may write to (`mailto:…`), its secret the key that signs."""

    name = "push"

    def __init__(self, way: Way) -> None:
        self._way = way

    def _made(self, parcel: Parcel, to: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        """What is posted: sealed for this browser alone, signed by us. The push service cannot read it."""
        from py_vapid import Vapid, VapidException
        from pywebpush import WebPusher

        words = {"title": parcel.subject, "body": parcel.text, "tag": parcel.reference}
        said = json.dumps(words).encode()
        sealed = WebPusher(to).encode(said, content_encoding="aes128gcm")
        parts = urlsplit(to["endpoint"])
        claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": self._way.url}
        try:
            signed = Vapid.from_string(self._way.secret).sign(claims)
        except VapidException as wrong:
            raise ValueError("VAPID") from wrong
        urgency = "high" if parcel.life_safety else "normal"
        kind = {"Content-Type": "application/octet-stream", "Content-Encoding": "aes128gcm"}
        return sealed["body"], {**signed, **kind, "TTL": str(DAYS), "Urgency": urgency}

    def send(self, parcel: Parcel) -> Outcome:
        outside()
        to = subscription(parcel.address)
        try:
            body, headers = self._made(parcel, to)
        except ModuleNotFoundError:
            return Outcome("temporary", "PyWebPushMissing", away=True)
        except ValueError:
            return Outcome("permanent", "BadSubscription", bounce=True)
        try:
            said = post(to["endpoint"], body, headers=headers)
        except Refused:  # it leads to a machine that is not on the open internet: never call it
            return Outcome("permanent", "Refused", bounce=True)
        except ConnectionRefusedError:
            return Outcome("temporary", "ConnectionRefusedError", away=True)
        except OSError as error:
            return Outcome("uncertain", type(error).__name__, away=True)
        return _of_status(said.status)

    def ask(self, parcel: Parcel) -> Outcome:
        return Outcome("uncertain")

    def close(self) -> None:
        return None


def _of_status(status: int) -> Outcome:
    name = f"HTTP {status}"
    if 200 <= status < 300:
        return Outcome("sent")
    if status in GONE:
        return Outcome("permanent", name, bounce=True)
    if status == 429 or status == 503:
        return Outcome("temporary", name, wait=30.0)
    return Outcome("uncertain", name, away=True) if status >= 500 else Outcome("permanent", name)
