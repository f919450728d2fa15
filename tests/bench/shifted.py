"""Kizuna's program with a clock that can be set: `python -m tests.bench.shifted worker`.

The file that KIZUNA_BENCH_CLOCK names says by how many seconds every clock that it reads is wrong.
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django
from django.utils import timezone

from kizuna.cli import main

FILE = Path(os.environ["KIZUNA_BENCH_CLOCK"])
right = timezone.now


def wrong() -> timedelta:
    """By how much the clock is wrong now."""
    return timedelta(seconds=float(FILE.read_text() or 0))


def shift() -> None:
    """From here on both clocks of the house are those of the file: its own, and the database's."""
    from kizuna.work import queries

    databases = queries.clock

    def clock(viewer: Any) -> datetime:
        return databases(viewer) + wrong()

    timezone.now = lambda: right() + wrong()
    queries.clock = clock


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.web.settings")
    django.setup()
    shift()
    sys.exit(main(sys.argv[1:]))
