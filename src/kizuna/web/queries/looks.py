"""Who did what with the record of the person who looks, and who looked at it."""

from datetime import date

from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.frame.paging import Page, page_of
from kizuna.ledger import queries as ledger
from kizuna.people import queries as people
from kizuna.people.glass import GlassValue
from kizuna.web.looks import BROKEN, Day, accounts_in, by_day, opened

DAYS = 7
"""Days on a page."""


def who_looked(viewer: Viewer, *, page: object, only_looks: bool) -> tuple[tuple[Day, ...], Page]:
    """One page of days, newest first. Whoever works here is named; those who broke the glass say why."""
    allow(viewer, "ledger.see.own", person=viewer.person)
    house = SYSTEM("who looked at a record")
    persons = people.same_person(house, viewer.person)
    glasses = {one.id: one for each in persons for one in people.glasses_about(house, each)}
    opened_on = {id: timezone.localdate(one.opened_at) for id, one in glasses.items()}
    days = sorted(
        {*ledger.days_about(house, persons, only_looks=only_looks), *opened_on.values()}, reverse=True
    )
    found = page_of(len(days), page, DAYS)
    shown = days[found.start : found.stop]
    return (_of_days(viewer, persons, shown, glasses, opened_on, only_looks) if shown else ()), found


def _of_days(
    viewer: Viewer,
    persons: frozenset,
    shown: list[date],
    glasses: dict[str, GlassValue],
    opened_on: dict[str, date],
    only_looks: bool,
) -> tuple[Day, ...]:
    house = SYSTEM("who looked at a record")
    lines = ledger.tallies(house, persons, shown[0], shown[-1], only_looks=only_looks)
    told = [one for id, one in glasses.items() if opened_on[id] in shown]
    all_lines = [*opened(told, opened_on), *(one for one in lines if one.verb not in BROKEN)]
    return by_day(
        all_lines,
        names=people.account_names(house, accounts_in(all_lines)),
        reasons={id: one.why for id, one in glasses.items()},
        own=viewer.account or "",
    )
