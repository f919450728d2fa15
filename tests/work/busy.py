"""A process of its own for the kill and crowd tests: `python -m tests.work.busy WHAT ARGUMENT`.

Each notes in a file, by appending, what it begins and ends: a killed process cannot take that back.
"""

import os
import random
import sys
import threading
import time
from pathlib import Path

import django


def _note(line: str) -> None:
    with Path(os.environ["BUSY_FILE"]).open("a") as file:
        file.write(f"{line} {os.getpid()} {time.time()}\n")


def _make_slow() -> None:
    """Deliveries take a while, so that a kill finds them at work."""
    from django.conf import settings

    from kizuna.outbox import gateways
    from kizuna.outbox.gateways import exit as exits
    from kizuna.outbox.message import Outcome, Parcel
    from kizuna.outbox.ways import Way

    class Slow(gateways.Printed):
        def send(self, parcel: Parcel) -> Outcome:
            gateways.outside()
            _note(f"begin {parcel.address}")
            time.sleep(float(os.environ.get("BUSY_SECONDS", "0.05")))
            _note(f"end {parcel.address}")
            return Outcome("sent")

        def ask(self, parcel: Parcel) -> Outcome:
            """A provider that can be asked: it says from its own records whether the message is there."""
            _note(f"asked {parcel.address}")
            lines = Path(os.environ["BUSY_FILE"]).read_text().splitlines()
            there = any(line.startswith(f"end {parcel.address} ") for line in lines)
            return Outcome("sent") if there else Outcome("temporary", "NeverSeen")

    exits.gateway_of = lambda way: Slow()
    settings.OUTBOX_WAYS = {"email": (Way("slow", "email", "http"),)}
    # A second between attempts is enough here: the test is about crashes, not about patience.
    from kizuna.outbox import tasks

    tasks.next_pause = lambda attempt, **rest: 1.0


def work(seconds: str) -> None:
    """A worker, until it is killed or the time is over."""
    from kizuna.work.commands import run_worker

    _make_slow()
    stop = threading.Event()
    threading.Timer(float(seconds), stop.set).start()
    _note("worker -")
    run_worker(stop=stop)


def poisoned(seconds: str) -> None:
    """A worker whose task `poison` kills it."""
    import signal

    from kizuna.work import tasks
    from kizuna.work.commands import program

    def prune(**arguments: object) -> int:
        from kizuna.work.claim import HELD

        held = HELD.get()
        if held is not None and held.key == "poison":
            _note("poison -")
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    tasks.actions.prune = prune
    program.schedules = list
    work(seconds)


def write(number: str) -> None:
    """Write messages for ever, each with its ledger line, and note each that was accepted."""
    from django.db import transaction
    from django.utils import timezone

    from kizuna.access.viewer import SYSTEM
    from kizuna.ledger.actions import note
    from kizuna.outbox.actions import send

    for n in range(10**6):
        key = f"{number}-{n}"
        with transaction.atomic():
            now = timezone.now()
            send(key=key, address=f"{key}@example.org", subject="Tea", text="Come at five", now=now)
            note(verb="tea.offered", subject=f"tea:{key}", by=SYSTEM("busy"), now=now)
        _note(f"accepted {key}@example.org")
        time.sleep(0.05)


def crowd(name: str) -> None:
    """Many workers, one queue: run what waits, then end."""
    from django.utils import timezone

    from kizuna.work import actions

    _make_slow()
    idle = 0
    while idle < 20:
        claim = actions.claim(worker=name, now=timezone.now())
        if claim is None:
            idle += 1
            time.sleep(0.02)
            continue
        idle = 0
        _note(f"ran {claim.key}")
        actions.finish(result=claim.result, worker=name, error="", rng=random.Random(), now=timezone.now())


if __name__ == "__main__":
    django.setup()
    {"work": work, "poisoned": poisoned, "write": write, "crowd": crowd}[sys.argv[1]](sys.argv[2])
