"""Asking for one's own data without an account: what a task's key holds, and how long a link lasts."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

PURPOSE = "own data"
"""What such a link is sealed for."""
LASTS = timedelta(hours=24)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=2)
"""How long somebody who came by a link stays: without doing anything, and at most."""
SESSION = "own_data"
"""Where the browser's session keeps who came by a link, and since when."""
PAGES = "/my-data/"
"""The only pages that such a link opens."""
REASON = "link to own data"
SLOT = 3600


@dataclass(frozen=True)
class Asker:
    """Who may be written to at the address that was given; `person` is empty where others read along."""

    address: str
    language: str
    person: str = ""


def task_key(channel: str, marks: Sequence[str], now: datetime) -> str:
    """The key of the task: blind indexes and the hour. Asking again within the hour is the same task."""
    return f"own:{channel}:{'+'.join(marks[:2])}:{int(now.timestamp()) // SLOT}"


def read_key(key: str) -> tuple[str, list[str]]:
    """Channel and blind indexes of such a key; ValueError for anything else."""
    _own, channel, marks, _slot = key.split(":")
    return channel, marks.split("+")


def number(key: str) -> str:
    """A number of the link that a task makes: the same however often the task runs."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]
