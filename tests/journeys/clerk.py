"""A process that writes: `python -m tests.journeys.clerk NAME NUMBER RATE`; it notes what was accepted.

Writes are mixed: an order and its task; an order that is taken back with its task; an order and a message.
A write that broke is sent again under its key, as a client does that was told nothing.
"""

import random
import sys
import time

import django


def _write(key: str, kind: str) -> None:
    """One transaction; `back` ends it with an error of our own."""
    from django.db import transaction
    from django.utils import timezone

    from kizuna.access.viewer import SYSTEM
    from kizuna.ledger.actions import note
    from kizuna.outbox.actions import send
    from kizuna.work.actions import enqueue, first_time

    with transaction.atomic():
        now = timezone.now()
        if not first_time(key=f"ordered:{key}", now=now):
            return
        note(verb="tea.ordered", subject=f"tea:{key}", by=SYSTEM("clerk"), now=now)
        if kind == "letter":
            send(key=key, address=f"{key}@example.org", subject="Tea", text="Come at five", now=now)
        else:
            enqueue("tests.brew", key=key, now=now)
        if kind == "back":
            raise LookupError(key)


def _until_accepted(key: str, kind: str) -> None:
    from django.db import DatabaseError, InterfaceError, connection

    from tests.journeys.effects import say

    say(f"tried {key} {kind}")
    while True:
        try:
            _write(key, kind)
        except LookupError:
            break
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.1)
        else:
            break
    say(f"accepted {key} {kind}")


def main(name: str, number: int, rate: float) -> None:
    """So many writes (0: for ever), at most so many a second (0: as fast as it goes)."""
    from kizuna.work.actions import adding
    from tests.journeys.effects import PATH

    usual = adding.path
    adding.path = lambda task: PATH if task == "tests.brew" else usual(task)
    rng, turn, start = random.Random(name), 0, time.monotonic()
    while not number or turn < number:
        kind = "task" if number else rng.choice(("task", "task", "task", "back", "letter"))
        _until_accepted(f"{name}-{turn}", kind)
        turn += 1
        if rate:
            time.sleep(max(0.0, start + turn / rate - time.monotonic()))


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
