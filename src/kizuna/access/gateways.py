"""Fetching what somebody named by its address, without being led to the machines next to this one."""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from django.db import connections

from kizuna.access.destination import parts, public
from kizuna.access.viewer import Refused

REDIRECTS = 3
MB = 1024 * 1024


class InsideTransaction(RuntimeError):
    """Something outside was called inside a transaction: it could not be taken back with it."""


@dataclass(frozen=True)
class Fetched:
    """What came back: where from in the end, its status, its kind, its bytes."""

    url: str
    status: int
    content_type: str
    data: bytes
    etag: str = ""
    modified: str = ""
    """What the server calls this edition, and when it was changed: to ask for another one only."""


def fetch(
    url: str, *, most_bytes: int = 10 * MB, seconds: float = 20.0, headers: Mapping[str, str] | None = None
) -> Fetched:
    """Fetch a web address of the open internet; raises Refused with a sentence, OSError when it breaks.

    The name is looked up once and that very address is called, so that a name cannot change in between;
    every redirect is looked at again; size and time (seconds, for all of it) are limited.
    """
    _outside()
    end = time.monotonic() + seconds
    secure = url.startswith("https:")
    for _ in range(REDIRECTS + 1):
        status, said, data = _once(url, most_bytes, end, ("GET", None, headers or {}))
        if status not in {301, 302, 303, 307, 308} or not said.get("Location"):
            marks = (said.get("ETag", ""), said.get("Last-Modified", ""))
            return Fetched(url, status, said.get("Content-Type", ""), data, *marks)
        url = urljoin(url, said["Location"])
        if secure and not url.startswith("https:"):
            raise Refused("This address leads from an encrypted page to one that is not.")
    raise Refused("This address leads on and on. Write the last one.")


def post(
    url: str, body: bytes, *, headers: Mapping[str, str], most_bytes: int = 65_536, seconds: float = 10.0
) -> Fetched:
    """Send bytes to a web address of the open internet; as `fetch`, but no redirect is followed."""
    _outside()
    sent = ("POST", body, headers)
    status, said, data = _once(url, most_bytes, time.monotonic() + seconds, sent)
    return Fetched(url, status, said.get("Content-Type", ""), data)


def _outside() -> None:
    for connection in connections.all(initialized_only=True):
        if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
            raise InsideTransaction("Nothing may be fetched inside a transaction.")


def _once(
    url: str, most: int, end: float, sent: tuple[str, bytes | None, Mapping[str, str]] = ("GET", None, {})
) -> tuple[int, http.client.HTTPMessage, bytes]:
    scheme, host, port, path = parts(url)
    line = _connected(_address(host, port), port, _left(end))
    try:
        if scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        asked = http.client.HTTPConnection(host, port)
        asked.sock = line
        method, body, more = sent
        headers = {"User-Agent": "Kizuna", "Accept-Encoding": "identity", "Connection": "close", **more}
        asked.request(method, path, body, headers)
        answer = asked.getresponse()
        return answer.status, answer.headers, _read(answer, line, most, end)
    except (http.client.HTTPException, UnicodeError) as wrong:
        raise OSError(f"The answer is none of the web: {type(wrong).__name__}") from None
    finally:
        line.close()


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("It took too long.")
    return left


def _address(host: str, port: int) -> str:
    """The one address that is called; refused when any that the name has is not of the open internet."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (socket.gaierror, UnicodeError):
        raise Refused("There is no such web address.") from None
    if not found or not all(public(address) for address in found):
        raise Refused("This address is not on the open internet. It was not called.")
    return sorted(found)[0]


def _connected(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


def _read(answer: http.client.HTTPResponse, line: socket.socket, most: int, end: float) -> bytes:
    """The body, in pieces: neither more bytes nor more time than allowed, whatever the other side says."""
    got = bytearray()
    while True:
        line.settimeout(_left(end))
        piece = answer.read1(65_536)
        if not piece:
            return bytes(got)
        got += piece
        if len(got) > most:
            raise Refused(f"This file is larger than {most // MB} MB. It was not kept.")
