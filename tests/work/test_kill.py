"""Real processes, really killed: nothing accepted is lost, nothing that can be known is doubled."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from kizuna.access.viewer import SYSTEM
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import send
from kizuna.outbox.models import Message
from kizuna.work.models import Job
from kizuna.work.queries import counts

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

Start = Callable[..., subprocess.Popen[bytes]]


def database_url() -> str:
    """The address of this test's database, for other processes."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    before, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return f"{before}/{name}"


class Notes:
    """What the processes noted in their file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def lines(self, word: str) -> list[list[str]]:
        """The lines that begin with this word: word, about what, process, time."""
        return [line.split() for line in self.path.read_text().splitlines() if line.startswith(f"{word} ")]

    def wait_for(self, word: str, number: int, seconds: float = 60) -> list[list[str]]:
        end = time.monotonic() + seconds
        while len(found := self.lines(word)) < number:
            assert time.monotonic() < end, f"{number} × {word}: {self.path.read_text()}"
            time.sleep(0.02)
        return found


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    return Notes(tmp_path / "notes")


@pytest.fixture
def start(notes: Notes) -> Iterator[Start]:
    """Start a process; all are killed in the end."""
    started: list[subprocess.Popen[bytes]] = []

    def _start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        found = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "kizuna.web.settings"),
            "DATABASE_URL": database_url(),
            "BUSY_FILE": str(notes.path),
            **environment,
        }
        process = subprocess.Popen([sys.executable, "-m", "tests.work.busy", *arguments], env=found)
        started.append(process)
        return process

    yield _start
    for process in started:
        process.kill()
        process.wait()


def mail_to(name: str) -> None:
    send(key=name, address=f"{name}@example.org", subject="Tea", text="Come at five", now=timezone.now())


def test_a_task_whose_worker_is_killed_runs_again_within_ten_seconds(start: Start, notes: Notes) -> None:
    mail_to("ada")
    first = start("work", "60", BUSY_SECONDS="60")
    notes.wait_for("begin", 1)
    first.kill()
    killed = time.time()
    first.wait()
    start("work", "60")
    asked = notes.wait_for("asked", 1)
    assert float(asked[0][3]) - killed <= 10
    notes.wait_for("end", 1)
    end = time.monotonic() + 60
    while Message.objects.get().status != "sent":
        assert time.monotonic() < end
        time.sleep(0.05)
    assert Message.objects.get().attempts == 2
    assert Job.objects.filter(name="outbox.deliver").exists()


def test_a_worker_that_is_asked_to_stop_finishes_its_task(start: Start, notes: Notes) -> None:
    from kizuna.cli import __file__ as cli

    mail_to("ada")
    environment = {**os.environ, "DATABASE_URL": database_url(), "KIZUNA_EMAIL_URL": "console:"}
    process = subprocess.Popen(
        [sys.executable, cli, "worker"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    end = time.monotonic() + 30
    while not Message.objects.filter(status="sent").exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    process.terminate()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "ada@example.org" in out.decode()
    assert counts(SYSTEM("test"), timezone.now()).running == 0


def test_kills_at_random_moments_lose_and_double_nothing(start: Start, notes: Notes) -> None:
    """Two writers and a worker, killed ten times in all; then the last worker tidies up."""
    rng = random.Random(211)
    writers = [start("write", str(n)) for n in range(2)]
    worker = start("work", "120")
    notes.wait_for("worker", 1)
    notes.wait_for("accepted", 2)
    for turn in range(10):
        time.sleep(rng.uniform(0.1, 0.9))
        if turn % 3:
            worker.kill()
            worker.wait()
            worker = start("work", "120")
        else:
            place = turn // 3 % 2
            writers[place].kill()
            writers[place].wait()
            writers[place] = start("write", f"{turn + 10}")
    for writer in writers:
        writer.kill()
        writer.wait()
    written = {row.address for row in Message.objects.all()}
    accepted = {line[1] for line in notes.lines("accepted")}
    assert accepted <= written
    assert Entry.objects.filter(verb="tea.offered").count() == len(written)
    end = time.monotonic() + 60
    while Message.objects.exclude(status="sent").exists():
        found = Counter(Message.objects.values_list("status", flat=True))
        assert time.monotonic() < end, found
        time.sleep(0.2)
    arrived = Counter(line[1] for line in notes.lines("end"))
    assert set(arrived) == written
    assert not [address for address, times in arrived.items() if times > 1]
