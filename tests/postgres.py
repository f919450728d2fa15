"""A PostgreSQL of the tests' own: a new cluster in a temporary folder, reached by a socket, gone afterwards.

Alone it is a command: `python tests/postgres.py pytest …` runs it with DATABASE_URL set.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

# Durability costs time and buys nothing in a database that lives for one run.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
DURABLE = ("max_connections=60",)


def binaries() -> Path | None:
    """The folder with initdb and postgres, newest release first; None when this machine has none."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    if config := shutil.which("pg_config"):
        said = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        found.append(Path(said.stdout.strip() or "/nowhere"))
    if here := shutil.which("initdb"):
        found.append(Path(here).resolve().parent)
    return next((f for f in found if (f / "initdb").exists() and (f / "postgres").exists()), None)


def _identity() -> dict[str, str]:
    """PostgreSQL refuses root: then it runs as the user that its package made."""
    if os.geteuid() != 0:
        return {}
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        subprocess.run(["useradd", "--system", "postgres"], check=True)
    return {"user": "postgres", "group": "postgres"}


class Cluster:
    """A cluster in a temporary folder, reached by a socket. `kill` ends it without a word."""

    def __init__(self, settings: Sequence[str]) -> None:
        programs = binaries()
        if programs is None:
            raise RuntimeError("No PostgreSQL here. On Debian: apt-get install postgresql")
        self.programs, self.who = programs, _identity()
        self.home = Path(tempfile.mkdtemp(prefix="kizuna-pg-", dir="/tmp"))
        if self.who:
            shutil.chown(self.home, self.who["user"], self.who["group"])
        self.settings = (*settings, f"unix_socket_directories={self.home}", "listen_addresses=")
        self.url = f"postgres://kizuna@{quote(str(self.home), safe='')}/kizuna"

    def run(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's own programs; its words are in the error."""
        done = subprocess.run(
            [str(self.programs / program), *words],
            cwd=self.home,
            env={"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
            **self.who,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")

    def make(self) -> None:
        """Write an empty cluster and start it."""
        words = ("--username", "kizuna", "--auth", "trust", "--encoding", "UTF8", "--no-sync")
        self.run("initdb", "--pgdata", str(self.home / "data"), *words)
        self.start()
        self.run("createdb", "--host", str(self.home), "--username", "kizuna", "kizuna")

    def control(self, *words: str) -> None:
        """`pg_ctl`."""
        self.run("pg_ctl", "--pgdata", str(self.home / "data"), "--wait", "--silent", *words)

    def start(self, seconds: float = 20) -> None:
        """Start it. What a killed one left behind may still be dying: try until it is gone."""
        options = " ".join(f"-c {one}" for one in self.settings)
        end = time.monotonic() + seconds
        while True:
            try:
                self.control("--log", str(self.home / "log"), "--options", options, "start")
                return
            except RuntimeError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def kill(self) -> None:
        """SIGKILL of the postmaster: its children notice and end, and nobody tidies up."""
        os.kill(int((self.home / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def remove(self) -> None:
        """Stop it and leave nothing behind."""
        with suppress(RuntimeError):
            self.control("--mode", "immediate", "stop")
        shutil.rmtree(self.home, ignore_errors=True)


@contextmanager
def own_cluster(settings: Sequence[str] = DURABLE) -> Iterator[Cluster]:
    """A cluster that can be killed; durable like a real one, unless it is told otherwise."""
    found = Cluster(settings)
    try:
        found.make()
        yield found
    finally:
        found.remove()


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster; yields its DATABASE_URL; stops and removes it."""
    with own_cluster(FAST) as found:
        yield found.url


def main(command: list[str]) -> int:
    """Run a command with DATABASE_URL pointing at a new cluster."""
    with cluster() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
