"""A lane: the thread that takes one task after the other. Another keeps its leases alive."""

import logging
import random
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils.module_loading import import_string

from kizuna.access.viewer import SYSTEM
from kizuna.work import actions, queries
from kizuna.work.claim import HELD, Cancelled, Claim

IDLE = 0.2
AWAY = (DatabaseError, InterfaceError)
DATABASE = f"{DatabaseError.__module__}."
AWAY_PAUSE = 1.0
GIVE_UP = 10
"""Times that a lane which is asked to stop tries to write how its last task went."""
HOUSE = SYSTEM("worker")
log = logging.getLogger("kizuna.work")


def attempt(claim: Claim) -> str:
    """Run the task; the name of its error's class, or nothing. Its message may be personal: not kept."""
    token = HELD.set(claim)
    try:
        import_string(claim.path).call(key=claim.key)
    except Cancelled:
        log.info("%s was cancelled", claim.path)
        return Cancelled.__name__
    except Exception as error:  # a task may fail in any way; the worker goes on
        log.warning("%s failed: %s", claim.path, type(error).__name__)
        return f"{type(error).__module__}.{type(error).__qualname__}"
    finally:
        HELD.reset(token)
    return ""


def finish(claim: Claim, error: str, own: bool = True) -> bool:
    """Write down how it went."""
    now, rng = queries.clock(HOUSE), random.SystemRandom()
    return actions.finish(result=claim.result, worker=claim.worker, error=error, rng=rng, now=now, own=own)


class Lane(threading.Thread):
    """Takes tasks of at least this priority until `stop` is set, or until it is left behind.

    `beside`: what the lanes beside it are doing, and this one therefore leaves alone. `picking` is held from
    that question until the lane has its own task: two at once would both see nobody.
    """

    def __init__(
        self,
        worker: str,
        least: int,
        stop: threading.Event,
        away: Callable[[], None],
        beside: Callable[[], frozenset[str]],
        picking: threading.Lock,
    ) -> None:
        super().__init__(daemon=True, name=f"kizuna-lane-{least}")
        self.worker, self.least, self.stop, self.away, self.beside = worker, least, stop, away, beside
        self.picking = picking
        self.claim: Claim | None = None
        self.end = 0.0
        self.left = threading.Event()
        """Set when its task ran too long: what it says later is not believed, and another has its place."""

    def run(self) -> None:
        """One task after the other."""
        while not self.stop.is_set() and not self.left.is_set():
            try:
                self._turn()
            except AWAY as error:
                self._wait(error)
            except Exception as error:  # a lane that died would leave its work undone
                log.error("A lane stumbled: %s", type(error).__name__)
                self.stop.wait(AWAY_PAUSE)
        connections.close_all()

    def _wait(self, error: Exception) -> None:
        log.warning("The database is away: %s", type(error).__name__)
        self.away()
        close_old_connections()
        self.stop.wait(AWAY_PAUSE)

    def _turn(self) -> None:
        claim = self._pick()
        if claim is None:
            close_old_connections()
            self.stop.wait(IDLE)
            return
        try:
            self._finish(claim, attempt(claim))
        finally:
            self.claim = None

    def _pick(self) -> Claim | None:
        """The next task that no lane beside this one is doing by name; it is ours from here on."""
        with self.picking:
            now, apart = queries.clock(HOUSE), self.beside()
            claim = actions.claim(worker=self.worker, now=now, least=self.least, apart_from=apart)
            if claim is not None:
                self.end = time.monotonic() + claim.longest
                self.claim = claim
        return claim

    def _finish(self, claim: Claim, error: str) -> None:
        """Write down how it went, as soon as the database takes it: the work was done."""
        tries = 0
        while not self.left.is_set():
            try:
                # Broken off because the database went away: no fault of the task, which need not rest.
                finish(claim, error, own=not (tries and error.startswith(DATABASE)))
                return
            except AWAY as away:
                tries += 1
                if self.stop.is_set() and tries >= GIVE_UP:
                    return
                self._wait(away)
                time.sleep(AWAY_PAUSE / 10)
