"""The real directory of 211 Miami (2019, HSDS 1.1): what must come out of it."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.access.viewer import STRANGER, SYSTEM
from kizuna.directory import files, queries
from kizuna.directory.actions import import_package
from kizuna.directory.hours import Opening, open_at
from kizuna.directory.models import Service
from kizuna.directory.package import Package, read
from kizuna.places.geometry import Box, distance_m
from tests.conftest import NOW, OUTSIDE
from tests.quality import Judged, judge

pytestmark = pytest.mark.outside
FOLDER = OUTSIDE / "directory" / "miami"
ZONE = "America/New_York"
FLORIDA = Box(24.3, -87.7, 31.1, -79.9)


@pytest.fixture(scope="module")
def package() -> Package:
    (path,) = FOLDER.glob("*.zip")
    loaded = files.load(path)
    return read(loaded.tables, source="miami", sha256=loaded.sha256, region=FLORIDA)


def numbers(package: Package, table: str, problem: str) -> int:
    """Rows of a table of which something was said."""
    return len({f.row for f in package.findings if f.table == table and f.problem.startswith(problem)})


def test_every_row_is_counted(package: Package) -> None:
    counts = package.counts
    assert (counts["organization"].read, counts["organization"].kept) == (1074, 1074)
    assert counts["service"].kept == counts["location"].kept == 4089
    assert counts["taxonomy_term"].read == 1994
    assert sum(r.values["parent_id"] is None for r in package.records["taxonomy_term"]) == 12
    assert (counts["attribute"].kept, counts["attribute"].merged) == (17_104, 9155)
    assert (counts["schedule"].read, counts["schedule"].kept) == (11_350, 11_350)
    assert counts["eligibility"].refused == 2244
    assert "contact" not in counts


def test_what_is_mended_or_unknown_is_said(package: Package) -> None:
    blank = numbers(package, "schedule", "no times") + numbers(package, "schedule", "only one")
    assert blank == 132
    assert numbers(package, "schedule", "is no time of day") == 42
    assert numbers(package, "schedule", "runs past midnight") == 8
    assert numbers(package, "schedule", "runs longer than 16 hours") == 5
    urls = [f for f in package.findings if f.table == "service" and f.column == "url"]
    assert len(urls) == 2612
    places = [r.values for r in package.records["location"] if r.values["latitude"] is not None]
    assert len(places) == 2260
    assert numbers(package, "location", "lies outside") == 88
    near = [p for p in places if distance_m(25.7743, -80.1937, p["latitude"], p["longitude"]) <= 5000]
    assert len(near) == 531


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-17T10:00", 2010),
        ("2026-11-21T10:00", 102),
        ("2026-11-22T10:00", 18),
        ("2026-11-16T21:00", 6),
        ("2026-11-17T02:00", 1),
    ],
)
def test_how_many_are_open_in_an_ordinary_week(package: Package, moment: str, expected: int) -> None:
    rows: dict[Any, list[Opening]] = {}
    for record in package.records["schedule"]:
        known = {name: record.values[name] for name in Opening.__dataclass_fields__}
        rows.setdefault(record.values["service_id"], []).append(Opening(**known))
    when = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    assert sum(open_at(found, when, ZONE) is True for found in rows.values()) == expected


def test_languages(package: Package) -> None:
    spoken = [(r.values["service_id"], r.values["code"]) for r in package.records["language"]]
    spanish = {service for service, code in spoken if code == "es"}
    creole = {service for service, code in spoken if code == "ht"}
    rows = [r.values for r in package.records["language"]]
    alone = {
        word: {row["service_id"] for row in rows if row["name"].lower() == word}
        for word in ("spanish", "creole")
    }
    both = alone["spanish"] & alone["creole"]
    assert (len(alone["spanish"]), len(alone["creole"]), len(both)) == (3217, 1401, 1369)
    # Alone or in a list: "English and Spanish" names Spanish, "Spanish (limited)" does not.
    assert 3210 <= len(spanish) <= 3230
    assert 1395 <= len(creole) <= 1420
    assert 1365 <= len(spanish & creole) <= 1385


@pytest.fixture
def imported(package: Package, db: None) -> Iterator[Package]:
    import_package(package=package, by=SYSTEM("test"), now=NOW)
    yield package


def test_the_directory_it_becomes(imported: Package, django_assert_num_queries: Any) -> None:
    found = queries.stats(STRANGER)
    assert (found.organisations, found.services, found.locations) == (1074, 4089, 4089)
    assert found.with_need / found.services >= 0.95

    with CaptureQueriesContext(connection) as queried:
        again = import_package(package=imported, by=SYSTEM("test"), now=NOW)
    assert not again.changed
    assert not [q for q in queried if re.match(r"\s*(INSERT|UPDATE|DELETE)", q["sql"])]

    with django_assert_num_queries(1):
        assert len(queries.options(STRANGER, now=NOW, needs=("food.parcel",))) > 50

    foreign = {str(pk): id for pk, id in Service.objects.values_list("pk", "foreign_id")}

    def ask(question: str, limit: int) -> list[str]:
        return [foreign[hit.id] for hit in queries.hits(STRANGER, question, limit=limit)]

    with (FOLDER / "search_queries.csv").open() as stream:
        questions = [
            (row["query"], frozenset(row["relevant_service_ids"].split())) for row in csv.DictReader(stream)
        ]
    quality: Judged = judge(questions, ask)
    assert quality.ndcg_10 >= 0.85
    assert quality.recall_20 >= 0.9
    assert quality.empty == 0


def test_needs_are_spread_over_all_groups(imported: Package) -> None:
    groups = Counter(
        code.partition(".")[0] for option in queries.options(STRANGER, now=NOW) for code in option.needs
    )
    assert len(groups) == 13
