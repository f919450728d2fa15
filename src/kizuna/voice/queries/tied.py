"""Who stands too near to a report to read it: whom it is about, and whoever is tied to them."""

from collections.abc import Iterable
from datetime import datetime

from kizuna.access.deeds import DEEDS, allow
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities.queries import members_of, organisers_of
from kizuna.bonds.queries import near
from kizuna.people.profile import AccountValue
from kizuna.people.queries import accounts, exactly, household, may_speak_for, same_person
from kizuna.voice.report import Part, hinted_in, named_in

HOUSE = SYSTEM("voice: who is set aside")


def tied(viewer: Viewer, *, who: str, words: str, group: str, reporter: str, now: datetime) -> Part:
    """Whom a report is about, and everybody who works here and stands near to them, or made it.

    Near: the same account, group, organisation or home, somebody who speaks for the other, a tie that one
    of them told of. In doubt somebody is set aside: a report has other readers, and nobody is told why.
    """
    allow(viewer, "report.sort")
    every = accounts(HOUSE)
    staff = [(one.id, one.name) for one in every if one.role != "resident"]
    mails = [(one.id, one.email) for one in every if one.role != "resident" and one.email]
    named = named_in(f"{who}\n{words}", [*staff, *mails]) | hinted_in(who, staff)
    organisers = organisers_of(HOUSE, group) if group else frozenset()
    persons = {*exactly(HOUSE, who), *(one.person for one in every if one.id in named and one.person)}
    about = named | organisers | {one.id for one in every if one.person in persons}
    people = persons | {one.person for one in every if one.id in about and one.person}
    around = _around(people, now) | people | (members_of(HOUSE, group) if group else frozenset())
    places = {place for one in every if one.id in about for place in one.organisations}
    reads = DEEDS["report.see"]
    aside = {
        one.id
        for one in every
        if one.role in reads
        and (
            one.id in about
            or places.intersection(one.organisations)
            or (one.person and (one.person in around or one.person == reporter))
        )
    }
    return Part(frozenset(persons), frozenset(aside))


def _around(persons: Iterable[str], now: datetime) -> set[str]:
    """Ids of those who live with these persons, speak for them or are spoken for, or told of a tie."""
    found: set[str] = set()
    for person in persons:
        try:
            found |= {member.who.id for member in household(HOUSE, person)}
            found |= {one.person for one in may_speak_for(HOUSE, person, now) if one.person}
        except NotFound:  # a record that was erased has nobody around it
            continue
        found |= near(HOUSE, same_person(HOUSE, person))
    return found


def readers(viewer: Viewer, aside: Iterable[str]) -> list[AccountValue]:
    """Everybody who may decide about reports at all and was not set aside."""
    allow(viewer, "report.sort")
    gone = set(aside)
    return [one for one in accounts(HOUSE) if one.role in DEEDS["report.see"] and one.id not in gone]
