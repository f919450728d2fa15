"""What referrals ask of a link worker today, those to others and those to us: one query for a day's list."""

from functools import lru_cache
from typing import Any

from django.db.models import CharField, DateTimeField, F, Q, UUIDField, Value
from django.db.models.functions import Cast

from kizuna.access.deeds import allow_some
from kizuna.access.models import Prepared
from kizuna.access.viewer import Viewer
from kizuna.people import queries as people
from kizuna.places.identity import known
from kizuna.referrals.case import Case
from kizuna.referrals.desk import Matter, flag_matter
from kizuna.referrals.front_door import IntakeValue
from kizuna.referrals.models import Flag, FlagSeen, Intake, Referral
from kizuna.referrals.pathway import CLOSED

_TO_US, _FLAG = "to us", "flag"
_COLUMNS = ("status", "due_step", "due_at", "news_at", "requested_at", "updated_at", "link_until", "consent")


def waiting_today(viewer: Viewer) -> tuple[list[Case], list[IntakeValue], list[Matter]]:
    """The open referrals of people in sight who are here, and those with news; who was referred to us; and
    the worries of colleagues that this viewer has not read.

    They hold what the list shows, and nothing else.
    """
    allow_some(viewer, "caseload.see")
    cases: list[Case] = []
    sent: list[IntakeValue] = []
    flags: list[Matter] = []
    for id, person, name, *found in _waiting(viewer).rows():
        row = dict(zip(_COLUMNS, found, strict=True))
        if row["status"] == _TO_US:
            sent.append(_intake(str(id), str(person), name, row))
        elif row["status"] == _FLAG:
            flags.append(flag_matter(str(person), row["requested_at"], str(id)))
        else:
            cases.append(_case(str(id), str(person), name, row))
    return cases, sent, flags


@lru_cache(maxsize=256)
def _waiting(viewer: Viewer) -> Prepared[tuple[Any, ...]]:
    here = people.visible_here_by(viewer, "person")
    asks = ~Q(status__in=CLOSED) | Q(news_at__isnull=False)
    to_others = Referral.objects.filter(asks, here).order_by()
    to_us = Intake.objects.filter(here, closed_at__isnull=True).order_by()
    nobody, never = Cast(Value(None), UUIDField()), Cast(Value(None), DateTimeField())
    read = (
        FlagSeen.objects.filter(account=known(viewer.account)) if viewer.account else FlagSeen.objects.none()
    )
    worries = Flag.objects.filter(here, closed_at__isnull=True).exclude(pk__in=read.values("flag")).order_by()
    return Prepared(
        lambda: to_others.values_list("pk", "person", "option_name", *_COLUMNS).union(
            to_us.values_list(
                "pk",
                "person",
                F("partner__name"),
                Value(_TO_US, CharField()),
                "due_step",
                "due_at",
                "contacted_at",
                "received_at",
                "received_at",
                "contacted_at",
                nobody,
            ),
            worries.values_list(
                "pk",
                "person",
                Value("", CharField()),
                Value(_FLAG, CharField()),
                Value("", CharField()),
                never,
                never,
                "raised_at",
                "raised_at",
                never,
                nobody,
            ),
            all=True,
        )
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
