"""`kizuna serve`: the web server and the worker side by side, each started again if it dies."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
import uuid
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import get_resolver

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.house import ROOMS
from kizuna.web.commands.upgrade import check_fits, collect, is_older, upgrade
from kizuna.web.environment import LOOPBACK
from kizuna.web.queries import moved_away

LOOK = 0.05
PAUSE = 1.0
"""Seconds before something that died soon after its start is started again; else it is at once."""
SOON = 5.0
GENTLE = 15.0
ENDS = [number for number in signal.Signals if number.name in {"SIGTERM", "SIGINT", "SIGHUP"}]
# A forked child has Kizuna in its memory already and answers at once. Elsewhere forking is not safe.
HOW: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
APPLICATION = "kizuna.web.wsgi"
PROGRAM = "kizuna.cli"
PR_SET_PDEATHSIG = 1


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna serve` can be told."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="web processes")
    parser.add_argument("--only", choices=("web", "worker"), help="one of the two, for larger sites")


def _end_with(parent: int, name: str, number: int) -> None:
    """On Linux, be told by a signal when the parent dies, however it dies: nobody else keeps the port.

    The name is what `ps` and `top` show.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError):
        Path("/proc/self/comm").write_text(name, encoding="ascii")
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))
    if os.getppid() != parent:  # it died before we could ask
        os._exit(1)


def _application(master: int, began: Any) -> Any:
    """What a web worker serves; called in the worker itself."""
    _end_with(master, "kizuna page", signal.SIGKILL)
    application = import_module(APPLICATION).application
    began.value = 1
    return application


def _serve_pages(host: str, port: int, workers: int, began: Any, parent: int) -> None:
    """The master of the web workers, in a process of its own."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    for number in ENDS:
        signal.signal(number, signal.SIG_DFL)
    _end_with(parent, "kizuna web", signal.SIGTERM)
    Server(
        f"{APPLICATION}:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        backlog=1024,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve(target_loader=partial(_application, os.getpid(), began), wrap_loader=False)


def _work(place: str, parent: int) -> None:
    """The worker, in a process of its own; where it was forked, its memory holds all that it needs."""
    for number in ENDS:
        signal.signal(number, signal.SIG_DFL)
    _end_with(parent, "kizuna worker", signal.SIGTERM)
    words = ["worker", "--place", place]
    if HOW.get_start_method() == "fork":
        sys.exit(import_module(PROGRAM).main(words))
    os.execv(sys.executable, [sys.executable, "-m", PROGRAM, *words])  # noqa: S606 - the same program


@dataclass
class Kept:
    """A process that is started again whenever it ends."""

    name: str
    target: Callable[..., None]
    given: tuple[Any, ...]
    began: Any = None
    """Shared memory: set once it could do its work, so that what ends it later is no fault of its start."""
    process: BaseProcess | None = None
    started: float = 0.0
    again: float = 0.0
    """When it may be started next, by the clock of this process."""

    def start(self) -> None:
        """Start it now."""
        self.started = time.monotonic()
        self.process = HOW.Process(target=self.target, args=(*self.given, os.getpid()), name=self.name)
        self.process.start()

    def look(self, first: bool) -> None:
        """Start it again if it ended. Refused when it cannot even begin: then a human has to look."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.again:
                self.start()
        elif (code := self.process.exitcode) is not None:
            soon = now - self.started < SOON
            if first and soon and code > 0 and not (self.began and self.began.value):
                raise Refused(f"The {self.name} process could not start, for the reason above.")
            sys.stderr.write(f"The {self.name} process ended ({code}); starting it again.\n")
            self.process, self.again = None, now + PAUSE if soon else now

    def end(self) -> None:
        """Ask it to end."""
        if self.process is not None:
            self.process.terminate()

    def wait(self) -> None:
        """Until it has ended, by force if it must be."""
        if self.process is not None:
            self.process.join(GENTLE)
            self.process.kill()


def _keep(every: Sequence[Kept], stop: threading.Event) -> None:
    """Start each, start again what dies, and end all of them gently when asked to stop."""
    try:
        begun = time.monotonic()
        while not stop.wait(LOOK):
            for one in every:
                one.look(first=time.monotonic() - begun < SOON)
    finally:
        for one in every:
            one.end()
        for one in every:
            one.wait()


def _warm_up() -> None:
    """Everything a page and a task need, in memory before the fork: nothing is imported twice."""
    import_module(APPLICATION)
    import_module(PROGRAM)
    for name in (f"kizuna.{room}.{kind}" for room in ROOMS for kind in ("schedule", "tasks")):
        if find_spec(name):
            import_module(name)
    get_resolver().url_patterns  # noqa: B018 - reads the pages' modules
    connection.close()
    gc.freeze()  # the children share these pages of memory


def run(options: Namespace) -> int:
    """Serve until told to stop."""
    if settings.DEMO and options.host not in LOOPBACK:
        raise Refused(
            "The demo lets anybody sign in as anybody, so it listens to this machine only. Leave --host out."
        )
    if is_older():
        if not settings.DEMO:
            raise Refused("The database is older than this version. Run `kizuna upgrade`, then start again.")
        upgrade()  # nobody's records are at stake, and a newcomer has not read the manual
    if moved_away(SYSTEM("kizuna serve")):
        raise Refused(
            "These records moved to another database. Set DATABASE_URL in kizuna.env to that one, or open "
            "this one again with `kizuna move --reopen`."
        )
    check_fits()
    collect()
    with _counting():
        return _serve(options)


@contextmanager
def _counting() -> Iterator[None]:
    """A folder in which the processes of this site count together, for `/metrics`."""
    before = settings.METRICS_FOLDER
    with TemporaryDirectory(prefix="kizuna-metrics-") as folder:
        # Set before its library is read.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = settings.METRICS_FOLDER = folder
        try:
            yield
        finally:
            settings.METRICS_FOLDER = before
            del os.environ["PROMETHEUS_MULTIPROC_DIR"]


def _serve(options: Namespace) -> int:
    _warm_up()
    stop = threading.Event()
    for number in ENDS:
        signal.signal(number, lambda *_: stop.set())
    began = HOW.RawValue("b", 0)  # without a lock, which somebody who is killed would keep
    every = (
        Kept("web", _serve_pages, (options.host, options.port, options.workers, began), began),
        Kept("worker", _work, (uuid.uuid4().hex[:16],)),
    )
    _keep([one for one in every if options.only in (None, one.name)], stop)
    return 0
