"""A task whose effect is counted: `BUSY_FILE` says when it began and ended, the ledger what it did."""

import os
import time
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from kizuna.access.viewer import SYSTEM
from kizuna.ledger.actions import note
from kizuna.work.actions import first_time, report

PATH = f"{__name__}.brew"
BREWED = "tea.brewed"
SECONDS = float(os.environ.get("BUSY_SECONDS", "0.01"))


def say(line: str) -> None:
    """Append to the file: a killed process cannot take that back."""
    with Path(os.environ["BUSY_FILE"]).open("a") as file:
        file.write(f"{line} {time.time()}\n")


@task()
def brew(key: str) -> None:
    """One ledger line a key, however often it is begun."""
    say(f"begin {key}")
    with transaction.atomic():
        if first_time(key=f"brewed:{key}", now=timezone.now()):
            note(verb=BREWED, subject=f"tea:{key}", by=SYSTEM("test"), now=timezone.now())
        time.sleep(SECONDS)
        report(key=key, now=timezone.now())
    say(f"end {key}")
