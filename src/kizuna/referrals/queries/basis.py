"""Everything of a time from which figures are counted, read by the house: none of it leaves as it is."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import CharField, DateTimeField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.instruments.definition import Instrument
from kizuna.people.kind import Kind
from kizuna.people.queries import kinds
from kizuna.places import queries as places
from kizuna.referrals.basis import SITE, Basis, Contact, GoalCount, Measure, Tree
from kizuna.referrals.measuring import AROUND, LATE, MeasuringValue, window
from kizuna.referrals.models import Goal, Intake, Measuring, Referral, Step
from kizuna.referrals.moved import Course
from kizuna.referrals.timespan import Timespan
from kizuna.referrals.tracing import UNCOUNTED, Trace, times
from kizuna.screening import queries as screening
from kizuna.screening.over_time import Point
from kizuna.signposting import queries as signposting
from kizuna.signposting.fairness import band
from kizuna.signposting.reasons import base

HOUSE = SYSTEM("referrals: counted, never shown")


def moments(span: Timespan) -> tuple[datetime, datetime]:
    """From the first midnight of a time until the one after its end, by the clock of the site."""
    zone = timezone.get_default_timezone()
    first, after = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (span.first, span.after))
    return first, after


def month_of(now: datetime) -> datetime:
    """The beginning of the month, by the clock of the site."""
    here = timezone.localtime(now, timezone.get_default_timezone())
    return here.replace(day=1, hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


@dataclass(frozen=True)
class _Asked:
    """The tables of a time, before anything is read."""

    referrals: QuerySet[Referral]
    intakes: QuerySet[Intake]
    goals: QuerySet[Goal]
    measurings: QuerySet[Measuring]

    def kinds(self) -> dict[str, Kind]:
        """Who stands behind them."""
        tables: tuple[QuerySet[Any], ...] = (self.referrals, self.intakes, self.goals, self.measurings)
        return kinds(HOUSE, *(rows.order_by().values("person") for rows in tables))


def _asked(first: datetime, after: datetime, frozen: datetime) -> _Asked:
    sent = Referral.objects.filter(requested_at__gte=first, requested_at__lt=after)
    return _Asked(
        sent.exclude(status__in=UNCOUNTED),
        Intake.objects.filter(received_at__gte=first, received_at__lt=after),
        Goal.objects.filter(set_at__gte=first, set_at__lt=after),
        Measuring.objects.filter(begun_at__gte=first, begun_at__lt=min(after, frozen)),
    )


def basis(viewer: Viewer, span: Timespan, area: str, now: datetime) -> Basis:
    """What the report of an area is made of. The caller has asked whether this viewer may see the area."""
    first, after = moments(span)
    tree, frozen = _tree(viewer), month_of(now)
    asked = _asked(first, after, frozen)
    who = asked.kinds()
    contacts, goals, begun = _beside(asked, who)
    return Basis(
        span=span,
        now=now,
        days=settings.DUE_DAYS.outcome,
        frozen=frozen,
        tree=tree,
        traces=_traces(asked.referrals, who),
        contacts=(*contacts, *_asked_us(first, after, who)),
        goals=goals,
        measures=tuple(measures(viewer, begun, who, frozen)) if span.whole_year else (),
        nothing_found=_nothing(span, None if area == SITE else tree.within(area)),
    )


def _nothing(span: Timespan, inside: frozenset[str] | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for need, where, n in signposting.unmet(HOUSE, since=span.first, until=span.after):
        if inside is None or where in inside:
            found[need] = found.get(need, 0) + n
    return found


def _tree(viewer: Viewer) -> Tree:
    below: dict[str, list[str]] = {}
    found = places.areas(viewer)
    known = {one.id for one in found}
    for one in found:
        below.setdefault(one.above_id if one.above_id in known else SITE, []).append(one.id)
    return Tree({area: tuple(parts) for area, parts in below.items()}, {one.id: one.name for one in found})


def _language(who: Kind) -> str:
    return base(who.languages[0]) if who.languages else ""


def _age(who: Kind, at: datetime) -> str:
    age = who.age(at)
    return band(None if age is None else (age, age))


def _traces(asked: QuerySet[Referral], who: Mapping[str, Kind]) -> tuple[Trace, ...]:
    """Every referral with its history: one query, since each has a first step."""
    of_it = ("person", "area", "need", "status", "reason", "requested_at")
    history = Step.objects.filter(referral__in=asked.values("pk")).order_by("pk")
    steps: dict[Any, list[tuple[str, datetime]]] = {}
    found: dict[Any, tuple[Any, ...]] = {}
    columns = (f"referral__{name}" for name in of_it)
    for referral, state, at, *row in history.values_list("referral", "after", "at", *columns):
        steps.setdefault(referral, []).append((state, at))
        found[referral] = tuple(row)
    return tuple(
        Trace(
            person=who[str(person)].person,
            area=str(area),
            age=_age(who[str(person)], at),
            language=_language(who[str(person)]),
            need=need.partition(".")[0],
            status=status,
            reason=reason,
            asked_at=at,
            **times(steps[pk]),
        )
        for pk, (person, area, need, status, reason, at) in found.items()
        if str(person) in who
    )


def _beside(
    asked: _Asked, who: Mapping[str, Kind]
) -> tuple[list[Contact], tuple[GoalCount, ...], list[tuple[MeasuringValue, str]]]:
    """Referrals to us, goals and times of asking, of those who may be counted: one query."""
    contacts: list[Contact] = []
    goals: list[GoalCount] = []
    begun: list[tuple[MeasuringValue, str]] = []
    text, never = Value("", CharField()), Cast(Value(None), DateTimeField())
    sent = asked.intakes.order_by().values_list(
        "pk", "person", "area", Value("sent", CharField()), text, "received_at", "contacted_at", never, never
    )
    wanted = asked.goals.order_by().values_list(
        "pk", "person", "area", Value("goal", CharField()), "state", "set_at", never, never, never
    )
    times_of = asked.measurings.order_by().values_list(
        *("pk", "person", "area", Value("asked", CharField()), Cast("scales", TextField())),
        *("begun_at", "again_at", "left_first_at", "left_again_at"),
    )
    rows = sorted(sent.union(wanted, times_of, all=True), key=lambda row: (row[5], str(row[0])))
    for pk, person, area, kind, words, since, then, left_first, left_again in rows:
        if str(person) not in who:
            continue
        one = who[str(person)].person
        if kind == "sent":
            contacts.append(Contact(one, str(area), then - since if then else None))
        elif kind == "goal":
            goals.append(GoalCount(one, str(area), words))
        else:
            left = frozenset(stage for stage, at in (("first", left_first), ("again", left_again)) if at)
            codes = tuple(json.loads(words))
            begun.append((MeasuringValue(str(pk), str(person), since, then, codes, left), str(area)))
    return contacts, tuple(goals), begun


def _asked_us(first: datetime, after: datetime, who: Mapping[str, Kind]) -> list[Contact]:
    """Who asked us to get in touch."""
    rows = screening.contact_times(HOUSE, since=first, until=after)
    return [
        Contact(who[person].person if person in who else person, area, answered - at if answered else None)
        for person, area, at, answered in rows
    ]


def measures(
    viewer: Viewer, begun: Sequence[tuple[MeasuringValue, str]], who: Mapping[str, Kind], now: datetime
) -> Iterable[Measure]:
    """Every scale that was asked of somebody with whom help began, with the scores until `now`."""
    if not begun:
        return
    until = min(max(one.again_at for one, _ in begun) + LATE, now)
    since = min(one.begun_at for one, _ in begun) - AROUND
    names = screening.questionnaires(viewer, dict.fromkeys(code for one, _ in begun for code in one.scales))
    scores = screening.points(HOUSE, names, since=since, until=until)
    for code, found in names.items():
        mine = [pair for pair in begun if code in pair[0].scales]
        yield from _of_one(found, mine, scores.get(code, {}), who, now)


def _of_one(
    found: Instrument,
    begun: Iterable[tuple[MeasuringValue, str]],
    points: Mapping[str, Mapping[str, tuple[Point, ...]]],
    who: Mapping[str, Kind],
    now: datetime,
) -> Iterable[Measure]:
    by_person: dict[tuple[str, str], list[Point]] = {}
    for record, mine in points.items():
        for scale_id, part in mine.items() if record in who else ():
            by_person.setdefault((who[record].person, scale_id), []).extend(part)
    for scale in found.scales:
        courses = tuple(
            _course(one, area, who[one.person], by_person.get((who[one.person].person, scale.id), ()), now)
            for one, area in begun
        )
        yield Measure(found.code, found.title, scale, courses)


def _course(one: MeasuringValue, area: str, who: Kind, points: Iterable[Point], now: datetime) -> Course:
    scores = {point.at: point.value for point in points if point.value is not None}
    both = []
    for stage in ("first", "again"):
        at = window(stage, one.begun_at, one.again_at).nearest(scores)
        both.append(None if at is None else scores[at])
    over = now >= window("again", one.begun_at, one.again_at).closes or "again" in one.left
    return Course(who.person, area, both[0], both[1], over, _age(who, one.begun_at), _language(who))
