"""What could help: services and groups together, for one person or for everybody."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from math import isnan
from threading import Lock

import numpy as np
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from kizuna.access.deeds import allow
from kizuna.access.secrets import BadSeal, open_link, seal_link
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities.group import EventValue
from kizuna.activities.queries import groups_apart, standing_groups, upcoming
from kizuna.activities.queries import options as groups
from kizuna.activities.queries import options_by_id as groups_by_id
from kizuna.activities.queries import search as find_groups
from kizuna.directory.needs import BY_CODE
from kizuna.directory.option import Option
from kizuna.directory.queries import answer as find_services
from kizuna.directory.queries import booklet_pdf, hidden_services, sheet_of, standing_services
from kizuna.directory.queries import options_by_id as services_by_id
from kizuna.directory.standing import Standing
from kizuna.directory.timeline import together
from kizuna.directory.wanted import Answer, Found, Wanted, fits, met, on_at
from kizuna.frame.errors import Gone
from kizuna.people.profile import Profile
from kizuna.people.queries import profile
from kizuna.places import queries as places
from kizuna.places.geometry import distance_m
from kizuna.places.nearby import Rough, coarse
from kizuna.places.nearby import read as read_place
from kizuna.places.queries import areas
from kizuna.places.queries import drawn_within as places_drawn
from kizuna.screening.facts import facts as said_in
from kizuna.screening.needs import corrected
from kizuna.screening.queries import latest
from kizuna.signposting.columns import Flags, Table, table
from kizuna.signposting.facts import Company, PersonFacts, from_heard, from_profile, lived_in
from kizuna.signposting.keep import KEPT_FOR, Choice, packed, unpacked
from kizuna.signposting.matching import Ranked, rank
from kizuna.signposting.queries.suggested import chosen_by
from kizuna.signposting.sketch import Pin, Sketch, box_of_view, places_of, sketch, view_of
from kizuna.signposting.suggested import Suggested

PURPOSE = "list"
HEARD_FOR = timedelta(hours=24)
WEEK = timedelta(days=7)
_LONG_AGO = timedelta(days=36_500)
_lock = Lock()
_made: list[tuple[Standing, Standing, Table]] = []


@dataclass(frozen=True)
class KeptList:
    """What a kept link opens. `gone`: how many of its options are no longer there."""

    options: tuple[Option, ...]
    day: date
    gone: int


@dataclass(frozen=True)
class Heard:
    """What a check-up passed on: the needs, most pressing first, and what helps to choose."""

    needs: tuple[str, ...]
    facts: PersonFacts
    attempt: str = ""
    """A random id of that check-up; nobody is known by it."""
    told: bool = False
    """They asked to be contacted, so that what they sent is kept."""


@dataclass(frozen=True)
class ForPerson:
    """What a link worker sees beside a person."""

    who: Profile
    needs: tuple[str, ...]
    asked_at: datetime | None
    found: Ranked | tuple[()]
    chosen: tuple[Suggested, ...] = ()
    """What they chose so far."""


def suggestions(
    viewer: Viewer,
    *,
    needs: Sequence[str],
    facts: PersonFacts,
    now: datetime,
    shunned: frozenset[str] = frozenset(),
) -> Ranked:
    """Services and groups for these needs, the best for these facts first, each with its reasons.

    All of them are compared as they were when something last changed; those that are looked at are read
    anew. `shunned`: ids of groups to leave out without a word.
    """
    allow(viewer, "help.find")
    if facts.area and not facts.areas:
        facts = replace(facts, **lived_in(facts.area, areas(viewer)))
    every, hidden = prepared(viewer, now, facts.area)
    for group in shunned:
        if (row := every.place.get(("group", group))) is not None:
            hidden[row] = True
    wanted = [code for code in needs if code in BY_CODE]
    fetch = partial(_as_they_are, viewer, now, every)
    return rank(wanted, facts, every, now=now, without=hidden, fetch=fetch)


def prepared(viewer: Viewer, now: datetime, area: str = "") -> tuple[Table, Flags]:
    """The columns of all services and groups, made once for each state of them; and what is hidden now."""
    services, groups = standing_services(viewer, now), standing_groups(viewer, now)
    with _lock:
        found = next((made for *of, made in _made if of == [services, groups]), None)
        if found is None:
            found = table([*services.options, *groups.options], together(services.timeline, groups.timeline))
            _made[:] = [(services, groups, found)]
    hidden = np.zeros(len(found), dtype=np.bool_)
    hidden[hidden_services(viewer, services, now, area)] = True
    return found, hidden


def _as_they_are(viewer: Viewer, now: datetime, every: Table, found: Sequence[Option]) -> list[Option]:
    """Services as the database has them now; groups as they stand, with their next meeting."""
    read = services_by_id(viewer, [one.id for one in found if one.kind == "service"], now)
    _, starts = every.moments(now.timestamp())
    return [
        _meeting(one, float(starts[every.place[one.kind, one.id]])) if one.kind == "group" else read[one.id]
        for one in found
        if one.kind == "group" or one.id in read
    ]


def _meeting(one: Option, at: float) -> Option:
    return replace(one, next_start=None if isnan(at) else datetime.fromtimestamp(at, UTC))


def heard(viewer: Viewer, token: str, now: datetime) -> Heard:
    """What a check-up passed on in the page; raises Gone when it is too old or was changed."""
    allow(viewer, "help.find")
    try:
        said = open_link(token, settings.SECRET_KEYS, purpose="heard", now=now, max_age=HEARD_FOR)
        facts = from_heard(said["facts"], areas(viewer), now=now, local_language=settings.LANGUAGE_CODE)
        needs = corrected([str(code) for code in said["needs"]])
        return Heard(needs, facts, str(said.get("attempt", "")), bool(said.get("told")))
    except (BadSeal, KeyError, TypeError, AttributeError):
        raise Gone(gettext("We do not keep your answers, so this page ended. Please start again.")) from None


def nobody(who: Profile) -> Company:
    """Where nothing is known of who goes where."""
    return {}


def for_me(
    viewer: Viewer, token: str, now: datetime, company: Callable[[Profile], Company] = nobody
) -> tuple[Heard, Ranked | tuple[()]]:
    """What a check-up passed on, and what may fit; nothing while no need is named. Raises Gone.

    `company`: who goes where, as far as somebody with an account may hear of it.
    """
    said = heard(viewer, token, now)
    mine = company(profile(viewer, viewer.person)) if viewer.person and said.needs else {}
    facts = replace(said.facts, company=mine)
    found = suggestions(viewer, needs=said.needs, facts=facts, now=now) if said.needs else ()
    return said, found


def for_person(
    viewer: Viewer,
    person: object,
    now: datetime,
    needs: Sequence[str] = (),
    company: Callable[[Profile], Company] = nobody,
) -> ForPerson:
    """Suggestions for a person whom the viewer may see, from their last check-up; or for the needs given.

    `company`: who goes where, as far as this person may hear of it. Groups where they would meet somebody
    from whom they are kept apart are left out without a word.
    """
    who = profile(viewer, person)
    allow(viewer, "referral.open", area=who.area_id, person=who.id)
    last = latest(viewer, who.id)
    said = said_in(last.answers) if last else {}
    facts = from_profile(who, said, areas(viewer), now=now, local_language=settings.LANGUAGE_CODE)
    facts = replace(facts, company=company(who))
    wanted = corrected(list(needs)) or (last.needs if last else ())
    shunned = groups_apart(SYSTEM("suggestions for somebody"), who.id, now) if wanted else frozenset()
    found = suggestions(viewer, needs=wanted, facts=facts, now=now, shunned=shunned) if wanted else ()
    chosen = chosen_by(viewer, who.id)
    return ForPerson(who, tuple(wanted), last.at if last else None, found, chosen)


def for_need(viewer: Viewer, code: str, now: datetime) -> Ranked:
    """Everything for one need, with nothing known about who asks; raises NotFound for no such need."""
    if code not in BY_CODE:
        raise NotFound("need")
    unknown = PersonFacts(local_language=settings.LANGUAGE_CODE)
    return suggestions(viewer, needs=[code], facts=unknown, now=now)


def find(viewer: Viewer, text: str, wanted: Wanted, *, now: datetime, limit: int = 50) -> Answer:
    """Services and groups that fit the words and the wishes; a group stands first when its name was typed.

    Each says why it is there and how far it is. Where nothing fits as it was asked, the answer says what
    was looked past.
    """
    allow(viewer, "help.find")
    fitting = _groups(viewer, text, wanted, now)
    answer = find_services(viewer, text, wanted, now=now, limit=limit, loosen=True)
    if answer.looser:
        if fitting:
            return replace(answer, found=tuple(fitting), wanted=wanted, looser=())
        fitting = _groups(viewer, text, answer.wanted, now)
    called = text.strip().casefold()
    named = [one for one in fitting if called and called in one.option.name.casefold()]
    rest = [one for one in fitting if one not in named]
    return replace(answer, found=(*named, *answer.found, *rest))


def _groups(viewer: Viewer, text: str, wanted: Wanted, now: datetime) -> list[Found]:
    """Groups by words, or by need where nothing was typed; all of them for other wishes."""
    if text.strip():
        there = find_groups(viewer, text, now=now, limit=10)
    elif wanted.narrow:
        there = groups(viewer, now=now, needs=[wanted.need] if wanted.need else None)
    else:
        there = []
    return [Found(one, 0.0, _km(one, wanted), why=met(one, wanted)) for one in there if _fits(one, wanted)]


def _km(one: Option, wanted: Wanted) -> float | None:
    if wanted.lat is None or wanted.lon is None or one.lat is None or one.lon is None:
        return None
    return distance_m(wanted.lat, wanted.lon, one.lat, one.lon) / 1000


def _fits(one: Option, wanted: Wanted) -> bool:
    if not fits(one, wanted) or (wanted.open_at is not None and not on_at(one, wanted.open_at)):
        return False
    km = _km(one, wanted)
    return wanted.km is None or one.remote or (km is not None and km <= wanted.km)


def search(viewer: Viewer, text: str, *, now: datetime, limit: int = 50) -> list[Option]:
    """Services and groups that fit the words alone."""
    return [one.option for one in find(viewer, text, Wanted(), now=now, limit=limit).found]


def map_of(viewer: Viewer, pins: Sequence[Pin], near: Rough | None) -> Sketch | None:
    """The map of these answers, with the outlines of the areas in which they lie."""
    allow(viewer, "help.find")
    here = (near.lat, near.lon) if near else None
    places = places_of(pins, here)
    view = view_of(places) if pins else None
    if view is None:
        return None
    return sketch(pins, here, places_drawn(viewer, box_of_view(view, places)))


def rough_place(viewer: Viewer, *, here: str, postcode: str, area: str) -> Rough | None:
    """Where somebody is, about: from what their browser rounded, a postcode or an area; None when unknown.

    Whatever was sent is made coarse here once more: nothing nearer than a kilometre leaves this function.
    """
    allow(viewer, "help.find")
    if here:
        return read_place(here)
    if postcode:
        found = places.postcode(viewer, postcode, country=settings.COUNTRY)
        return coarse(found.lat, found.lon) if found else None
    chosen = next((one for one in areas(viewer) if one.id == area), None)
    return coarse(chosen.lat, chosen.lon) if chosen else None


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
    return seal_link(
        packed(choices, day=timezone.localdate(now)), settings.SECRET_KEYS, purpose=PURPOSE, now=now
    )


def kept_list(viewer: Viewer, token: str, now: datetime) -> KeptList:
    """What a kept link opens; raises Gone after its time, and NotFound for a link that is none."""
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


def list_sheet(viewer: Viewer, found: KeptList, *, link: str, large: bool, now: datetime) -> bytes:
    """A kept list as a sheet of paper, in PDF. Raises Refused when this site cannot make one."""
    allow(viewer, "help.find")
    pages = {"service": "directory:service", "group": "activities:group"}
    options = [(one, settings.BASE_URL + reverse(pages[one.kind], args=[one.id])) for one in found.options]
    return booklet_pdf(viewer, sheet_of(viewer, options, link=link, large=large, now=now))


def _why_shut(token: str, now: datetime) -> Exception:
    """Too old, or no list at all: a forged link learns nothing, an old one gets a kind word."""
    try:
        open_link(token, settings.SECRET_KEYS, purpose=PURPOSE, now=now, max_age=_LONG_AGO)
    except BadSeal:
        return NotFound("list")
    return Gone(gettext("This list was made more than 90 days ago, and things may have changed. Look again."))


def home_week(viewer: Viewer, now: datetime, limit: int = 3) -> list[EventValue]:
    """What is on in the next seven days, for the home page."""
    return upcoming(viewer, now=now, limit=limit, before=now + WEEK)
