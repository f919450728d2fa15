"""A server of the outside, on loopback: what it gives out is set by the test, what it was asked is kept."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from kizuna.access import gateways

OUTSIDE_ADDRESS = "93.184.216.34"


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server: Any = self.server
        server.asked.append((self.path, dict(self.headers)))
        status, headers, body = server.pages.get(self.path, (404, {}, b""))
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        return None


@contextmanager
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Every name leads to this server, but `inside.example`, which leads to this machine."""
    server: Any = HTTPServer(("127.0.0.1", 0), _Page)
    server.pages, server.asked = {}, []

    def looked_up(host: str, port: int, *more: Any, **named: Any) -> list[Any]:
        ip = "127.0.0.1" if host == "inside.example" else OUTSIDE_ADDRESS
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    def connected(address: str, port: int, seconds: float) -> socket.socket:
        assert address == OUTSIDE_ADDRESS
        line = socket.socket()
        line.settimeout(seconds)
        line.connect(("127.0.0.1", server.server_port))
        return line

    monkeypatch.setattr(gateways.socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(gateways, "_connected", connected)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
