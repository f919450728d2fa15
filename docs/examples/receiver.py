"""Receives news from Kizuna, with Python's own library only: `python receiver.py SECRET [PORT]`.

Put a proxy with a certificate in front: Kizuna calls addresses that start with https.
"""

import base64
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

TOLERANCE = 300
"""Seconds by which a call may be older or newer than our clock: later copies are refused."""


class Forged(Exception):
    """This call is not Kizuna's, or too old."""


def verified(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> dict[str, Any]:
    """What Kizuna says. Raises Forged for anything else; look at nothing in `body` before this."""
    id, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not at.isdecimal() or abs(now - int(at)) > TOLERANCE:
        raise Forged("too old, or our clock is wrong")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{id}.{at}.".encode() + body, hashlib.sha256).digest()
    right = "v1," + base64.b64encode(digest).decode()
    said = headers.get("webhook-signature", "").split()
    if not any(hmac.compare_digest(right, each) for each in said):
        raise Forged("not signed with our secret")
    return json.loads(body) | {"id": id}


class Receiver(BaseHTTPRequestHandler):
    """Answers at once; the same id comes again when our answer was lost, and is worked on once."""

    secret = ""
    seen: set[str] = set()  # a real program keeps these in its database

    def do_POST(self) -> None:
        """One event."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 65_536))
        try:
            event = verified(self.secret, self.headers, body, time.time())
        except Forged as wrong:
            self.send_error(400, str(wrong))
            return
        if event["id"] not in self.seen:
            self.seen.add(event["id"])
            print(event["type"], event["data"], flush=True)  # now fetch what you may read
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    Receiver.secret = sys.argv[1]
    HTTPServer(("127.0.0.1", int((sys.argv[2:] or ["8099"])[0])), Receiver).serve_forever()
