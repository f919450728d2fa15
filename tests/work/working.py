"""A worker in a thread, as `kizuna serve` runs it in a process, and patience for what it does."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections

from kizuna.work.commands import run_worker

PATIENT = 60.0
"""Seconds. Nothing here is about speed: a busy machine may take its time."""


def wait_for(what: Callable[[], object], seconds: float = PATIENT) -> None:
    """Until this is true."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


class Worker(threading.Thread):
    """Works until told to stop; what it died of is the test's failure, which looks at it afterwards."""

    def __init__(self, batch: bool = False) -> None:
        super().__init__(daemon=True)
        self.stop, self.batch = threading.Event(), batch
        self.code: int | None = None
        self.died_of: BaseException | None = None

    def run(self) -> None:
        """The whole life of a worker."""
        try:
            self.code = run_worker(stop=self.stop, batch=self.batch)
        except BaseException as error:
            self.died_of = error
        finally:
            connections.close_all()

    def end(self) -> None:
        """Ask it to stop, and wait until it has."""
        self.stop.set()
        self.join(PATIENT)
        assert not self.is_alive(), "the worker did not end"
        if self.died_of is not None:
            raise self.died_of


@contextmanager
def at_work(batch: bool = False) -> Iterator[Worker]:
    """A worker for as long as the block lasts."""
    found = Worker(batch)
    found.start()
    try:
        yield found
    finally:
        found.end()
