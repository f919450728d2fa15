"""Reads about one's own asks and offers: by a link, or signed in."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.secrets import BadSeal
from kizuna.access.viewer import NotFound, Viewer
from kizuna.activities.aid import (
    ASK,
    LIVE,
    AidValue,
    MatchValue,
    aid_of,
    aid_token,
    opens,
)
from kizuna.activities.models import Aid, AidMatch
from kizuna.activities.queries.aid_facts import may_meet
from kizuna.frame.errors import Gone
from kizuna.people.queries import contact, profile, same_person
from kizuna.places.identity import known
from kizuna.places.queries import areas

SHOWN = (*LIVE, "done", "failed")
MANY = 200


def aid_by_link(viewer: Viewer, token: str, now: datetime) -> tuple[AidValue, Viewer]:
    """The ask or offer that a link opens, and the viewer its holder becomes: for this one only.

    Raises NotFound for a link that this site never made, Gone when nothing of it is kept any more.
    """
    allow(viewer, "aid.give")
    try:
        id = aid_of(token, settings.SECRET_KEYS, now)
    except BadSeal:
        raise NotFound("aid") from None
    row = Aid.objects.filter(pk=known(id)).first()
    if row is None:
        raise Gone(_("This is over, and nothing of it is kept any more."))
    return _values(viewer, [row])[0], Viewer(role="resident", token=opens(row.pk))


def own_aid(viewer: Viewer) -> list[AidValue]:
    """One's own asks and offers, the latest first."""
    allow(viewer, "aid.own", person=viewer.person)
    rows = Aid.objects.filter(person__in=same_person(viewer, viewer.person)).order_by("-given_at", "pk")
    return _values(viewer, list(rows[:MANY]))


def tokens(viewer: Viewer, ids: Sequence[str], now: datetime) -> dict[str, str]:
    """The keys to the pages of one's own asks and offers."""
    allow(viewer, "aid.own", person=viewer.person)
    own = Aid.objects.filter(person__in=same_person(viewer, viewer.person), pk__in=[known(id) for id in ids])
    return {str(pk): aid_token(pk, settings.SECRET_KEYS, now) for pk in own.values_list("pk", flat=True)}


def about_me(viewer: Viewer, now: datetime) -> dict[str, str]:
    """What a form can be filled with for whoever is signed in: name, way to be reached, part of town."""
    if viewer.role != "resident" or not viewer.person:
        return {}
    who, way = profile(viewer, viewer.person), contact(viewer, viewer.person, now)
    return {"name": who.call_them, "area": who.area_id, "reach": way.address if way else ""}


def _values(viewer: Viewer, rows: Sequence[Aid]) -> list[AidValue]:
    names = {one.id: one.name for one in areas(viewer)}
    ids = [row.pk for row in rows]
    found = AidMatch.objects.filter(Q(ask__in=ids) | Q(offer__in=ids), state__in=SHOWN)
    by: dict[UUID, list[AidMatch]] = defaultdict(list)
    for match in found.select_related("ask", "offer").order_by("proposed_at", "pk"):
        if match.state in LIVE and not may_meet(viewer, match.ask_id, match.offer_id):
            continue
        for id in {match.ask_id, match.offer_id} & set(ids):
            by[id].append(match)
    return [_value(row, by[row.pk], names) for row in rows]


def _value(row: Aid, matches: Sequence[AidMatch], names: dict[str, str]) -> AidValue:
    return AidValue(
        id=str(row.pk),
        side=row.side,
        kinds=tuple(row.kinds),
        state=row.state,
        area=names.get(str(row.area_id), ""),
        area_id=str(row.area_id or ""),
        words=row.words,
        times=tuple(row.times),
        given_at=row.given_at,
        until=row.until,
        matches=tuple(_match(one, row.side, names) for one in matches),
    )


def _match(match: AidMatch, side: str, names: dict[str, str]) -> MatchValue:
    """The other side of a match. How to reach them stands in it only once both said yes, until it is over."""
    other = match.offer if side == ASK else match.ask
    mine, theirs = match.ask_yes_at, match.offer_yes_at
    if side != ASK:
        mine, theirs = theirs, mine
    return MatchValue(
        id=str(match.pk),
        state=match.state,
        name=other.name,
        kind=match.ask.kinds[0],
        words=other.words,
        area=names.get(str(other.area_id), ""),
        times=tuple(other.times),
        mine_yes=mine is not None,
        theirs_yes=theirs is not None,
        reach=other.reach if match.state == "agreed" and mine and theirs else "",
    )


def aid_held(viewer: Viewer, person: object) -> dict[str, list[dict[str, object]]]:
    """What is held of a person's asks and offers, as JSON; of the other side nothing but how it stands."""
    allow(viewer, "person.export", person=person)
    ids = same_person(viewer, person) | {UUID(str(person))}
    rows = list(Aid.objects.filter(person__in=ids).order_by("given_at", "pk"))
    found = AidMatch.objects.filter(Q(ask__in=rows) | Q(offer__in=rows)).order_by("proposed_at", "pk")
    matches: dict[UUID, list[AidMatch]] = defaultdict(list)
    for match in found:
        matches[match.ask_id].append(match)
        matches[match.offer_id].append(match)
    return {
        side: [_held(row, matches[row.pk]) for row in rows if row.side == side] for side in ("ask", "offer")
    }


def _held(row: Aid, matches: Sequence[AidMatch]) -> dict[str, object]:
    return {
        "kinds": list(row.kinds),
        "risks": list(row.risks),
        "name": row.name,
        "reach": row.reach,
        "area": str(row.area_id),
        "text": row.words,
        "times": list(row.times),
        "languages": list(row.languages),
        "status": row.state,
        "given_at": row.given_at.isoformat(),
        "until": row.until.isoformat(),
        "far_km": row.far_km,
        "room": row.room,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "steps": [
            {
                "at": match.proposed_at.isoformat(),
                "status": match.state,
                # What the other side told is theirs.
                "text": match.words if match.told_by in {"", row.side} else "",
                "closed_at": match.closed_at.isoformat() if match.closed_at else None,
            }
            for match in matches
        ],
    }
