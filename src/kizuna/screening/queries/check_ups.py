"""Reads about check-ups and requests for contact: whoever may see the person may see theirs."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Max, QuerySet

from kizuna.access.deeds import allow, allow_some
from kizuna.access.models import Prepared
from kizuna.access.viewer import NotFound, Viewer
from kizuna.people import queries as people
from kizuna.places.identity import known
from kizuna.screening.flow import CHECK_UP
from kizuna.screening.models import CheckUp, Concern, ContactRequest, TextRound
from kizuna.screening.queries.worries import worries_held
from kizuna.screening.values import CheckUpValue, ContactRequestValue

PART = 500
"""So many ids go into one question."""


def visible(viewer: Viewer) -> QuerySet[CheckUp, Any]:
    """Ids of the check-ups this viewer may see."""
    return _rows(viewer).values("pk")


def _rows(viewer: Viewer) -> QuerySet[CheckUp]:
    return CheckUp.objects.filter(people.visible_by(viewer, "person"))


def _value(row: CheckUp) -> CheckUpValue:
    return CheckUpValue(
        id=str(row.pk),
        person=str(row.person_id),
        at=row.at,
        channel=row.channel,
        instrument=row.instrument,
        answers=row.answers,
        needs=tuple(row.needs),
        version=row.version,
        area=str(row.area_id),
        who=row.who,
        relation=row.relation or "",
        changed_at=row.changed_at,
    )


def _seen(viewer: Viewer) -> QuerySet[CheckUp]:
    allow_some(viewer, "check_up.see")
    return _rows(viewer)


def check_up(viewer: Viewer, id: object) -> CheckUpValue:
    """One check-up; NotFound when it is out of sight."""
    row = _seen(viewer).filter(pk=known(id)).first()
    if row is None:
        raise NotFound("check-up")
    return _value(row)


def history(viewer: Viewer, person: object) -> list[CheckUpValue]:
    """The check-ups of one person, newest first; none when they are out of sight."""
    return [
        _value(row)
        for row in _seen(viewer).filter(person__in=people.visible_same(viewer, person)).order_by("-at", "pk")
    ]


def latest(viewer: Viewer, person: object) -> CheckUpValue | None:
    """The newest check-up of one person, or None. Published scales hear no needs and do not count."""
    same = people.visible_same(viewer, person)
    rows = _seen(viewer).filter(person__in=same, instrument=CHECK_UP)
    row = rows.order_by("-at", "pk").first()
    return _value(row) if row else None


def latest_of_all(viewer: Viewer) -> dict[str, CheckUpValue]:
    """The newest check-up under each record that is in sight and here: only those are opened."""
    allow_some(viewer, "check_up.see")
    rows = CheckUp.objects.filter(people.visible_here_by(viewer, "person"), instrument=CHECK_UP)
    newest = dict(rows.order_by("at", "pk").values_list("person", "pk"))
    found: dict[str, CheckUpValue] = {}
    ids = list(newest.values())
    for start in range(0, len(ids), PART):
        for row in CheckUp.objects.filter(pk__in=ids[start : start + PART]):
            found[str(row.person_id)] = _value(row)
    return found


def reached_at(viewer: Viewer) -> dict[str, datetime]:
    """When each record in sight last told us anything, or was reached when they asked for it."""
    allow_some(viewer, "check_up.see")
    mine = people.visible_here_by(viewer, "person")
    told = CheckUp.objects.filter(mine).values("person").annotate(last=Max("at"))
    asked = ContactRequest.objects.filter(mine, answered_at__isnull=False).values("person")
    found: dict[str, datetime] = {}
    for rows in (told, asked.annotate(last=Max("answered_at"))):
        for person, last in rows.values_list("person", "last"):
            found[str(person)] = max(last, found.get(str(person), last))
    return found


def needs_of(viewer: Viewer, person: object) -> tuple[str, ...]:
    """The needs that the newest check-up heard, most pressing first, as the person corrected them."""
    found = latest(viewer, person)
    return found.needs if found else ()


def asked_for_contact(viewer: Viewer) -> list[ContactRequestValue]:
    """Who waits to be contacted, the longest wait first."""
    allow_some(viewer, "check_up.see")
    return [_asked(row) for row in _waiting(viewer).rows()]


@lru_cache(maxsize=256)
def _waiting(viewer: Viewer) -> Prepared[ContactRequest]:
    rows = ContactRequest.objects.filter(people.visible_here_by(viewer, "person"), answered_at__isnull=True)
    return Prepared(lambda: rows.order_by("asked_at", "pk"))


def _asked(row: ContactRequest) -> ContactRequestValue:
    return ContactRequestValue(
        id=str(row.pk),
        person=str(row.person_id),
        asked_at=row.asked_at,
        best_time=row.details.get("best_time", ""),
    )


def story(viewer: Viewer, person: object) -> tuple[list[CheckUpValue], list[ContactRequestValue]]:
    """The check-ups of one person, newest first, and the requests for contact that still wait: one query."""
    rows = list(
        _seen(viewer)
        .filter(person__in=people.visible_same(viewer, person))
        .select_related("contactrequest", "asking")
        .order_by("-at", "pk")
    )
    asked = [row.contactrequest for row in rows if hasattr(row, "contactrequest")]
    waiting = sorted((one for one in asked if one.answered_at is None), key=lambda one: one.asked_at)
    told = [
        replace(_value(row), asked_again_at=row.asking.at if hasattr(row, "asking") else None) for row in rows
    ]
    return told, [_asked(one) for one in waiting]


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def held_about(viewer: Viewer, person: object) -> dict[str, Any]:
    """Everything this room holds about a person, as JSON, for them to see and take along."""
    allow(viewer, "person.export", person=person)
    rows = {"person__in": people.same_person(viewer, person) | {known(person)}}
    return {
        "check_ups": [
            {
                "id": str(row.pk),
                "at": row.at.isoformat(),
                "channel": row.channel,
                "instrument": row.instrument,
                "version": row.version,
                "answers": row.answers,
                "needs": row.needs,
                "who": row.who,
                "relation": row.relation,
                "asked_again_at": _iso(row.asking.at) if hasattr(row, "asking") else None,
            }
            for row in CheckUp.objects.filter(**rows).select_related("asking").order_by("at")
        ],
        "concerns": [
            {
                "kinds": row.kinds,
                "opened_at": row.opened_at.isoformat(),
                "due_at": row.due_at.isoformat(),
                "taken_at": _iso(row.taken_at),
                "closed_at": _iso(row.closed_at),
                "what_was_done": row.closed_what,
            }
            for row in Concern.objects.filter(**rows).order_by("opened_at")
        ],
        "text_rounds": [
            {
                "instrument": row.instrument,
                "status": row.status,
                "starts_at": row.begun_at.isoformat(),
                "ends": _iso(row.ended_at),
                "phone": row.address,
                "answers": row.answers,
                "text": f"{row.reached} / {row.of}",
            }
            for row in TextRound.objects.filter(**rows).order_by("begun_at")
        ],
        "worries": worries_held(viewer, person),
        "contact_requests": [
            {"asked_at": row.asked_at.isoformat(), "answered_at": _iso(row.answered_at), **row.details}
            for row in ContactRequest.objects.filter(**rows).order_by("asked_at")
        ],
    }
