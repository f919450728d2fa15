"""A PostgreSQL of the tests' own: a new cluster in a temporary folder, reached by a socket, gone afterwards.

Alone it is a command: `python tests/postgres.py pytest …` runs it with DATABASE_URL set.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# Durability costs time and buys nothing in a database that lives for one run.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


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


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster; yields its DATABASE_URL; stops and removes it."""
    programs = binaries()
    if programs is None:
        raise RuntimeError("No PostgreSQL here. On Debian: apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="kizuna-pg-", dir="/tmp"))
    who = _identity()
    if who:
        shutil.chown(home, who["user"], who["group"])
    data = home / "data"
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}

    def run(*command: str) -> None:
        done = subprocess.run(
            command, cwd=home, env=environment, capture_output=True, text=True, check=False, **who
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stderr or done.stdout}")

    try:
        run(
            str(programs / "initdb"),
            *(
                "--pgdata",
                str(data),
                "--username",
                "kizuna",
                "--auth",
                "trust",
                "--encoding",
                "UTF8",
                "--no-sync",
            ),
        )
        settings = " ".join(
            f"-c {one}" for one in (*FAST, f"unix_socket_directories={home}", "listen_addresses=")
        )
        control = (str(programs / "pg_ctl"), "--pgdata", str(data), "--wait", "--silent")
        run(*control, "--log", str(home / "log"), "--options", settings, "start")
        try:
            run(str(programs / "createdb"), "--host", str(home), "--username", "kizuna", "kizuna")
            yield f"postgres://kizuna@{quote(str(home), safe='')}/kizuna"
        finally:
            run(*control, "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run a command with DATABASE_URL pointing at a new cluster."""
    with cluster() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
