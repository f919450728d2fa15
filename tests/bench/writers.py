"""Writers at once, doing what the house does all day: `make bench NAME=writers ARGS="writers=16 seconds=10"`.

Each writer is a link worker with a connection of their own; half are in one process and half in another, as
under two web workers. Their people agreed to the support of link workers, so that the writers see them. Four
actions in turn: somebody agrees to a referral, their record is corrected, a message is written with its
ledger line, and the agreement is taken back. What the house refuses counts as an error, never as an action.
The peer, in the same run: bare inserts by the driver, four at once.
"""

import multiprocessing
import os
import resource
import sqlite3
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing.queues import Queue
from typing import Any
from uuid import UUID, uuid4

from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.ledger.actions import note
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import send
from kizuna.outbox.models import Message
from kizuna.people.actions import add_person, correct_person, give_consent, withdraw_consent
from kizuna.people.consent import LINK_WORKERS, REFERRAL, SUPPORT
from kizuna.places.actions import add_area
from tests.bench.run import Bench

PROCESSES = 2
PEOPLE = 25
"""Persons of one writer."""
SERVICE = "service:00000000-0000-4000-8000-000000000001"
Told = dict[str, Any]


def _offer(key: str, person: UUID, by: Viewer) -> None:
    """What every action that writes a message does: rows, message and ledger line in one transaction."""
    now = timezone.now()
    with transaction.atomic():
        send(key=key, address=f"{key}@example.org", subject="Tea", text="Come at five.", now=now)
        note(verb="tea.offered", subject=f"tea:{key}", person=person, by=by, now=now)


class Writer(threading.Thread):
    """One writer; `times` are the seconds of each action by name."""

    def __init__(self, number: int, people: list[UUID], begin: Any, seconds: float, area: str) -> None:
        super().__init__()
        self.number, self.people, self.begin, self.seconds = number, people, begin, seconds
        self.by = Viewer(role="worker", account=str(uuid4()), areas=frozenset({area}))
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []

    def _timed(self, name: str, do: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        try:
            done = do()
        except Exception as error:  # counted, and the writer goes on
            self.errors.append(f"{type(error).__name__}: {error}")
            return None
        self.times[name].append(time.perf_counter() - start)
        return done

    def _turn(self, person: UUID, turn: int) -> None:
        by, now = self.by, timezone.now()
        agreed = {"person": person, "purpose": REFERRAL, "recipient": SERVICE, "how": "spoken"}
        given = self._timed("give_consent", lambda: give_consent(**agreed, by=by, now=now))
        change = {"called": f"Ana {turn}"}
        self._timed("correct_person", lambda: correct_person(person=person, changes=change, by=by, now=now))
        self._timed("write_message", lambda: _offer(f"{person}-{turn}", person, by))
        if given:
            self._timed("withdraw_consent", lambda: withdraw_consent(consent=given, by=by, now=now))

    def run(self) -> None:
        """Turn after turn until the time is over."""
        self.begin.wait()
        end, turn = time.monotonic() + self.seconds, 0
        while time.monotonic() < end:
            self._turn(self.people[turn % PEOPLE], turn)
            turn += 1
        connections.close_all()


def _persons(area: Any, by: Viewer, now: datetime) -> list[UUID]:
    """The people of one writer, who agreed to the support of link workers."""
    made = [add_person(name="Ana", area=area, by=by, now=now) for _ in range(PEOPLE)]
    agreed = {"purpose": SUPPORT, "recipient": LINK_WORKERS, "how": "spoken"}
    for person in made:
        give_consent(person=person, **agreed, by=by, now=now)
    return made


def _process(writers: list[Writer], told: "Queue[Told]") -> None:
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    times: dict[str, list[float]] = defaultdict(list)
    for writer in writers:
        for name, found in writer.times.items():
            times[name].extend(found)
    told.put({"times": dict(times), "errors": [error for writer in writers for error in writer.errors]})


def _at_once(number: int, seconds: float, people: list[list[UUID]], area: str) -> tuple[float, Told]:
    """Run the writers in their processes; how long it took, and what they told together."""
    fork = multiprocessing.get_context("fork")
    begin, told = fork.Barrier(number + 1), fork.Queue()
    writers = [Writer(n, people[n], begin, seconds, area) for n in range(number)]
    connections.close_all()
    parts = [writers[n::PROCESSES] for n in range(min(PROCESSES, number))]
    processes = [fork.Process(target=_process, args=(part, told)) for part in parts]
    for process in processes:
        process.start()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin.wait()
    start = time.monotonic()
    found = [told.get() for _ in processes]
    took = time.monotonic() - start
    for process in processes:
        process.join()
    names = {name for one in found for name in one["times"]}
    times = {name: sorted(t for one in found for t in one["times"].get(name, [])) for name in sorted(names)}
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, {"cpu": used, "times": times, "errors": [error for one in found for error in one["errors"]]}


def _peer(seconds: float) -> float:
    """Transactions a second of four bare inserts by the driver, from one thread."""
    file = f"{os.environ['KIZUNA_HOME']}/peer.sqlite3"
    here, done, end = sqlite3.connect(file, isolation_level=None), 0, time.monotonic() + seconds
    here.execute("PRAGMA journal_mode=WAL")
    here.execute("PRAGMA synchronous=NORMAL")
    here.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT)")
    while time.monotonic() < end:
        here.execute("BEGIN IMMEDIATE")
        for _ in range(4):
            here.execute("INSERT INTO line (text) VALUES (?)", ("x" * 200,))
        here.execute("COMMIT")
        done += 1
    here.close()
    return done / seconds


def _p99(times: list[float]) -> float:
    return round(sorted(times)[int(len(times) * 0.99)] * 1000, 1)


def _figures(number: int, took: float, found: Told) -> dict[str, Any]:
    times: dict[str, list[float]] = found["times"]
    every = sorted(t for some in times.values() for t in some)
    return {
        "actions": len(every),
        "actions_per_s": round(len(every) / took),
        "cpu_ms_per_action": round(found["cpu"] / len(every) * 1000, 2),
        "p50_ms": round(every[len(every) // 2] * 1000, 1),
        "p99_ms": _p99(every),
        "worst_ms": round(every[-1] * 1000, 1),
        "p99_ms_by_action": {name: _p99(some) for name, some in times.items()},
        "database_is_locked": sum("locked" in error for error in found["errors"]),
        "other_errors": dict(Counter(e for e in found["errors"] if "locked" not in e).most_common(5)),
    }


def run(bench: Bench) -> dict[str, Any]:
    """Figures of one writer and of many on the database that DATABASE_URL names."""
    number, seconds = bench.setting("writers", 16), bench.setting("seconds", 10)
    call_command("migrate", verbosity=0)
    by, now = SYSTEM("bench"), timezone.now() - timedelta(days=1)
    area = add_area(name="North", level="neighbourhood", above=None, lat=0, lon=0, by=by, now=now)
    people = [_persons(area, by, now) for _ in range(number + 1)]
    figures: dict[str, Any] = {"database": connection.vendor}
    for turn, many in enumerate((1, number)):
        bench.progress(turn, 2, f"{many} at once")
        mine = people[number:] if many == 1 else people
        figures[f"writers_{many}"] = _figures(many, *_at_once(many, seconds, mine, str(area)))
    bench.rows |= {"ledger": Entry.objects.count(), "messages": Message.objects.count()}
    figures["peer_bare_inserts_per_s"] = round(_peer(min(seconds, 3)))
    return figures | {"load_average_after": round(os.getloadavg()[0], 2)}
