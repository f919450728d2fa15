"""Names of tasks and the pauses between their attempts."""

import re
from random import Random

NAME = re.compile(r"[a-z_]+\.[a-z_]+")
ATTEMPTS = 8
LONGEST_PAUSE = 3600.0
KEY_LENGTH = 200
# An address or a number in a key would stand in the clear, in tables and logs.
PERSONAL = re.compile(r"[^@:\s]+@[^@:\s]+\.[A-Za-z]{2,}|\+[0-9]{7,}")


def path(name: str) -> str:
    """`room.task` as the dotted path of the task; raises ValueError for anything else."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a task: write room.task")
    room, task = name.split(".")
    return f"kizuna.{room}.tasks.{task}"


def checked_key(key: str) -> str:
    """The key of a task, which says nothing about anybody; raises ValueError when it could."""
    if not 0 < len(key) <= KEY_LENGTH or PERSONAL.search(key):
        raise ValueError(
            "The key of a task is made of identifiers: no address, no number, 200 letters at most."
        )
    return key


def name_of(task_path: str) -> str:
    """The dotted path of a task as `room.task`."""
    parts = task_path.split(".")
    return f"{parts[1]}.{parts[-1]}" if parts[0] == "kizuna" and len(parts) > 2 else task_path


def longest_pause(attempt: int) -> float:
    """Seconds that the pause after this attempt takes at most: doubling, at most an hour."""
    return min(LONGEST_PAUSE, 2.0 ** min(attempt, 30))


def pause(attempt: int, rng: Random) -> float:
    """Seconds until the next attempt: between half and the whole of the longest."""
    return longest_pause(attempt) * (0.5 + rng.random() / 2)
