"""The ledger at size, and five kinds of tampering: `make bench NAME=ledger ARGS="rows=1000000"`.

The peer, in the same run: SHA-256 over the same lines read by the database's own driver, without a chain.
"""

import hashlib
import os
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.core.management import call_command
from django.db import connection, connections, transaction

from kizuna.access.viewer import SYSTEM
from kizuna.ledger import queries
from kizuna.ledger.actions import BATCHES, note, note_many, seal
from kizuna.ledger.anchor import Anchor
from kizuna.ledger.entry import Note
from kizuna.ledger.models import Entry
from tests.bench.run import Bench

HOUSE = SYSTEM("bench")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AT_ONCE = 50_000
LIMIT_S = 30


class _Undone(Exception):
    """The tampering was only tried."""


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = do()
    return time.perf_counter() - start, found


def _fill(bench: Bench, rows: int) -> int:
    """Write the lines; the number after a gap among them."""
    by, gap = SYSTEM("bench"), 0
    for start in range(0, rows, AT_ONCE):
        bench.progress(start, rows, "lines written")
        some = range(start, min(rows, start + AT_ONCE))
        if start >= rows // 2 and not gap:  # a number that was never given out: room for an intruder
            gap = (Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 5
            Entry(id=gap, verb="x.done", subject="x:1", by=by.name, at=NOW).save(force_insert=True)
        note_many(notes=(Note("x.done", f"people.Person:{n}", uuid.UUID(int=n), by) for n in some), now=NOW)
    return gap


def _seal_all(bench: Bench, rows: int) -> float:
    seconds = 0.0
    while True:
        took, made = _timed(lambda: seal(now=NOW))
        seconds += took
        if made < BATCHES:
            return seconds
        bench.progress(min(rows, int(queries.state(HOUSE).head.rows) * made), rows, "lines sealed in a run")  # type: ignore[union-attr]


def _verify(bench: Bench, **options: Any) -> tuple[float, Any]:
    def say(done: int, of: int) -> None:
        if done % 200 == 0:
            bench.progress(done, of, "seals verified")

    return _timed(lambda: queries.verify(HOUSE, progress=say, **options))


def _peer(rows: int) -> float:
    def read() -> str:
        digest = hashlib.sha256()
        with connection.chunked_cursor() as cursor, transaction.atomic():
            cursor.execute('SELECT id, verb, subject, person, "by", at FROM ledger_entry ORDER BY id')
            while found := cursor.fetchmany(10_000):
                digest.update(repr(found).encode())
        return digest.hexdigest()

    return _timed(read)[0]


def _tampered(deeds: list[str], reseal: bool, anchor: Anchor) -> list[str]:
    """The kinds of faults after these deeds of somebody who owns the database; then all is put back."""
    guards, found = import_module("kizuna.ledger.migrations.0002_append_only"), []
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                for statement in [*guards.guards_lifted(connection.vendor), *deeds]:
                    cursor.execute(statement)
            if reseal:
                seal(now=NOW)
            report = queries.verify(HOUSE, anchors=[anchor])
            found = sorted({fault.kind for fault in report.faults})
            raise _Undone
    except _Undone:
        return found


def _five_kinds(rows: int, gap: int) -> dict[str, list[str]]:
    anchor, last = queries.head(HOUSE), Entry.objects.order_by("-id").values_list("id", flat=True)[0]
    assert anchor
    one = last - rows // 20
    copy = f"""INSERT INTO ledger_entry (id, verb, subject, person, "by", at)
        SELECT {gap - 1}, verb, subject, person, 'x', at FROM ledger_entry WHERE id = {gap}"""
    after = anchor.number - 3
    kinds = {
        "changed": ([f"UPDATE ledger_entry SET verb = 'y.done' WHERE id = {one}"], False),
        "removed": ([f"DELETE FROM ledger_entry WHERE id = {one}"], False),
        "inserted": ([copy], False),
        "cut": (
            [
                f"DELETE FROM ledger_entry WHERE id > (SELECT last FROM ledger_seal WHERE number = {after})",
                f"DELETE FROM ledger_seal WHERE number > {after}",
            ],
            False,
        ),
        "rewritten": (
            [
                f"UPDATE ledger_entry SET verb = 'y.done' WHERE id = {last}",
                f"DELETE FROM ledger_seal WHERE number > {after}",
            ],
            True,
        ),
    }
    return {kind: _tampered(deeds, reseal, anchor) for kind, (deeds, reseal) in kinds.items()}


def _writer_beside_sealing(seconds: float) -> dict[str, float]:
    """How long one writer takes for a note: alone, and while another thread seals without a pause."""
    found, over = {}, threading.Event()

    def sealer() -> None:
        while not over.is_set():
            seal(now=NOW)
        connections.close_all()

    thread = threading.Thread(target=sealer)
    for name in ("alone", "beside_sealing"):
        if name == "beside_sealing":
            thread.start()
        times, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            with transaction.atomic():
                times.append(_timed(lambda: note(verb="x.done", subject="x:1", by=HOUSE, now=NOW))[0])
        times.sort()
        found[f"note_{name}_p99_ms"] = round(times[int(len(times) * 0.99)] * 1000, 2)
        found[f"note_{name}_worst_ms"] = round(times[-1] * 1000, 1)
    over.set()
    thread.join(60)
    return found


def run(bench: Bench) -> dict[str, Any]:
    """Figures on the database that DATABASE_URL names: SQLite, if nothing else is said."""
    rows = bench.setting("rows", 1_000_000)
    call_command("migrate", verbosity=0)
    gap = _fill(bench, rows)
    sealing = _seal_all(bench, rows)
    times = [_verify(bench) for _ in range(bench.setting("turns", 2))]
    best, report = min(times, key=lambda each: each[0])
    bench.rows |= {"lines": report.rows, "seals": report.seals}
    return {
        "database": connection.vendor,
        "whole": report.ok and report.rows == rows + 1,
        "seal_rows_per_s": round(rows / sealing),
        "verify_seconds": [round(took, 1) for took, _ in times],
        "verify_rows_per_s": round(rows / best),
        f"within_{LIMIT_S}_s": max(took for took, _ in times) <= LIMIT_S,
        "peer_plain_hash_seconds": round(_peer(rows), 1),
        "tampering_found": _five_kinds(rows, gap),
        **_writer_beside_sealing(bench.setting("seconds", 5)),
        "load_average_after": round(os.getloadavg()[0], 2),
    }
