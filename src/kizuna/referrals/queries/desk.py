"""The link worker's pages: today's list, the people they look after, one person with their story."""

from collections.abc import Iterable
from datetime import datetime

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.activities.queries import absences
from kizuna.outbox.queries import received_count
from kizuna.people import queries as people
from kizuna.people.consent import ConsentValue, active
from kizuna.places import queries as places
from kizuna.referrals.case import Case, recipient
from kizuna.referrals.desk import (
    Line,
    Matter,
    again_matter,
    asked_matter,
    case_matter,
    compose,
    concern_matter,
    counts,
    intake_matter,
    measuring_matter,
    missed_matter,
    wrong_matter,
)
from kizuna.referrals.measuring import AROUND
from kizuna.referrals.pages import Agreement, Listed, Listing, PersonPage, Today
from kizuna.referrals.queries.beside import beside
from kizuna.referrals.queries.cases import of_person
from kizuna.referrals.queries.measuring import stand
from kizuna.referrals.queries.waiting import waiting_today
from kizuna.screening import queries as screening
from kizuna.screening.values import ConcernValue

PAGE = 25


def today(viewer: Viewer, now: datetime, *, start: int = 0, limit: int = PAGE) -> Today:
    """What waits for this link worker today, from every room that knows of something."""
    allow_some(viewer, "caseload.see")
    found = compose(_matters(viewer, now, screening.outlines(viewer, now)))
    shown = found[start : start + limit]
    in_all, names = people.profiles_of_all(viewer, {m.person for m, _ in shown if m.person})
    lines = tuple(
        Line(m.person, names[m.person].name if m.person in names else m.name, m, more, m.person in names)
        for m, more in shown
    )
    wait = received_count(viewer, now, hidden=people.visible_to_keepers_by(viewer, "person"))
    return Today(counts(found, in_all), lines, len(found), wait)


def _matters(viewer: Viewer, now: datetime, concerns: Iterable[ConcernValue]) -> list[Matter]:
    here = waiting_today(viewer, now)
    holding = people.holding(viewer, {c.consent for c in here.cases if c.consent}, now)
    codes = frozenset(code for one in here.measurings for code in one.scales)
    since = min((one.begun_at for one in here.measurings), default=now) - AROUND
    waiting, answered = screening.waiting_and_answered(viewer, now, codes, since)
    asks = [
        *(measuring_matter(one, answered.get(one.person, {}), now) for one in here.measurings),
        *(case_matter(c, now, _agreed(c, holding)) for c in here.cases),
    ]
    return [
        *(concern_matter(c.person, c.raised_at, c.id, c.name) for c in concerns),
        *(
            again_matter(one.person, one.since) if one.instrument else asked_matter(one.person, one.since)
            for one in waiting
        ),
        *(intake_matter(one, now) for one in here.sent),
        *here.worries,
        *(wrong_matter(c.person, c.asked_at, c.id, c.name) for c in people.corrections(viewer)),
        *(missed_matter(one.person, one.passed_on_at, one.group_name) for one in absences(viewer, now)),
        *filter(None, asks),
    ]


def _agreed(case: Case, holding: frozenset[str]) -> bool:
    return case.consent is None or case.consent in holding


def people_of(viewer: Viewer, now: datetime, *, text: str = "", start: int = 0, limit: int = PAGE) -> Listing:
    """The people in sight by name, or those whose names match the text, each with what is most urgent."""
    allow_some(viewer, "caseload.see")
    total, found = people.listed(viewer, text, start=start, limit=limit)
    concerns = screening.concerns_of(viewer, [who.id for who in found], now)
    urgent = {matter.person: matter for matter, _ in compose(_matters(viewer, now, concerns))}
    names = {area.id: area.name for area in places.areas(viewer)}
    rows = tuple(Listed(who, names.get(who.area_id, ""), urgent.get(who.id)) for who in found)
    return Listing(total, rows)


def _agreement(given: ConsentValue, names: dict[str, str], now: datetime) -> Agreement:
    option_name = names.get(given.recipient, "")
    return Agreement(
        given.purpose, option_name, given.given_at, given.until, given.withdrawn_at, active(given, now)
    )


def person_page(viewer: Viewer, person: object, now: datetime) -> PersonPage:
    """A person's story so far; NotFound when they are out of this viewer's sight."""
    allow_some(viewer, "caseload.see")
    known = people.record(viewer, person)
    who = known.profile
    history, asked = screening.story(viewer, who.id)
    referrals = of_person(viewer, who.id)
    found = beside(viewer, who.id)
    names = {recipient(case.kind, case.option): case.option_name for case in referrals}
    return PersonPage(
        who=who,
        age=who.age(now),
        area_name=places.area(viewer, who.area_id).name,
        contact=known.contact,
        needs=next((one.needs for one in history if one.instrument == "check-up"), ()),
        history=screening.named(viewer, history),
        dues=screening.dues(viewer, history, now),
        courses=screening.courses_of(viewer, history),
        concerns=tuple(screening.concerns_of(viewer, [who.id], now)),
        asked=tuple(asked),
        missed=tuple(one for one in absences(viewer, now) if one.person == who.id),
        intakes=tuple(found.intakes),
        referrals=tuple(referrals),
        flags=tuple(reversed(found.flags)),
        agreements=tuple(_agreement(c, names, now) for c in known.consents),
        goals=tuple(found.goals),
        measured=stand(viewer, found.measurings, history, now),
    )
