"""Reads about workshops: what is to be learnt, what one said oneself, and figures that show nobody."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.activities.group import EventValue
from kizuna.activities.models import Rating, Seat, Workshop
from kizuna.activities.queries.groups import _event_value, _kept
from kizuna.activities.queries.seats import _event, _when
from kizuna.activities.seats import HOLDS, opens
from kizuna.activities.skills import SKILLS
from kizuna.activities.workshop import Both, Figures, Rate, WorkshopValue, figures, moment_of
from kizuna.places.identity import known

MOST = 12
"""So many workshops that are over stand on the page of a group."""


def _value(row: Workshop) -> WorkshopValue:
    found = tuple(code for code in SKILLS if code in row.skills)
    return WorkshopValue(_event_value(row.event, row.starts_at), found, row.materials)


def _rows() -> Any:
    return Workshop.objects.select_related("event__group").defer("event__group__email")


def workshop(viewer: Viewer, event: object, number: int) -> WorkshopValue | None:
    """What is to be learnt at a date; None where it is an ordinary meeting. Everybody may read it."""
    allow(viewer, "group.see")
    row = _rows().filter(event=known(event), starts_at=_when(number)).first()
    return _value(row) if row and row.skills else None


def kept_workshop(viewer: Viewer, event: object, number: int) -> tuple[WorkshopValue, tuple[Figures, ...]]:
    """A date as its organiser sees it: what is to be learnt, and before and after of many."""
    row, at = _event(viewer, event), _when(number)
    allow(viewer, "group.keep", area=row.group.area_id)
    found = _rows().filter(event=row, starts_at=at).first()
    if found is None:
        return WorkshopValue(_event_value(row, at), (), ""), ()
    held = Seat.objects.filter(event=row, starts_at=at, state__in=HOLDS).count()
    rows = Rating.objects.filter(workshop=found).order_by("at", "pk")
    said = [Both(one.before or {}, one.after or {}) for one in rows]
    value = _value(found)
    return value, figures(value.skills, said, max(held, len(said)))


def workshops_held(viewer: Viewer, group: object, now: datetime) -> list[EventValue]:
    """The workshops of a group that are over, the latest first, for whoever keeps it."""
    allow_some(viewer, "group.see")
    rows = _rows().filter(event__group__in=_kept(viewer).filter(pk=known(group)), starts_at__lt=now)
    return [_event_value(row.event, row.starts_at) for row in rows.order_by("-starts_at", "pk")[:MOST]]


def to_rate(viewer: Viewer, seat: object, now: datetime) -> Rate:
    """What whoever holds the key to a place is asked now; NotFound where there is nothing to say."""
    allow(viewer, "seat.link", link=opens(seat))
    place = Seat.objects.filter(pk=known(seat), state__in=HOLDS).exclude(state="missed").first()
    row = _rows().filter(event=place.event_id, starts_at=place.starts_at).first() if place else None
    if place is None or row is None or not row.skills:
        raise NotFound("workshop")
    value = _value(row)
    moment = moment_of(row.starts_at, value.date.ends_at, now)
    rating = Rating.objects.filter(workshop=row, seat=place).first()
    said = getattr(rating, moment) or {} if rating else {}
    return Rate(value, str(place.pk), moment, said, place.person_id is not None)


def workshop_held(ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """What somebody said of themselves at workshops, for as long as it can be told whose it is."""
    rows = Rating.objects.filter(seat__person__in=list(ids)).select_related("workshop__event")
    return [
        {
            "event": one.workshop.event.title,
            "starts_at": one.workshop.starts_at.isoformat(),
            "before": one.before or {},
            "after": one.after or {},
            "at": one.at.isoformat(),
        }
        for one in rows.order_by("at", "pk")
    ]
