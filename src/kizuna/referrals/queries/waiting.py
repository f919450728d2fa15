"""What referrals ask of a link worker today, those to others and those to us: one query for a day's list."""

from functools import lru_cache
from typing import Any

from django.db.models import CharField, F, Q, UUIDField, Value
from django.db.models.functions import Cast

from kizuna.access.deeds import allow_some
from kizuna.access.models import Prepared
from kizuna.access.viewer import Viewer
from kizuna.people import queries as people
from kizuna.referrals.case import Case
from kizuna.referrals.front_door import IntakeValue
from kizuna.referrals.models import Intake, Referral
from kizuna.referrals.pathway import CLOSED

_TO_US = "to us"
_COLUMNS = ("status", "due_step", "due_at", "news_at", "requested_at", "updated_at", "link_until", "consent")


def waiting_today(viewer: Viewer) -> tuple[list[Case], list[IntakeValue]]:
    """The open referrals of people in sight who are here, and those with news; and who was referred to us.

    They hold what the list shows, and nothing else.
    """
    allow_some(viewer, "caseload.see")
    cases: list[Case] = []
    sent: list[IntakeValue] = []
    for id, person, name, *found in _waiting(viewer).rows():
        row = dict(zip(_COLUMNS, found, strict=True))
        if row["status"] == _TO_US:
            sent.append(_intake(str(id), str(person), name, row))
        else:
            cases.append(_case(str(id), str(person), name, row))
    return cases, sent


@lru_cache(maxsize=256)
def _waiting(viewer: Viewer) -> Prepared[tuple[Any, ...]]:
    here = people.visible_here_by(viewer, "person")
    asks = ~Q(status__in=CLOSED) | Q(news_at__isnull=False)
    to_others = Referral.objects.filter(asks, here).order_by()
    to_us = Intake.objects.filter(here, closed_at__isnull=True).order_by()
    nobody = Cast(Value(None), UUIDField())
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
