"""A process that forgets: people one after another, or what is old, as by night; it stops in the middle.

`python -m tests.web.forgetting people FILE NUMBER ID…` and `… night FILE NUMBER KEY MOMENT`. What it is about
to do stands in FILE, a line each. With the line of this number it waits to be killed, in its transaction.
"""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import django

FOR_EVER = 600
BATCH = 4


def noted(whole: Callable[..., Any], file: Path, number: int, *, after: bool) -> Callable[..., Any]:
    """The same, with its line in the file after or before it, and the end of its ways with this number."""

    def forget(**how: Any) -> Any:
        found = whole(**how) if after else None
        with file.open("a") as notes:
            notes.write(f"{how.get('person') or how.get('code')}\n")
        if len(file.read_text().splitlines()) >= number:
            time.sleep(FOR_EVER)
        return found if after else whole(**how)

    return forget


def main(what: str, name: str, number: str, *rest: str) -> None:
    """Forget, as it was asked for."""
    django.setup()
    from kizuna.access.viewer import SYSTEM
    from kizuna.web.actions import erase_person, erasing, keep_to_periods, retention

    house, file = SYSTEM("forgetting"), Path(name)
    if what == "people":
        erasing.people.erase = noted(erasing.people.erase, file, int(number), after=False)
        for person in rest:
            erase_person(person=person, by=house, now=datetime.now().astimezone())
        return
    retention.BATCH = BATCH
    for room in retention.ROOMS.values():
        room.let_go = noted(room.let_go, file, int(number), after=True)
    key, moment = rest
    keep_to_periods(run=key, by=house, now=datetime.fromisoformat(moment))


if __name__ == "__main__":
    main(*sys.argv[1:])
