"""`kizuna serve` keeps its two processes alive, and ends both when it is told to. Real ones: journeys."""

import signal
import threading
from argparse import Namespace
from types import SimpleNamespace
from typing import Any

import pytest

from kizuna import cli
from kizuna.access.viewer import Refused
from kizuna.web.commands import serve, upgrade


class Process:
    """A process that ends when a test says so."""

    def __init__(self, target: Any, args: Any, name: str) -> None:
        self.name, self.exitcode = name, None
        self.heard: list[str] = []

    def start(self) -> None:
        self.heard.append("start")

    def terminate(self) -> None:
        self.heard.append("terminate")

    def join(self, seconds: float) -> None:
        self.heard.append("join")

    def kill(self) -> None:
        self.heard.append("kill")


class Started:
    """Every process that was started, newest last."""

    def __init__(self) -> None:
        self.all: list[Process] = []

    def Process(self, **how: Any) -> Process:
        self.all.append(Process(**how))
        return self.all[-1]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    found = Started()
    monkeypatch.setattr(serve, "HOW", found)
    return found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time by the clock of this process, in seconds; a test sets it."""
    at = [1000.0]
    monkeypatch.setattr(serve.time, "monotonic", lambda: at[0])
    return at


@pytest.fixture
def kept(started: Started, clock: list[float]) -> serve.Kept:
    found = serve.Kept("web", lambda *_: None, ())
    found.look(first=True)
    return found


def test_what_dies_after_a_while_is_started_again_at_once(
    kept: serve.Kept, started: Started, clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    clock[0] += 60
    started.all[0].exitcode = -9
    kept.look(first=False)
    kept.look(first=False)
    assert [one.heard for one in started.all] == [["start"], ["start"]]
    assert "web process ended (-9); starting it again" in capsys.readouterr().err


def test_what_dies_soon_is_not_started_over_and_over(
    kept: serve.Kept, started: Started, clock: list[float]
) -> None:
    clock[0] += 0.1
    started.all[0].exitcode = 1
    for _ in range(5):
        kept.look(first=False)
    assert len(started.all) == 1
    clock[0] += serve.PAUSE
    kept.look(first=False)
    assert len(started.all) == 2


def test_what_cannot_even_begin_needs_a_human(kept: serve.Kept, started: Started, clock: list[float]) -> None:
    clock[0] += 0.1
    started.all[0].exitcode = 1
    with pytest.raises(Refused, match="web process could not start"):
        kept.look(first=True)
    assert len(started.all) == 1


def test_what_had_begun_and_is_killed_soon_needs_nobody(started: Started, clock: list[float]) -> None:
    began = SimpleNamespace(value=0)
    kept = serve.Kept("web", lambda *_: None, (), began)
    kept.look(first=True)
    began.value, started.all[0].exitcode = 1, 1
    kept.look(first=True)
    clock[0] += serve.PAUSE
    kept.look(first=True)
    assert len(started.all) == 2


def test_what_lives_is_left_alone(kept: serve.Kept, started: Started, clock: list[float]) -> None:
    for _ in range(100):
        clock[0] += 1
        kept.look(first=False)
    assert len(started.all) == 1


def test_both_end_gently_when_told_to_stop(started: Started) -> None:
    stop = threading.Event()
    every = [serve.Kept(name, lambda *_: None, ()) for name in ("web", "worker")]
    threading.Timer(0.3, stop.set).start()
    serve._keep(every, stop)
    assert [one.name for one in started.all] == ["web", "worker"]
    assert all(one.heard == ["start", "terminate", "join", "kill"] for one in started.all)


def test_one_that_cannot_begin_ends_the_other_too(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [serve.Kept(name, lambda *_: None, ()) for name in ("web", "worker")]

    def start(self: Process) -> None:
        self.heard.append("start")
        self.exitcode = 1 if self.name == "worker" else None

    monkeypatch.setattr(Process, "start", start)
    with pytest.raises(Refused, match="worker process could not start"):
        serve._keep(every, threading.Event())
    assert "terminate" in started.all[0].heard


def test_ending_what_never_began_is_nothing() -> None:
    kept = serve.Kept("web", lambda *_: None, ())
    kept.end()
    kept.wait()
    assert kept.process is None


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The processes that were to be kept, by name; none is started."""
    names: list[list[str]] = []
    monkeypatch.setattr(serve, "_keep", lambda every, stop: names.append([one.name for one in every]))
    monkeypatch.setattr(serve, "_warm_up", lambda: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    return names


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "names"),
    [((), ["web", "worker"]), (("--only", "web"), ["web"]), (("--only", "worker"), ["worker"])],
)
def test_web_and_worker_together_or_one_of_them(
    asked: list[list[str]], words: tuple[str, ...], names: list[str]
) -> None:
    assert cli.main(["serve", *words]) == 0
    assert asked == [names]


@pytest.mark.django_db
def test_an_older_database_is_not_served(
    asked: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(upgrade.MigrationExecutor, "migration_plan", lambda *_: [("web", False)])
    assert cli.main(["serve"]) == 2
    assert "kizuna upgrade" in capsys.readouterr().err
    assert not asked


@pytest.mark.django_db
def test_everything_a_page_needs_is_there_before_the_first_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve.connection, "close", lambda: None)
    monkeypatch.setattr(serve.gc, "freeze", lambda: None)
    serve._warm_up()
    assert callable(serve.import_module(serve.APPLICATION).application)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", ""])
def test_a_demo_listens_to_this_machine_only(host: str, settings: Any) -> None:
    settings.DEMO = True
    with pytest.raises(Refused, match="this machine only"):
        serve.run(Namespace(host=host, port=8000, workers=1, only=None))
