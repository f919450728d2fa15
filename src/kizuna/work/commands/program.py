"""`kizuna worker`: takes tasks out of the queue and keeps their leases alive."""

import contextlib
import signal
import threading
import time
import uuid
from argparse import ArgumentParser, Namespace
from importlib import import_module
from importlib.util import find_spec
from types import FrameType, ModuleType

from django.db import DatabaseError, InterfaceError, connections

from kizuna.access.command import Command
from kizuna.house import ROOMS
from kizuna.work import actions, queries
from kizuna.work.claim import Claim
from kizuna.work.commands.keeper import BEAT, MOST_LEFT, Keeper
from kizuna.work.commands.lane import HOUSE, attempt, finish
from kizuna.work.rhythm import Rhythm


def _every(kind: str) -> list[ModuleType]:
    """The modules of this name of all rooms that have one."""
    names = [f"kizuna.{room}.{kind}" for room in ROOMS]
    return [import_module(name) for name in names if find_spec(name)]


def schedules() -> list[Rhythm]:
    """The returning work of every room."""
    return [rhythm for module in _every("schedule") for rhythm in module.SCHEDULE]


def run_worker(*, stop: threading.Event, batch: bool = False, place: str = "") -> int:
    """Work until `stop` is set (current tasks are finished first), or in a batch until nothing is ready.

    A batch runs in the calling thread and skips the clock: for tests and for one-off loads. `place` is the
    worker's own: what one that died there held is given back at once. The exit code: 1 when so many tasks
    hang in this process that a fresh one should take its place.
    """
    # Before any lane begins: lanes that import rooms side by side may meet one half read, and a worker that
    # runs for weeks must not read a later version's tasks beside what it has of an earlier one.
    _every("tasks")
    if batch:
        run_batch(stop)
        return 0
    keeper = Keeper(stop, schedules(), place)
    keeper.run()
    return int(keeper.left_behind >= MOST_LEFT)


def run_batch(stop: threading.Event) -> int:
    """Every ready task, one after the other, in this thread; how many."""
    name, done = uuid.uuid4().hex, 0
    actions.reap(now=queries.clock(HOUSE))
    while not stop.is_set():
        claim = actions.claim(worker=name, now=queries.clock(HOUSE))
        if claim is None:
            break
        over = threading.Event()
        heart = threading.Thread(target=_keep_alive, args=(claim, over), daemon=True)
        heart.start()
        try:
            error = attempt(claim)
        finally:
            over.set()
        heart.join()
        finish(claim, error)
        done += 1
    return done


def _keep_alive(claim: Claim, over: threading.Event) -> None:
    """Heartbeats beside a task of a batch, for as long as it may run."""
    end = time.monotonic() + claim.longest
    while not over.wait(BEAT) and time.monotonic() < end:
        with contextlib.suppress(DatabaseError, InterfaceError):
            actions.beat(result=claim.result, worker=claim.worker, now=queries.clock(HOUSE))
    connections.close_all()


def _worker(arguments: Namespace) -> int:
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    return run_worker(stop=stop, batch=arguments.batch, place=arguments.place)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--batch", action="store_true", help="do what waits, then end")
    parser.add_argument(
        "--place",
        default="",
        metavar="NAME",
        help="a name of its own for this worker, never used by two at once: what one that died under it "
        "was doing is begun again at once",
    )


COMMANDS = (Command("worker", "do the work that waits: messages, reminders, imports", _worker, _arguments),)
