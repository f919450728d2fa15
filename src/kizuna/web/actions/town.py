"""Making the demo town: invented by `web.town`, written by each room's own loader."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.activities import actions as activities
from kizuna.bonds import actions as bonds
from kizuna.directory import actions as directory
from kizuna.directory.package import read
from kizuna.people import actions as people
from kizuna.people.queries import accounts
from kizuna.places import actions as places
from kizuna.referrals import actions as referrals
from kizuna.referrals.queries import waiting
from kizuna.screening import actions as screening
from kizuna.signposting import actions as signposting
from kizuna.web.actions.helping import plant_helpers
from kizuna.web.actions.outcomes import plant_outcomes, word_scales
from kizuna.web.actions.receiving import plant_receiver, plant_visit, plant_waiting
from kizuna.web.actions.stories import tell_stories
from kizuna.web.actions.talks import tell_talks
from kizuna.web.actions.todos import tell_todos
from kizuna.web.town import figures, loading
from kizuna.web.town.aid import neighbours
from kizuna.web.town.bonds import answers
from kizuna.web.town.crisis import numbers
from kizuna.web.town.ids import town_id
from kizuna.web.town.life import WEEKS, Town, live
from kizuna.web.town.organisations import groups, organisations, services
from kizuna.web.town.package import package
from kizuna.web.town.residents import CENTRE, NEIGHBOURHOODS, residents

STAFF = (
    ("worker", "worker", "Marta Thornwick"),
    ("worker2", "worker", "Signe Fallowmere"),
    ("organiser", "organiser", "Ludo Saltmarsh"),
    ("coordinator", "coordinator", "Thea Harrowgate"),
    ("analyst", "analyst", "Nadir Quillstow"),
    ("admin", "admin", "Orla Kettlebrook"),
)
"""Name before the @, role, and what colleagues call them."""
DUTY_DAYS = 60
NEW_LINKS = 3
"""Providers who get a link that works; the others got theirs long ago."""
Progress = Callable[[str, int, int], None]
"""Told the name of a part, how much of it is done, and how much there is."""


def _areas(by: Viewer, now: datetime) -> dict[str, str]:
    """The region, the town and its three neighbourhoods; their ids by code."""
    made: dict[str, Any] = {}
    lat, lon = CENTRE

    def add(
        code: str, name: str, level: Any, above: str | None, at: tuple[float, float], ring: Any = None
    ) -> None:
        outline = {"type": "Polygon", "coordinates": [[list(point) for point in ring]]} if ring else None
        made[code] = places.add_area(
            name=name,
            level=level,
            above=made.get(above or ""),
            lat=at[0],
            lon=at[1],
            boundary=outline,
            area_id=town_id("area", code),
            by=by,
            now=now,
        )

    add("coast", "Linden Coast", "region", None, (lat, lon))
    add("linden-bay", "Linden Bay", "community", "coast", (lat, lon))
    for n in NEIGHBOURHOODS:
        add(n.code, n.name, "neighbourhood", "linden-bay", (n.lat, n.lon), n.boundary)
    return {code: str(id) for code, id in made.items()}


def _staff(areas: dict[str, str], by: Viewer, now: datetime) -> dict[str, str]:
    """The people who work here, all over town. Nobody knows a password: the demo signs in by a tap."""
    return {
        code: str(
            people.open_account(
                email=f"{code}@linden.example",
                role=role,
                name=name,
                areas=[areas["linden-bay"]],
                account_id=town_id("account", code),
                by=by,
                now=now,
            )
        )
        for code, role, name in STAFF
    }


def _duty(staff: dict[str, str], area: str, by: Viewer, now: datetime) -> None:
    """By day the link worker, by night the coordinator, for the next weeks."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    for day in range(-1, DUTY_DAYS):
        morning = today + timedelta(days=day, hours=8)
        evening, next_morning = morning + timedelta(hours=12), morning + timedelta(hours=24)
        people.set_duty(account=staff["worker"], area=area, starts=morning, ends=evening, by=by, now=now)
        people.set_duty(
            account=staff["coordinator"], area=area, starts=evening, ends=next_morning, by=by, now=now
        )


def _invent(count: int, seed: int, areas: dict[str, str], now: datetime, progress: Progress) -> Town:
    """The town with its half year, in memory. One seed, one town."""
    local = timezone.localtime(now)
    monday = local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(
        weeks=WEEKS, days=local.weekday()
    )
    found = organisations(Random(seed + 1))
    town = Town(
        people=list(residents(Random(seed), count, year=local.year)),
        organisations={o.code: o for o in found},
        services=services(Random(seed + 2), found),
        groups=groups(Random(seed + 3)),
        areas={n.code: areas[n.code] for n in NEIGHBOURHOODS},
        needs_of=loading.needs_of,
        start=monday,
        now=local,
    )
    live(town, Random(seed + 4), lambda week: progress("Living half a year", week, WEEKS))
    return town


def _listen(rows: Iterable[Any], name: str, total: int, progress: Progress) -> Iterable[Any]:
    for number, row in enumerate(rows, 1):
        if number % 500 == 0 or number == total:
            progress(name, number, total)
        yield row


def _directory(town: Town, by: Viewer, now: datetime) -> None:
    tables = package(list(town.organisations.values()), town.services, today=town.now.date())
    directory.import_package(
        package=read(tables, source="linden-bay", country=settings.COUNTRY), by=by, now=now
    )


def _lives(town: Town, staff: dict[str, str], by: Viewer, now: datetime, progress: Progress) -> None:
    """People first, then what happened to them."""
    life = town.life
    everybody = _listen(loading.people(town), "People", len(town.people), progress)
    people.load_people(rows=everybody, by=by, now=now)
    activities.load_groups(groups=tuple(loading.groups(town, staff["organiser"])), by=by, now=now)
    activities.load_events(
        events=tuple(loading.events(town, timezone.get_default_timezone())), by=by, now=now
    )
    visits = _listen(loading.attendance(town), "Visits to groups", len(life.visits), progress)
    activities.load_attendance(attendance=visits, by=by, now=now)
    activities.load_aid(rows=neighbours(town, Random(len(town.people)), loading.guest(town)), by=by, now=now)
    plant_helpers(town=town, by=by, now=now)
    bonds.load_answers(answers=answers(town, Random(len(town.people))), by=by, now=now)
    reached = sum(one.reached for one in life.check_ups)
    asked = _listen(loading.check_ups(town, staff["worker"]), "Check-ups", reached, progress)
    screening.load_check_ups(rows=asked, by=by, now=now)
    word_scales(by=by, now=now)
    sent = _listen(loading.referrals(town, staff["worker"]), "Referrals", len(life.referrals), progress)
    referrals.load_referrals(referrals=sent, by=by, now=now)
    plant_outcomes(town=town, worker=staff["worker"], by=by, now=now)


def _counts(town: Town, by: Viewer, now: datetime) -> None:
    """What pages about the whole town show."""
    rng = Random(len(town.people) + 1)
    screening.load_passages(rows=figures.passages(town, rng), by=by, now=now)
    signposting.load_figures(
        shown=figures.shown(town, rng),
        unmet=figures.unmet(town, rng),
        offers=figures.offers(town, rng),
        by=by,
        now=now,
    )


def load_town(*, count: int, seed: int, by: Viewer, now: datetime, progress: Progress) -> None:
    """Write the whole demo town, or nothing. Refused where anybody has an account already."""
    allow(by, "town.load")
    if not settings.DEMO or accounts(by):
        raise Refused("The demo town goes into a demo of its own. Run `kizuna demo`.")
    with transaction.atomic():
        areas = _areas(by, now)
        places.set_crisis_numbers(numbers=numbers(timezone.localdate(now)), by=by, now=now)
        staff = _staff(areas, by, now)
        _duty(staff, areas["linden-bay"], by, now)
        town = _invent(count, seed, areas, now, progress)
        _directory(town, by, now)
        _lives(town, staff, by, now, progress)
        _counts(town, by, now)
        tell_talks(town=town, staff=staff, by=by, now=now)
        tell_stories(areas=areas, keepers=(staff["worker"], staff["worker2"]), by=by, now=now)
        plant_receiver(town=town, by=by, now=now)
        plant_waiting(town=town, areas=areas, worker=staff["worker2"], by=by, now=now)
        plant_visit(areas=areas, worker=staff["worker2"], by=by, now=now)
        for referral in waiting(by, NEW_LINKS):
            referrals.resend_link(referral=referral, by=by, now=now)
        person = loading.person_id(loading.guest(town))
        people.open_account(
            email="resident@linden.example",
            role="resident",
            name="",
            person=person,
            account_id=town_id("account", "resident"),
            by=by,
            now=now,
        )
        tell_todos(person=person, by=by, now=now)
