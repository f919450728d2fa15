"""A small client of the API, with Python's own library only: `python client.py SITE ID SECRET`."""

import base64
import json
import sys
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen


class Kizuna:
    """One site, as one program sees it."""

    def __init__(self, site: str, id: str, secret: str) -> None:
        self.api = site.rstrip("/") + "/api/v1"
        basic = base64.b64encode(f"{id}:{secret}".encode()).decode()
        form = urlencode({"grant_type": "client_credentials"}).encode()
        got = self._send(Request(f"{self.api}/token", form, {"Authorization": f"Basic {basic}"}))
        self.token = got["access_token"]

    @staticmethod
    def _send(request: Request) -> Any:
        with urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def get(self, path: str, **words: str) -> Any:
        """Read one thing."""
        query = f"?{urlencode(words)}" if words else ""
        headers = {"Authorization": f"Bearer {self.token}"}
        return self._send(Request(f"{self.api}{quote(path)}{query}", headers=headers))

    def every(self, path: str) -> Iterator[Any]:
        """Read a long list, page by page."""
        cursor = ""
        while True:
            page = self.get(path, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def post(self, path: str, body: Any, key: str = "") -> Any:
        """Write once: send the same key again when the line broke."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key or str(uuid.uuid4()),
        }
        return self._send(Request(f"{self.api}{quote(path)}", json.dumps(body).encode(), headers))


if __name__ == "__main__":
    try:
        for area in Kizuna(*sys.argv[1:4]).every("/places/areas"):
            print(area["level"], area["name"])
    except HTTPError as error:
        print(error.code, json.load(error)["title"], file=sys.stderr)
        sys.exit(1)
