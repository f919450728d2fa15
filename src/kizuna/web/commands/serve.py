"""`kizuna serve`: the web server and the worker side by side, each started again if it dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser, Namespace

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kizuna.access.viewer import Refused

PAUSE = 1.0
"""Seconds before a process that died is started again."""


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna serve` can be told."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="web processes")
    parser.add_argument("--only", choices=("web", "worker"), help="one of the two, for larger sites")


def upgrade(_: Namespace | None = None) -> int:
    """Apply migrations and gather static files; safe to run again."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    return 0


def _web(options: Namespace) -> list[str]:
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        options.host,
        "--port",
        str(options.port),
        "--workers",
        str(options.workers),
        "--blocking-threads",
        "1",
        "--backlog",
        "1024",
        "--workers-kill-timeout",
        "10",
        "--respawn-failed-workers",
        "--no-ws",
        "--log-level",
        "warning",
        "kizuna.web.wsgi:application",
    ]


def _processes(options: Namespace) -> dict[str, list[str]]:
    every = {"web": _web(options), "worker": [sys.executable, "-m", "kizuna.cli", "worker"]}
    return {name: line for name, line in every.items() if options.only in (None, name)}


def _keep(lines: dict[str, list[str]], stop: threading.Event) -> None:
    """Start each, start again what dies, and end all of them gently when asked to stop."""
    running = {name: subprocess.Popen(line) for name, line in lines.items()}
    while not stop.wait(0.2):
        for name, process in list(running.items()):
            if process.poll() is not None and not stop.is_set():
                sys.stderr.write(f"The {name} process ended ({process.returncode}); starting it again.\n")
                time.sleep(PAUSE)
                running[name] = subprocess.Popen(lines[name])
    for process in running.values():
        process.send_signal(signal.SIGTERM)
    for process in running.values():
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def run(options: Namespace) -> int:
    """Serve until told to stop."""
    if MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes()):
        raise Refused("The database is older than this version. Run `kizuna upgrade`, then start again.")
    connection.close()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _keep(_processes(options), stop)
    return 0
