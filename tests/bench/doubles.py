"""Likely doubles among many people: `make bench NAME=doubles ARGS="people=200000"`.

Invented people of the demo's own generator, with doubles planted: a slip in the name, the same telephone and
year of birth. Said: the seconds of the search itself at a quarter, half and all of them, so that more than a
straight line would show; how many of the planted ones were found; and the whole nightly task on the database.
"""

import os
import time
from random import Random
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.utils import timezone

from kizuna.access.viewer import SYSTEM
from kizuna.people.actions import find_doubles, load_people
from kizuna.people.doubles import Card, suspicions
from kizuna.people.profile import NewPerson, fold
from kizuna.places.actions import add_area
from kizuna.web.town.residents import residents
from tests.bench.run import Bench

ONE_IN = 100
"""Every so many people one stands there twice."""


def _id(number: int) -> str:
    return str(UUID(int=number))


def _slip(rng: Random, name: str) -> str:
    """The name with one letter left out, or two changed over."""
    at = rng.randrange(1, len(name) - 2)
    return (
        name[:at] + name[at + 1 :]
        if rng.random() < 0.5
        else name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    )


def people(count: int, seed: int) -> tuple[list[NewPerson], set[tuple[str, str]]]:
    """So many people, and the pairs of ids that are one person."""
    rng, found, pairs = Random(seed), [], set()
    for one in residents(Random(seed), count, year=2026):
        phone = f"+1541{5550000 + one.household:07d}"
        home = _id(1_000_000_000 + one.household)
        found.append(
            NewPerson(
                id=_id(one.number + 1),
                name=one.name,
                area="",
                birth_year=one.birth_year,
                phone=phone,
                household=home,
            )
        )
        if one.number % ONE_IN == 0:
            again = _id(2_000_000_000 + one.number)
            name = _slip(rng, one.name)
            found.append(NewPerson(id=again, name=name, area="", birth_year=one.birth_year, phone=phone))
            pairs.add((_id(one.number + 1), again))
    return found, pairs


def _cards(given: list[NewPerson]) -> list[Card]:
    return [
        Card(one.id, fold(one.name), one.birth_year, one.phone, homes=frozenset({one.household} - {""}))
        for one in given
    ]


def run(bench: Bench) -> dict[str, Any]:
    """Seconds and counts."""
    count = bench.setting("people", 200_000)
    seconds, planted, hit, alike = {}, 0, 0, 0
    for turn, part in enumerate((count // 4, count // 2, count)):
        bench.progress(turn, 4, f"{part} people")
        given, pairs = people(part, bench.seed)
        cards = _cards(given)
        start = time.process_time()
        found = suspicions(cards)
        seconds[f"search_{part}_cpu_s"] = round(time.process_time() - start, 1)
        planted, alike = len(pairs), len(found)
        hit = len(pairs & {(one.one, one.two) for one in found})
    bench.progress(3, 4, "the task on the database")
    figures = {**seconds, "planted": planted, "planted_found": hit, "pairs_in_all": alike}
    bench.rows["people"] = len(given)
    return figures | _task(given) | {"load_average_after": round(os.getloadavg()[0], 2)}


def _task(given: list[NewPerson]) -> dict[str, Any]:
    """The nightly task, with reading the people and writing the pairs."""
    call_command("migrate", verbosity=0)
    by, now = SYSTEM("bench"), timezone.now()
    area = str(add_area(name="North", level="neighbourhood", above=None, lat=0, lon=0, by=by, now=now))
    load_people(rows=(NewPerson(**{**vars(one), "area": area}) for one in given), by=by, now=now)
    wall, cpu = time.perf_counter(), time.process_time()
    waiting = find_doubles(by=by, now=now)
    return {
        "task_s": round(time.perf_counter() - wall, 1),
        "task_cpu_s": round(time.process_time() - cpu, 1),
        "pairs_waiting": waiting,
    }
