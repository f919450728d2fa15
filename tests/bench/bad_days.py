"""A run of messages through bad days: `python -m tests.bench.bad_days DATABASE messages=… workers=…`."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import tests.environment  # noqa: F401 - sets what Django reads
from tests.bench.planner import planned
from tests.bench.sending import FIVE_MS, begin, started
from tests.outbox.provider import Moody, running
from tests.postgres import Cluster, own_cluster

WORKER = [sys.executable, "-m", "tests.bench.shifted", "worker"]
RATE, HOUR = 400, 3600
KILLING = 60.0
"""Seconds in which workers are killed."""
TRIGGER = """
CREATE OR REPLACE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON outbox_message
FOR EACH ROW EXECUTE FUNCTION disk_is_full()"""


class Days:
    """One run: the workers, what happens to them, and what they say."""

    def __init__(self, folder: Path, cluster: Cluster | None, many: int, seed: int) -> None:
        self.folder, self.cluster, self.many = folder, cluster, many
        self.rng, self.kills = random.Random(seed), 0
        self.clock, self.log = folder / "clock", folder / "worker.log"
        self.clock.write_text("0")
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """One more worker."""
        environment = {**os.environ, "KIZUNA_BENCH_CLOCK": str(self.clock)}
        with self.log.open("ab") as log:
            self.workers.append(subprocess.Popen(WORKER, env=environment, stdout=log, stderr=log))

    def keep(self) -> None:
        """Whoever ended is started again, as `kizuna serve` does."""
        self.workers = [one for one in self.workers if one.poll() is None]
        while len(self.workers) < self.many:
            self.start()

    def kill(self) -> None:
        """SIGKILL of one of them."""
        self.workers[0].kill()
        self.workers.pop(0).wait(30)
        self.kills += 1

    def end(self) -> None:
        """All of them, gently."""
        for one in self.workers:
            one.terminate()
        for one in self.workers:
            one.wait(60)

    def jump(self) -> None:
        """The clock of every worker is an hour ahead from here on."""
        self.clock.write_text(str(HOUR))

    def away(self, seconds: float) -> None:
        """The database cannot be had for so long: PostgreSQL dies, SQLite's file is held by somebody."""
        if self.cluster is not None:
            self.cluster.kill()
            time.sleep(seconds)
            self.cluster.start()
            return
        held = sqlite3.connect(self.folder / "disk" / "bench.sqlite3", timeout=60, isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        held.execute("ROLLBACK")
        held.close()

    def full(self, seconds: float) -> None:
        """The disk is full for so long."""
        if self.cluster is not None:
            with _psql(self.cluster.url) as line:
                line.execute(TRIGGER)
                time.sleep(seconds)
                line.execute("DROP TRIGGER full_disk ON outbox_message")
            return
        self._no_room_in_the_log()
        ballast = self.folder / "disk" / "ballast"
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while file.write(b"0" * 4096):
                pass
        time.sleep(seconds)
        ballast.unlink()

    def _no_room_in_the_log(self) -> None:
        """SQLite goes on in the room that its log has already: without this a full disk would not be met."""
        with sqlite3.connect(self.folder / "disk" / "bench.sqlite3", timeout=60) as line:
            line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        line.close()


@contextmanager
def _psql(url: str) -> Iterator[Any]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as line:
        yield line


@contextmanager
def _small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """A file system of its own where this machine lets us make one; whether it did."""
    made = (
        folder.mkdir()
        or not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=False
        ).returncode
    )
    try:
        yield made
    finally:
        if made:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)


def _patiently(ask: Callable[[], Any], usual: Any) -> Any:
    """What the database says; `usual` while it is away."""
    from django.db import DatabaseError, InterfaceError, connection

    try:
        return ask()
    except (DatabaseError, InterfaceError):
        connection.close()
        return usual


def measure(messages: int, days: Days, provider: Moody, away: float, full: float) -> dict[str, Any]:
    """Start the run, let it all happen, wait until nothing waits any more, and count."""
    from django.db.models import Q

    from kizuna.outbox.models import Message

    run, _ = planned(messages)
    started(run)
    start = time.monotonic()
    end = start + 240 + messages / 20
    waits = Message.objects.filter(Q(status="sending") | Q(next_try__isnull=False))
    events = [(0.2, days.jump), (0.4, lambda: days.away(away)), (0.6, lambda: days.full(full))]
    while time.monotonic() < end and _patiently(waits.exists, True):
        days.keep()
        time.sleep(days.rng.uniform(2, 5))
        if time.monotonic() - start < KILLING:
            days.kill()
        if events and len(provider.taken) >= events[0][0] * messages:
            events.pop(0)[1]()
        _patiently(lambda: _receipts(provider, days.rng), None)
    return {
        "seconds": round(time.monotonic() - start, 1),
        "kills": days.kills,
        **_counted(messages, provider),
    }


def _receipts(provider: Moody, rng: random.Random) -> None:
    """The provider tells of some messages: doubled and out of order."""
    from django.utils import timezone

    from kizuna.outbox.actions import receipt

    for reference in rng.sample(sorted(provider.taken), min(50, len(provider.taken))):
        for kind in rng.sample(["delivered", "sent", "delivered"], 3):
            receipt(reference=reference, kind=kind, now=timezone.now())  # type: ignore[arg-type]


def _counted(messages: int, provider: Moody) -> dict[str, Any]:
    from kizuna.outbox.models import Message

    states = Counter(Message.objects.values_list("status", flat=True))
    arrived = Message.objects.filter(status__in=["sent", "delivered"]).values_list("reference", flat=True)
    return {
        "states": dict(states),
        "rows_lost": messages - sum(states.values()),
        "said_sent_and_never_taken": sum(provider.taken[one] == 0 for one in arrived),
        "doubled": sum(times > 1 for times in provider.taken.values()),
        "asked": provider.asked,
        "most_in_any_second": most_in_a_second(provider.times),
        "throttle_a_second": RATE,
    }


def most_in_a_second(times: list[float]) -> int:
    """The most messages that came within any one second."""
    most = first = 0
    for last, at in enumerate(times):
        while at - times[first] > 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def main(words: list[str]) -> int:
    """One database, and its figures as JSON."""
    database, *rest = words
    said = dict(word.split("=", 1) for word in rest)
    messages, many = int(said["messages"]), int(said["workers"])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        cluster = stack.enter_context(own_cluster()) if database == "postgres" else None
        small = database == "sqlite" and stack.enter_context(
            _small_disk(folder / "disk", 100 + messages // 100)
        )
        os.environ["DATABASE_URL"] = cluster.url if cluster else f"sqlite:///{folder}/disk/bench.sqlite3"
        provider = Moody(bad=10, seed=int(said["seed"]), delay=FIVE_MS, silent=float(said["silent"]))
        stack.enter_context(running(provider))
        begin(KIZUNA_SMS_URL=f"{provider.url}?rate={RATE}&burst={RATE}", KIZUNA_QUIET_HOURS="")
        days = Days(folder, cluster, many, int(said["seed"]))
        stack.callback(days.end)
        full = float(said["full"]) if cluster or small else 0.0
        figures = measure(messages, days, provider, float(said["away"]), full)
        figures |= {"away_seconds": float(said["away"]), "disk_full_seconds": full}
        lines = Counter(line.split(" ", 3)[-1][:100] for line in days.log.read_text().splitlines())
        sys.stderr.write("\n".join(f"{n} {line}" for line, n in lines.most_common(25)) + "\n")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
