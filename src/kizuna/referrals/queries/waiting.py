"""What referrals ask of a link worker today, those to others and those to us: one query for a day's list."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import CharField, DateTimeField, F, Q, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast

from kizuna.access.deeds import allow_some
from kizuna.access.models import Place, Prepared
from kizuna.access.viewer import Viewer
from kizuna.people import queries as people
from kizuna.places.identity import known
from kizuna.referrals.case import Case
from kizuna.referrals.desk import Matter, flag_matter
from kizuna.referrals.front_door import IntakeValue
from kizuna.referrals.measuring import AROUND, LATE, MeasuringValue
from kizuna.referrals.models import Flag, FlagSeen, Intake, Measuring, Referral
from kizuna.referrals.pathway import CLOSED

_TO_US, _FLAG, _MEASURED = "to us", "flag", "measuring"
_COLUMNS = ("status", "due_step", "due_at", "news_at", "requested_at", "updated_at", "link_until", "consent")


@dataclass(frozen=True)
class WaitingToday:
    """What the list of a day shows of this room, and nothing else."""

    cases: list[Case]
    sent: list[IntakeValue]
    worries: list[Matter]
    measurings: list[MeasuringValue]


def waiting_today(viewer: Viewer, now: datetime) -> WaitingToday:
    """The open referrals of people in sight who are here, and those with news; who was referred to us; the
    worries of colleagues that this viewer has not read; and the times of asking how people are that are on.
    """
    allow_some(viewer, "caseload.see")
    cases: list[Case] = []
    sent: list[IntakeValue] = []
    flags: list[Matter] = []
    measurings: list[MeasuringValue] = []
    for id, person, name, *found in _waiting(viewer).rows(now=now, soon=now - AROUND, late=now - LATE):
        row = dict(zip(_COLUMNS, found, strict=True))
        if row["status"] == _MEASURED:
            measurings.append(_measuring(str(id), str(person), name, row))
            continue
        if row["status"] == _TO_US:
            sent.append(_intake(str(id), str(person), name, row))
        elif row["status"] == _FLAG:
            flags.append(flag_matter(str(person), row["requested_at"], str(id)))
        else:
            cases.append(_case(str(id), str(person), name, row))
    return WaitingToday(cases, sent, flags, measurings)


@lru_cache(maxsize=256)
def _waiting(viewer: Viewer) -> Prepared[tuple[Any, ...]]:
    here = people.visible_here_by(viewer, "person")
    asks = ~Q(status__in=CLOSED) | Q(news_at__isnull=False)
    to_others = Referral.objects.filter(asks, here).order_by()
    others = (_to_us(here), _unread(viewer, here), _to_ask(here))
    return Prepared(
        lambda: to_others.values_list("pk", "person", "option_name", *_COLUMNS).union(*others, all=True)
    )


def _to_us(here: Q) -> "QuerySet[Intake, Any]":
    rows = Intake.objects.filter(here, closed_at__isnull=True).order_by()
    when = ("due_step", "due_at", "contacted_at", "received_at", "received_at", "contacted_at")
    return rows.values_list("pk", "person", F("partner__name"), Value(_TO_US, CharField()), *when, _nobody())


def _unread(viewer: Viewer, here: Q) -> "QuerySet[Flag, Any]":
    read = FlagSeen.objects.none()
    if viewer.account:
        read = FlagSeen.objects.filter(account=known(viewer.account))
    rows = Flag.objects.filter(here, closed_at__isnull=True).exclude(pk__in=read.values("flag")).order_by()
    text, never = Value("", CharField()), Cast(Value(None), DateTimeField())
    when = (text, never, never, "raised_at", "raised_at", never)
    return rows.values_list("pk", "person", text, Value(_FLAG, CharField()), *when, _nobody())


def _to_ask(here: Q) -> "QuerySet[Measuring, Any]":
    rows = Measuring.objects.filter(here).filter(_on()).order_by()
    never, scales = Cast(Value(None), DateTimeField()), Cast("scales", TextField())
    when = (Value("", CharField()), "left_first_at", "left_again_at", "begun_at", "again_at", never)
    return rows.values_list("pk", "person", scales, Value(_MEASURED, CharField()), *when, _nobody())


def _nobody() -> Cast:
    return Cast(Value(None), UUIDField())


def _on() -> Q:
    """The first or the second time is on, and nobody said that they would rather not."""
    now, soon, late = (Place(name, DateTimeField()) for name in ("now", "soon", "late"))
    first = Q(begun_at__lte=now, begun_at__gt=soon, left_first_at__isnull=True)
    return first | Q(again_at__lte=now, again_at__gt=late, left_again_at__isnull=True)


def _measuring(id: str, person: str, scales: str, row: dict[str, Any]) -> MeasuringValue:
    left = {"first": row["due_at"], "again": row["news_at"]}
    return MeasuringValue(
        id=id,
        person=person,
        begun_at=row["requested_at"],
        again_at=row["updated_at"],
        scales=tuple(json.loads(scales)),
        left=frozenset(stage for stage, at in left.items() if at),
    )


def _case(id: str, person: str, name: str, row: dict[str, Any]) -> Case:
    consent = row.pop("consent")
    return Case(
        id=id,
        person=person,
        option_name=name,
        consent=str(consent) if consent else None,
        kind="",
        option="",
        area="",
        reason="",
        need="",
        note="",
        requested_by=None,
        answer_by=row["requested_at"],
        closed_at=None,
        **row,
    )


def _intake(id: str, person: str, name: str, row: dict[str, Any]) -> IntakeValue:
    return IntakeValue(
        id=id,
        person=person,
        partner_name=name,
        need="",
        note="",
        from_name="",
        may_hear=False,
        received_at=row["requested_at"],
        owner=None,
        due_step=row["due_step"],
        due_at=row["due_at"],
        contacted_at=row["link_until"],
        closed_at=None,
        outcome="",
    )
