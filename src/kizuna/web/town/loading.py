"""From the invented town to the rows that each room's loader takes."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from kizuna.activities.group import NewAttendance, NewEvent, NewGroup
from kizuna.people.consent import LINK_WORKERS, REFERRAL, SUPPORT
from kizuna.people.profile import NewConsent, NewPerson
from kizuna.referrals.case import NewReferral, NewStep, recipient
from kizuna.screening.needs import heard
from kizuna.screening.values import NewCheckUp
from kizuna.web.town.answers import Answers
from kizuna.web.town.ids import town_id
from kizuna.web.town.life import Town
from kizuna.web.town.organisations import DAYS, Group
from kizuna.web.town.rows import CheckUp, Referral, Resident, Step

CLOSED = "Rang, talked for half an hour, made a plan for the week together."
DANGERS = ("life", "home", "other")
FRESH = timedelta(days=3)
"""What happened within this time still waits for somebody to look at it."""


def needs_of(answers: Answers) -> tuple[str, ...]:
    """The needs that the check-up hears: the product's own rule, so that the demo shows what it does."""
    return tuple(need.code for need in heard(answers))


def person_id(number: int) -> str:
    """The id of a resident."""
    return str(town_id("person", number))


def _consents(
    who: Resident, since: Mapping[int, datetime], referred: Mapping[int, list[Referral]]
) -> tuple[NewConsent, ...]:
    if who.number not in since:
        return ()
    support = NewConsent(purpose=SUPPORT, recipient=LINK_WORKERS, given_at=since[who.number], how="online")
    return (
        support,
        *(
            NewConsent(
                purpose=REFERRAL,
                recipient=recipient(r.kind, str(town_id(r.kind, r.option))),
                given_at=r.at,
                how="spoken",
                until=r.at + timedelta(days=365),
                what=("need", "area", "name", "contact"),
            )
            for r in referred.get(who.number, [])
        ),
    )


def people(town: Town) -> Iterator[NewPerson]:
    """Everybody, with the agreements that those whom a link worker knows have given."""
    since: dict[int, datetime] = {}
    for check_up in town.life.check_ups:
        if check_up.reached:
            since[check_up.resident] = min(check_up.at, since.get(check_up.resident, check_up.at))
    referred: dict[int, list[Referral]] = {}
    for referral in town.life.referrals:
        referred.setdefault(referral.resident, []).append(referral)
    for who in town.people:
        adult = town.now.year - who.birth_year >= 14
        yield NewPerson(
            id=person_id(who.number),
            name=who.name,
            called=who.called,
            area=town.areas[who.neighbourhood],
            birth_year=who.birth_year,
            gender=who.gender,
            languages=who.languages,
            lat=who.lat,
            lon=who.lon,
            lives_alone=who.lives_alone,
            access_needs=("steps",) if who.less_mobile else (),
            phone=who.phone if adult else "",
            email=who.email if adult else "",
            preferred_channel=_way(who, town.now.year) if adult else "",
            preferred_language=who.languages[0] if who.languages[0] in {"en", "es", "ar"} else "en",
            household=str(town_id("household", who.household)),
            consents=_consents(who, since, referred),
        )


WAYS = ((35, "eeettttttp"), (65, "eeeeettttp"), (200, "eeetttpppp"))
"""Of ten people up to an age, how many like e-mail, text messages and calls best."""
_WAYS = {"e": "email", "t": "text", "p": "phone"}


def _way(who: Resident, year: int) -> str:
    """How somebody likes to hear from us: the old often by a call, the young hardly ever."""
    ten = next(ten for age, ten in WAYS if year - who.birth_year < age)
    return _WAYS[ten[(who.number * 7) % 10]]


def check_ups(town: Town, worker: str) -> Iterator[NewCheckUp]:
    """Check-ups of people whom somebody can reach: the others left no trace, as the product promises."""
    for one in town.life.check_ups:
        if one.reached:
            yield _check_up(town, one, worker)


def _check_up(town: Town, one: CheckUp, worker: str) -> NewCheckUp:
    found = any(kind in DANGERS for kind in one.answers.get("safe", ()))
    old = town.now - one.at > FRESH
    return NewCheckUp(
        id=str(town_id("check-up", one.number)),
        person=person_id(one.resident),
        area=town.areas[town.people[one.resident].neighbourhood],
        at=one.at,
        answers=one.answers,
        needs=needs_of(one.answers),
        asked_contact=True,
        contacted_at=one.at + timedelta(days=1) if old else None,
        contacted_by=worker if old else "",
        taken_by=worker if found and old else "",
        taken_at=one.at + timedelta(hours=1) if found and old else None,
        closed_at=one.at + timedelta(hours=5) if found and old else None,
        closed_what=CLOSED if found and old else "",
    )


def groups(town: Town, organiser: str) -> Iterator[NewGroup]:
    """The groups; the organiser of the demo keeps those of Old Town."""
    for g in town.groups:
        yield NewGroup(
            id=str(town_id("group", g.code)),
            name=g.name,
            area=town.areas[g.neighbourhood],
            description=g.about,
            welcome_note="Somebody meets you at the door.",
            helps_with=g.needs,
            place_name=g.place,
            lat=g.lat,
            lon=g.lon,
            languages=g.languages,
            step_free=g.step_free,
            cost=Decimal(g.cost),
            size=g.size,
            places_left=max(0, g.size * 2 - len(town.members[g.code])),
            join="open" if not g.gentle else "ask",
            organiser=organiser if g.neighbourhood == "old-town" else "",
            email=f"hello@{g.code}.example",
            min_age=g.min_age,
            gentle=g.gentle,
            confirmed_on=(town.now - timedelta(days=g.confirmed_days_ago)).date(),
        )


def _first(g: Group, town: Town, zone: ZoneInfo) -> datetime:
    hour, minute = (int(part) for part in g.opens.split(":"))
    return meeting(town.start, g.day, hour, minute, zone)


def meeting(monday: datetime, day: str, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    """The instant of a weekly meeting in the week of this Monday, by the clock on the wall."""
    date = (monday + timedelta(days=DAYS.index(day))).date()
    return datetime(date.year, date.month, date.day, hour, minute, tzinfo=zone)


def events(town: Town, zone: ZoneInfo) -> Iterator[NewEvent]:
    """Each group's weekly meeting, from half a year ago on."""
    for g in town.groups:
        starts = _first(g, town, zone)
        yield NewEvent(
            id=str(town_id("event", g.code)),
            group=str(town_id("group", g.code)),
            title=g.name,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=g.minutes),
            rule=f"FREQ=WEEKLY;BYDAY={g.day}",
            place=g.place,
        )


def attendance(town: Town) -> Iterator[NewAttendance]:
    """Who came, and who had said so and did not."""
    for visit in town.life.visits:
        yield NewAttendance(
            event=str(town_id("event", visit.group)),
            starts_at=visit.at,
            person=person_id(visit.resident),
            status="came" if visit.came else "missed",
            at=visit.at,
        )


def referrals(town: Town, worker: str) -> Iterator[NewReferral]:
    """Referrals with their histories."""
    names = {s.code: s.name for s in town.services} | {g.code: g.name for g in town.groups}
    account = UUID(worker)
    for r in town.life.referrals:
        opened = NewStep("requested", r.at, "worker", by_account=account)
        steps = (opened, *(_step(s, account) for s in r.steps))
        yield NewReferral(
            id=town_id("referral", r.number),
            person=UUID(person_id(r.resident)),
            kind=r.kind,
            option=town_id(r.kind, r.option),
            option_name=names[r.option],
            area=UUID(town.areas[town.people[r.resident].neighbourhood]),
            need=r.need,
            steps=steps,
            requested_by=account,
            seen=not r.steps or town.now - r.steps[-1].at > FRESH,
        )


def _step(step: Step, worker: UUID) -> NewStep:
    """Who took it: the link worker cancels, the provider does everything else."""
    if step.to == "cancelled":
        return NewStep(step.to, step.at, "worker", reason=step.reason, by_account=worker)
    return NewStep(step.to, step.at, "provider", reason=step.reason)


def guest(town: Town) -> int:
    """The number of the resident whom visitors of the demo sign in as: a grown-up with something to see."""
    helped = [r.resident for r in town.life.referrals if r.steps and r.steps[-1].to == "completed"]
    known = [who.number for who in town.people if who.known]
    grown = [n for n in (*helped, *known) if town.now.year - town.people[n].birth_year >= 18]
    return grown[0] if grown else town.people[0].number
