"""`kizuna worker`: takes tasks out of the queue, one at a time, and keeps their leases alive."""

import contextlib
import logging
import queue
import random
import signal
import threading
import time
import uuid
from argparse import ArgumentParser, Namespace
from importlib import import_module
from importlib.util import find_spec
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone
from django.utils.module_loading import import_string

from kizuna.access.command import Command
from kizuna.house import ROOMS
from kizuna.work import actions
from kizuna.work.claim import Claim
from kizuna.work.rhythm import Every

BEAT = 2.0
"""Seconds between heartbeats: three fit into a lease."""
IDLE = 0.2
REAP = 1.0
LOOK_AT_CLOCK = 5.0
log = logging.getLogger("kizuna.work")


def schedules() -> list[Every]:
    """The returning work of every room."""
    rooms = [room for room in ROOMS if find_spec(f"kizuna.{room}.schedule")]
    return [every for room in rooms for every in import_module(f"kizuna.{room}.schedule").SCHEDULE]


def _attempt(claim: Claim) -> str:
    """Run the task; the name of its error's class, or nothing. Its message may be personal: not kept."""
    try:
        import_string(claim.path).call(key=claim.key)
    except Exception as error:  # a task may fail in any way; the worker goes on
        log.warning("%s failed: %s", claim.path, type(error).__name__)
        return f"{type(error).__module__}.{type(error).__qualname__}"
    return ""


def _finish(claim: Claim, worker: str, error: str) -> None:
    rng = random.SystemRandom()
    actions.finish(result=claim.result, worker=worker, error=error, rng=rng, now=timezone.now())


class Hands(threading.Thread):
    """The thread that does the work, while another keeps the lease. One that hangs is left behind."""

    def __init__(self, worker: str) -> None:
        super().__init__(daemon=True, name="kizuna-work")
        self.worker = worker
        self.given: queue.SimpleQueue[Claim | None] = queue.SimpleQueue()
        self.free = threading.Event()
        self.free.set()

    def run(self) -> None:
        """Take claims until None comes."""
        while (claim := self.given.get()) is not None:
            try:
                _finish(claim, self.worker, _attempt(claim))
            except (OperationalError, InterfaceError) as error:
                log.warning("The database is away: %s", type(error).__name__)
            finally:
                close_old_connections()
                self.free.set()
        connections.close_all()

    def do(self, claim: Claim) -> bool:
        """Do one task, with heartbeats. False when it ran too long: then these hands are lost."""
        self.free.clear()
        self.given.put(claim)
        end = time.monotonic() + claim.longest
        while not self.free.wait(BEAT):
            if time.monotonic() > end:
                log.error("%s runs longer than %s seconds: left behind", claim.path, claim.longest)
                return False
            try:
                actions.beat(result=claim.result, worker=self.worker, now=timezone.now())
            except (OperationalError, InterfaceError) as error:  # these hands are still busy: wait on
                log.warning("The database is away: %s", type(error).__name__)
                close_old_connections()
        return True


class Worker:
    """One worker: looks after leases and the clock, and gives claimed tasks to its hands."""

    def __init__(self) -> None:
        self.name = uuid.uuid4().hex
        self.hands: Hands | None = None
        self._reaped = self._looked = -1e9
        self._slots: dict[str, int] = {}
        self._schedules = schedules()

    def look_after(self) -> None:
        """Give back lost tasks; enqueue what is due by the clock."""
        clock, now = time.monotonic(), timezone.now()
        if clock - self._reaped >= REAP:
            self._reaped = clock
            actions.reap(now=now)
        if clock - self._looked >= LOOK_AT_CLOCK:
            self._looked = clock
            for every in self._schedules:
                if self._slots.get(every.name) != every.slot(now):
                    actions.enqueue(every.name, key=every.key(now), now=now, longest=every.longest)
                    self._slots[every.name] = every.slot(now)

    def take(self) -> Claim | None:
        """The next task, leased to this worker."""
        return actions.claim(worker=self.name, now=timezone.now())

    def work_on(self, claim: Claim) -> None:
        """Do a task in the hands' thread; new hands when the old ones hang."""
        if self.hands is None:
            self.hands = Hands(self.name)
            self.hands.start()
        if not self.hands.do(claim):
            self.hands.given.put(None)  # they go home if they ever come back
            # Another name, so that what the lost hands say later is not believed.
            self.hands, self.name = None, uuid.uuid4().hex

    def rest(self) -> None:
        """Send the hands home."""
        if self.hands is not None:
            self.hands.given.put(None)
            self.hands.join(timeout=10)


def run_worker(*, stop: threading.Event, batch: bool = False) -> None:
    """Work until `stop` is set (the current task is finished first), or in a batch until nothing is ready.

    A batch runs in the calling thread and skips the clock: for tests and for one-off loads.
    """
    if batch:
        run_batch(stop)
        return
    worker = Worker()
    while not stop.is_set():
        try:
            worker.look_after()
            claim = worker.take()
            if claim:
                worker.work_on(claim)
            else:
                close_old_connections()
                stop.wait(IDLE)
        except (OperationalError, InterfaceError) as error:
            log.warning("The database is away: %s", type(error).__name__)
            close_old_connections()
            stop.wait(1.0)
    worker.rest()
    connections.close_all()


def run_batch(stop: threading.Event) -> int:
    """Every ready task, one after the other, in this thread; how many."""
    name, done = uuid.uuid4().hex, 0
    actions.reap(now=timezone.now())
    while not stop.is_set():
        claim = actions.claim(worker=name, now=timezone.now())
        if claim is None:
            break
        over = threading.Event()
        heart = threading.Thread(target=_keep_alive, args=(claim, name, over), daemon=True)
        heart.start()
        try:
            error = _attempt(claim)
        finally:
            over.set()
        heart.join()
        _finish(claim, name, error)
        done += 1
    return done


def _keep_alive(claim: Claim, worker: str, over: threading.Event) -> None:
    """Heartbeats beside a task of a batch, for as long as it may run."""
    end = time.monotonic() + claim.longest
    while not over.wait(BEAT) and time.monotonic() < end:
        with contextlib.suppress(OperationalError, InterfaceError):
            actions.beat(result=claim.result, worker=worker, now=timezone.now())
    connections.close_all()


def _worker(arguments: Namespace) -> int:
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    run_worker(stop=stop, batch=arguments.batch)
    return 0


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--batch", action="store_true", help="do what waits, then end")


COMMANDS = (Command("worker", "do the work that waits: messages, reminders, imports", _worker, _arguments),)
