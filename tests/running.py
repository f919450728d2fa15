"""A real installation in a scratch folder: the program's own processes, looked at from outside."""

import email
import email.policy
import http.client
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from aiosmtpd.controller import Controller

ROOT = Path(__file__).parents[1]
DEMO_DATABASE = "kizuna.sqlite3"


def free_port() -> int:
    """A port on loopback that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Mailbox:
    """A mail server on loopback that keeps what it gets."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append(found)  # type: ignore[arg-type]
        return "250 OK"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"

    def to(self, address: str) -> list[EmailMessage]:
        """Messages to an address, oldest first."""
        return [m for m in self.messages if address in str(m["To"])]

    def wait_for(self, text: str, seconds: float = 20, *, after: int = 0) -> str:
        """The body of the newest message that holds this text, not counting the first `after` messages.

        Fails when none comes.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for message in reversed(self.messages[after:]):
                body = message.get_body(("plain",))
                if body is not None and text in body.get_content():
                    return str(body.get_content())
            time.sleep(0.1)
        raise AssertionError(f"no message with {text!r} came; {len(self.messages)} others did")


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server for as long as the block lasts."""
    box = Mailbox()
    box.controller.start()
    try:
        yield box
    finally:
        box.controller.stop()


@contextmanager
def database_of_its_own() -> Iterator[str]:
    """A database beside the one under test: nothing for SQLite (a file at home), a new one on PostgreSQL."""
    url = os.environ["DATABASE_URL"]
    if not url.startswith("postgres"):
        yield ""
        return
    import psycopg

    name = f"site_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def _version() -> str:
    """The program as it is now, and the day: a demo's dates are those around today."""
    digest = sha256(datetime.now(UTC).date().isoformat().encode())
    for file in sorted((ROOT / "src").rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:24]


def kept_demo(people: int) -> Path:
    """Where a demo town of so many people lies, to be copied."""
    folder = ROOT / ".pytest_cache" / "demos"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if not old.name.startswith(_version()):
            shutil.rmtree(old, ignore_errors=True)
    return folder / f"{_version()}-{people}"


def _moved(home: Path, before: Path, after: Path) -> None:
    """Its settings say where a demo lies."""
    file = home / "kizuna.env"
    file.write_text(file.read_text().replace(f"{before}/", f"{after}/"))


class Site:
    """One installation. `start` serves it with web and worker; `kill` ends them with SIGKILL."""

    def __init__(self, home: Path, *, database: str = "", mail: str = "console:") -> None:
        self.home, self.port = home, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("KIZUNA_", "COV_"))
            and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
        }
        self.environment |= {"KIZUNA_HOME": str(home), "KIZUNA_EMAIL_URL": mail, "KIZUNA_URL": self.url}
        if database:
            self.environment["DATABASE_URL"] = database
        self.log = home.parent / f"{home.name}.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *words: str) -> str:
        """What `kizuna …` prints; fails loudly when it does."""
        line = [sys.executable, "-m", "kizuna.cli", *words]
        done = subprocess.run(line, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"kizuna {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def make_demo(self, people: int = 300) -> None:
        """The demo town; from here on the site is that demo. Made once a day and version, then copied."""
        made, kept = self.home / "demo", kept_demo(people)
        if "DATABASE_URL" in self.environment:
            self.run("demo", "--prepare", "--people", str(people), "--port", str(self.port))
        elif kept.exists():
            shutil.copytree(kept, made)
        else:
            self.run("demo", "--prepare", "--people", str(people), "--port", str(self.port))
            half = kept.with_suffix(f".{os.getpid()}")
            shutil.copytree(made, half)
            _moved(half, made, kept)
            with suppress(OSError):  # another process was first
                half.rename(kept)
        _moved(made, kept, made)
        self.home = made
        self.environment |= {"KIZUNA_HOME": str(self.home)}

    def start(self, *words: str) -> None:
        """Serve; returns when the first page answers."""
        line = [sys.executable, "-m", "kizuna.cli", "serve", "--port", str(self.port), *words]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                line, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.wait()

    def wait(self, seconds: float = 160) -> None:
        """Until the site answers; a busy machine takes its time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.answers():
                return
            time.sleep(0.1)
        raise AssertionError(f"the site did not answer: {self.log.read_text()[-3000:]}")

    def answers(self) -> bool:
        """Whether the site says that it is healthy."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthy/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def processes(self, word: str) -> list[int]:
        """Ids of this site's processes whose name or command line has the word, parents first.

        `^kizuna web` is the master of the web processes, `^kizuna page` are these, `^kizuna worker` works.
        """
        assert self.process is not None
        columns = "pid=,pgid=,comm=,args="
        found = subprocess.run(["ps", "-ww", "-eo", columns], capture_output=True, text=True, check=True)
        lines = (line.split(None, 2) for line in found.stdout.splitlines())
        return [
            int(pid) for pid, group, args in lines if int(group) == self.process.pid and re.search(word, args)
        ]

    def kill(self, word: str) -> int:
        """SIGKILL every process of this site with the word; how many there were."""
        return sum(self.kill_one(pid) for pid in self.processes(word))

    def kill_one(self, pid: int) -> int:
        """SIGKILL one process; 0 when it was gone already."""
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return 0
        return 1

    def reap(self) -> None:
        """Wait for the death of a `kizuna serve` that was killed."""
        assert self.process is not None
        self.process.wait(60)

    def stop(self) -> None:
        """End it gently, then surely."""
        if self.process is None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(5)
        self.process = None
