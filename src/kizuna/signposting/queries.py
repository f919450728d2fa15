"""What could help: services and groups together, for one person or for everybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Sum

from kizuna.access.deeds import ANYWHERE, DEEDS, allow, allow_some
from kizuna.access.secrets import BadSeal, open_link, seal_link
from kizuna.access.viewer import NotFound, Viewer
from kizuna.activities.group import EventValue
from kizuna.activities.queries import options as groups
from kizuna.activities.queries import options_by_id as groups_by_id
from kizuna.activities.queries import search as find_groups
from kizuna.activities.queries import upcoming
from kizuna.directory.needs import BY_CODE
from kizuna.directory.option import Option
from kizuna.directory.queries import options as services
from kizuna.directory.queries import options_by_id as services_by_id
from kizuna.directory.queries import search as find_services
from kizuna.places.queries import areas
from kizuna.signposting.facts import PersonFacts, from_heard
from kizuna.signposting.keep import KEPT_FOR, Choice, packed, unpacked
from kizuna.signposting.matching import Suggestion, rank
from kizuna.signposting.models import UnmetNeed

PURPOSE = "list"
WEEK = timedelta(days=7)
_LONG_AGO = timedelta(days=36_500)


@dataclass(frozen=True)
class KeptList:
    """What a kept link opens. `gone`: how many of its options are no longer there."""

    options: tuple[Option, ...]
    day: date
    gone: int


class TooOld(Exception):
    """A kept list whose time is over."""


def suggestions(
    viewer: Viewer, *, needs: Sequence[str], facts: PersonFacts, now: datetime, limit: int | None = None
) -> tuple[Suggestion, ...]:
    """Services and groups for these needs, the best for these facts first, each with its reasons."""
    allow(viewer, "help.find")
    wanted = [code for code in needs if code in BY_CODE]
    asked = wanted or None
    found = [
        *services(viewer, now=now, needs=asked, area=facts.area or None),
        *groups(viewer, now=now, needs=asked),
    ]
    return rank(wanted, facts, found, now=now)[:limit]


def heard_facts(viewer: Viewer, heard: Mapping[str, Any], now: datetime) -> PersonFacts:
    """Facts from what a check-up heard, with the areas around the person filled in."""
    allow(viewer, "help.find")
    return from_heard(heard, areas(viewer), now=now, local_language=settings.LANGUAGE_CODE)


def for_need(viewer: Viewer, code: str, now: datetime) -> tuple[Suggestion, ...]:
    """Everything for one need, with nothing known about who asks; raises NotFound for no such need."""
    if code not in BY_CODE:
        raise NotFound("need")
    nobody = PersonFacts(local_language=settings.LANGUAGE_CODE)
    return suggestions(viewer, needs=[code], facts=nobody, now=now)


def search(viewer: Viewer, text: str, *, now: datetime, limit: int = 50) -> list[Option]:
    """Services and groups that fit the words; a group stands first when its own name was typed."""
    allow(viewer, "help.find")
    met = find_groups(viewer, text, now=now, limit=10)
    named = [one for one in met if text.strip().casefold() in one.name.casefold()]
    rest = [one for one in met if one not in named]
    return [*named, *find_services(viewer, text, now=now, limit=limit), *rest]


def options_of(viewer: Viewer, choices: Iterable[Choice], now: datetime) -> list[Option]:
    """The options of these choices, in their order; those that are gone are left out."""
    allow(viewer, "help.find")
    wanted = list(choices)
    found = {
        "service": services_by_id(viewer, [one.id for one in wanted if one.kind == "service"], now),
        "group": groups_by_id(viewer, [one.id for one in wanted if one.kind == "group"], now),
    }
    return [found[one.kind][one.id] for one in wanted if one.id in found[one.kind]]


def kept_link(viewer: Viewer, choices: Sequence[Choice], now: datetime) -> str:
    """The token of a link that holds these choices. Nothing is stored."""
    allow(viewer, "help.find")
    return seal_link(packed(choices, day=now.date()), settings.SECRET_KEYS, purpose=PURPOSE, now=now)


def kept_list(viewer: Viewer, token: str, now: datetime) -> KeptList:
    """What a kept link opens; raises TooOld after its time, and NotFound for a link that is none."""
    try:
        payload = open_link(token, settings.SECRET_KEYS, purpose=PURPOSE, now=now, max_age=KEPT_FOR)
    except BadSeal:
        raise _why_shut(token, now) from None
    try:
        choices, day = unpacked(payload)
    except ValueError:
        raise NotFound("list") from None
    found = options_of(viewer, choices, now)
    return KeptList(tuple(found), day, len(choices) - len(found))


def _why_shut(token: str, now: datetime) -> Exception:
    try:
        open_link(token, settings.SECRET_KEYS, purpose=PURPOSE, now=now, max_age=_LONG_AGO)
    except BadSeal:
        return NotFound("list")
    return TooOld("list")


def home_week(viewer: Viewer, now: datetime, limit: int = 3) -> list[EventValue]:
    """What is on in the next seven days, for the home page."""
    return upcoming(viewer, now=now, limit=limit, before=now + WEEK)


def unmet(viewer: Viewer, *, since: date) -> list[tuple[str, str, int]]:
    """How often nothing was found since a day, as (need code, area id or "", n), the most first."""
    allow_some(viewer, "unmet.see")
    rows = UnmetNeed.objects.filter(day__gte=since)
    if DEEDS["unmet.see"][viewer.role] != ANYWHERE:
        rows = rows.filter(area__in=viewer.areas)
    totals = rows.values_list("need", "area").annotate(total=Sum("n")).order_by("-total", "need", "area")
    return [(need, str(area or ""), total) for need, area, total in totals]
