"""A burst of text messages by HTTP: `make bench NAME=inbound ARGS="rate=300 seconds=60 postgres=1"`.

A provider hands over signed messages, each in a request of its own, at a fixed rate whatever answers take;
one in fifty again, as after a lost answer; one in fifty is a STOP. From outside: an answer of 200, the row,
and when the worker has found out whose it is, which is when the page of answers shows it.
"""

import http.client
import json
import os
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
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while True:
            with self.lock:
                n, self.next = self.next, self.next + 1
            if n >= self.number:
                return
            due = self.start + n / self.rate
            time.sleep(max(0.0, due - time.monotonic()))
            self.handed[f"m{n}"] = due  # since it was due: waiting for a free line counts
            for _ in range(2 if n % AGAIN == 0 else 1):
                self._hand(connection, n)
            self.took.append(time.monotonic() - due)

    def _hand(self, connection: http.client.HTTPConnection, n: int) -> None:
        text = "STOP" if n % 50 == 7 else f"Is the hall open tonight? {n}"
        body = json.dumps({"id": f"m{n}", "from": f"+1305{n:07}", "text": text}).encode()
        mark = signature(body, SECRET, datetime.now(UTC))
        headers = {"Content-Type": "application/json", "X-Kizuna-Signature": mark}
        while True:
            try:
                connection.request("POST", "/incoming/sms/", body, headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                connection.close()
                continue
            if answer.status == 200:
                return
            self.wrong += 1


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
    while True:
        last = over.is_set()
        for (reference,) in ask("SELECT reference FROM outbox_reply WHERE placed_at IS NOT NULL"):
            shown.setdefault(reference, time.monotonic())
        if last:
            return
        time.sleep(0.1)


def run(bench: Bench) -> dict[str, Any]:
    """Figures of one burst."""
    rate, seconds = bench.setting("rate", 300), bench.setting("seconds", 60)
    number = rate * seconds
    with tempfile.TemporaryDirectory() as folder, database(bench) as url:
        site = Site(Path(folder) / "site", database=url)
        site.make_demo(bench.setting("people", 300))
        site.environment["KIZUNA_INBOUND_SECRET"] = SECRET
        site.start("--workers", str(bench.setting("workers", 2)))
        ask, shown, over = _asker(site, url), {}, threading.Event()
        before = ask("SELECT count(*) FROM outbox_reply")[0][0]
        provider = Provider(site.port, rate, number)
        watcher = threading.Thread(target=_watch, args=(ask, shown, over))
        watcher.start()
        load = os.getloadavg()[0]
        try:
            took = provider.go()
            bench.progress(1, 2, f"handed over in {took:.1f} s")
            end = time.monotonic() + 120
            while len([one for one in shown if one in provider.handed]) < number and time.monotonic() < end:
                time.sleep(0.2)
            over.set()
            watcher.join()
            rows, own = ask(
                "SELECT count(*), count(DISTINCT reference) FROM outbox_reply WHERE reference LIKE 'm%'"
            )[0]
            stopped = ask("SELECT count(*) FROM outbox_message WHERE topic = 'answer'")[0][0]
        finally:
            over.set()
            site.stop()
    waits = [shown[one] - at for one, at in provider.handed.items() if one in shown]
    return {
        "database": "PostgreSQL" if url else "SQLite",
        "messages": number,
        "rows_there_before": before,
        "handed_over_seconds": round(took, 1),
        "lost": number - own,
        "doubled": rows - own,
        "not_shown": number - len(waits),
        "other_answers_than_200": provider.wrong,
        "kept_p95_seconds": round(percentile(provider.took, 0.95) / 1000, 3),
        "shown_p50_seconds": round(percentile(waits, 0.5) / 1000, 3),
        "shown_p95_seconds": round(percentile(waits, 0.95) / 1000, 3),
        "shown_worst_seconds": round(max(waits, default=0), 3),
        "stops_answered": stopped,
        "load_average_before_and_after": [round(load, 2), round(os.getloadavg()[0], 2)],
    }
