"""A provider of telephone messages on loopback that has bad days: 500, 429, silence, lost answers.

It answers after `delay` seconds, keeps what it took by our reference, and counts each time it takes one: what
stands there twice has reached somebody's telephone twice.
"""

import json
import random
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote

MOODS = ("well", "500 before", "500 after", "503", "429", "lost", "silent", "taken in silence")
SILENCE = 3600.0


class Provider(socketserver.ThreadingTCPServer):
    """`moods` are used up one by one, then `mood()` decides; by default it is well."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, delay: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.delay = delay
        self.lock = threading.Lock()
        self.taken: Counter[str] = Counter()
        self.times: list[float] = []
        self.order: list[str] = []
        self.moods: list[str] = []
        self.asked = 0
        self.over = threading.Event()

    def mood(self) -> str:
        """How it feels about the next message."""
        return "well"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/messages"

    def next_mood(self) -> str:
        with self.lock:
            return self.moods.pop(0) if self.moods else self.mood()

    def take(self, body: dict[str, Any]) -> None:
        with self.lock:
            self.taken[body["reference"]] += 1
            self.times.append(time.monotonic())
            self.order.append(body["text"])


class Moody(Provider):
    """A provider that has a bad day for so many of a hundred messages; to some of them it never answers."""

    def __init__(self, bad: int, seed: int, delay: float = 0.0, silent: float = 0.0) -> None:
        super().__init__(delay)
        self.bad, self.silent, self.rng = bad, silent, random.Random(seed)

    def mood(self) -> str:
        chance = self.rng.random() * 100
        if chance < self.silent:
            return self.rng.choice(MOODS[-2:])
        return self.rng.choice(MOODS[1:-2]) if chance < self.bad else "well"


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Provider
    disable_nagle_algorithm = True

    def _say(self, status: int, body: dict[str, str] | None = None, **headers: str) -> None:
        content = json.dumps(body or {}).encode()
        lines = [f"HTTP/1.1 {status} -", "Content-Type: application/json", f"Content-Length: {len(content)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.wfile.write("\r\n".join([*lines, "", ""]).encode() + content)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        mood = self.server.next_mood()
        time.sleep(self.server.delay)
        if mood in {"well", "500 after", "lost", "taken in silence"}:
            self.server.take(body)
        if mood == "lost":
            self.close_connection = True
            self.connection.close()
        elif mood in {"silent", "taken in silence"}:
            self.server.over.wait(SILENCE)
            self.close_connection = True
        elif mood == "429":
            self._say(429, Retry_After="1")
        else:
            self._say({"well": 202, "503": 503}.get(mood, 500))

    def do_GET(self) -> None:
        reference = unquote(self.path.rpartition("/")[2])
        with self.server.lock:
            self.server.asked += 1
            there = self.server.taken[reference] > 0
        self._say(200, {"status": "sent"}) if there else self._say(404)

    def log_message(self, *arguments: Any) -> None:
        return None

    def handle(self) -> None:
        try:
            super().handle()
        except (OSError, ValueError):
            return


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    """The provider, for as long as the block lasts."""
    thread = threading.Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.over.set()
        provider.shutdown()
        provider.server_close()
        thread.join(5)
