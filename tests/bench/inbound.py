"""A burst of text messages by HTTP: `make bench NAME=inbound ARGS="rate=300 seconds=60 postgres=1"`.

A provider hands over signed messages, each in a request of its own, at a fixed rate whatever answers take;
one in fifty again, as after a lost answer; one in fifty is a STOP. From outside: an answer of 200, the row,
and when the worker has found out whose it is, which is when the page of answers shows it.
"""

import json
import os
import re
import socket
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kizuna.outbox.signature import signature
from tests.bench.pages import database, percentile
from tests.bench.run import Bench
from tests.running import Site

SECRET = "a-secret-of-the-provider-in-the-bench"
LINES = 24
"""Connections of the provider."""
AGAIN = 50


class Provider:
    """Hands over message after message, each when its time has come."""

    def __init__(self, port: int, rate: int, number: int) -> None:
        self.port, self.rate, self.number = port, rate, number
        self.next, self.lock = 0, threading.Lock()
        self.handed: dict[str, float] = {}
        self.took: list[float] = []
        self.wrong = 0

    def go(self) -> float:
        """Hand over all of them; the seconds it took."""
        self.start = time.monotonic()
        lines = [threading.Thread(target=self._line) for _ in range(LINES)]
        for line in lines:
            line.start()
        for line in lines:
            line.join()
        return time.monotonic() - self.start

    def _line(self) -> None:
        line = _Line(self.port)
        while True:
            with self.lock:
                n, self.next = self.next, self.next + 1
            if n >= self.number:
                return
            due = self.start + n / self.rate
            time.sleep(max(0.0, due - time.monotonic()))
            self.handed[f"m{n}"] = due  # since it was due: waiting for a free line counts
            for _ in range(2 if n % AGAIN == 0 else 1):
                self._hand(line, n)
            self.took.append(time.monotonic() - due)

    def _hand(self, line: "_Line", n: int) -> None:
        text = "STOP" if n % 50 == 7 else f"Is the hall open tonight? {n}"
        body = json.dumps({"id": f"m{n}", "from": f"+1305{n:07}", "text": text}).encode()
        while line.post(body, signature(body, SECRET, datetime.now(UTC))) != 200:
            self.wrong += 1


class _Line:
    """A connection that stays open: bytes and no library, so that the provider takes little of a core."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def post(self, body: bytes, mark: str) -> int:
        """The status of the answer; 0 when the connection broke."""
        head = (
            f"POST /incoming/sms/ HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            f"X-Kizuna-Signature: {mark}\r\n\r\n"
        )
        try:
            if self.socket is None:
                self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.sendall(head.encode() + body)
            return self._status(self.socket)
        except OSError:
            self.socket = None
            return 0

    @staticmethod
    def _status(line: socket.socket) -> int:
        said = b""
        while not (found := re.search(rb"(?is)content-length: (\d+).*?\r\n\r\n(.*)", said)) or len(
            found[2]
        ) < int(found[1]):
            more = line.recv(65_536)
            if not more:
                raise ConnectionResetError
            said += more
        return int(said[9:12])


def _asker(site: Site, url: str) -> Callable[[str], list[tuple[Any, ...]]]:
    """Looks into the site's database from outside."""
    if url:
        import psycopg

        line = psycopg.connect(url, autocommit=True)
        return lambda sql: line.execute(sql).fetchall()
    file = sqlite3.connect(f"file:{site.home / 'kizuna.sqlite3'}?mode=ro", uri=True, check_same_thread=False)
    return lambda sql: file.execute(sql).fetchall()


def _watch(ask: Any, shown: dict[str, float], over: threading.Event) -> None:
    """When each message was first seen to be placed."""
    since = "1970-01-01"
    while True:
        last = over.is_set()
        rows = ask(f"SELECT reference, placed_at FROM outbox_reply WHERE placed_at >= '{since}'")
        for reference, at in rows:
            shown.setdefault(reference, time.monotonic())
            since = max(since, str(at))
        if last:
            return
        time.sleep(0.1)


def processor_seconds(site: Site) -> dict[str, float]:
    """Time on a core that the pages' processes and the worker have used so far."""
    found = {}
    for name in ("page", "worker"):
        ticks = 0
        for pid in site.processes(f"^kizuna {name}"):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        found[name] = ticks / os.sysconf("SC_CLK_TCK")
    return found


def run(bench: Bench) -> dict[str, Any]:
    """Figures of one burst."""
    rate, seconds = bench.setting("rate", 300), bench.setting("seconds", 60)
    with tempfile.TemporaryDirectory() as folder, database(bench) as url:
        site = Site(Path(folder) / "site", database=url)
        site.make_demo(bench.setting("people", 300))
        site.environment["KIZUNA_INBOUND_SECRET"] = SECRET
        site.start("--workers", str(bench.setting("workers", 2)))
        provider = Provider(site.port, rate, rate * seconds)
        bench.rows = {"messages": provider.number}
        try:
            return {
                "database": "PostgreSQL" if url else "SQLite",
                **_burst(bench, site, _asker(site, url), provider),
            }
        finally:
            site.stop()


def _burst(bench: Bench, site: Site, ask: Any, provider: Provider) -> dict[str, Any]:
    """Hand all of them over, and wait until the last is shown."""
    shown: dict[str, float] = {}
    over, used, load = threading.Event(), processor_seconds(site), os.getloadavg()[0]
    watcher = threading.Thread(target=_watch, args=(ask, shown, over))
    watcher.start()
    try:
        took = provider.go()
        bench.progress(1, 2, f"handed over in {took:.1f} s")
        end = time.monotonic() + 120
        while len(provider.handed.keys() & shown.keys()) < provider.number and time.monotonic() < end:
            time.sleep(0.2)
    finally:
        over.set()
        watcher.join()
    after = processor_seconds(site)
    rows, own = ask("SELECT count(*), count(DISTINCT reference) FROM outbox_reply WHERE reference LIKE 'm%'")[
        0
    ]
    waits = [shown[one] - at for one, at in provider.handed.items() if one in shown]
    return {
        "handed_over_seconds": round(took, 1),
        "lost": provider.number - own,
        "doubled": rows - own,
        "not_shown": provider.number - len(waits),
        "other_answers_than_200": provider.wrong,
        "kept_p95_seconds": round(percentile(provider.took, 0.95) / 1000, 3),
        "shown_p50_seconds": round(percentile(waits, 0.5) / 1000, 3),
        "shown_p95_seconds": round(percentile(waits, 0.95) / 1000, 3),
        "shown_worst_seconds": round(max(waits, default=0), 3),
        "stops_answered": ask("SELECT count(*) FROM outbox_message WHERE topic = 'answer'")[0][0],
        "processor_milliseconds_a_message": {
            name: round(1000 * (after[name] - used[name]) / provider.number, 2) for name in after
        },
        "load_average_before_and_after": [round(load, 2), round(os.getloadavg()[0], 2)],
    }
