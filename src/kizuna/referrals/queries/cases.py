"""Referrals that a viewer may see, as values."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from kizuna.access.deeds import allow, allow_some, may
from kizuna.access.models import Prepared
from kizuna.access.viewer import NotFound, Viewer
from kizuna.people import queries as people
from kizuna.people.consent import ConsentValue
from kizuna.places.identity import known
from kizuna.referrals.case import Case, StepValue, agreement, link_viewer_token
from kizuna.referrals.desk import Load
from kizuna.referrals.models import Goal, Intake, Measuring, Reached, Referral, Step, Talk, ToDo
from kizuna.referrals.pathway import CLOSED, STEPS
from kizuna.referrals.queries.held import held_at_desk


def visible(viewer: Viewer) -> QuerySet[Referral, Any]:
    """Ids of the referrals that this viewer may see, as a subquery."""
    return _rows(viewer).values("pk")


def _rows(viewer: Viewer) -> QuerySet[Referral]:
    if viewer.role == "provider":
        return Referral.objects.filter(pk__in=[r for r in [_of_link(viewer)] if r])
    return Referral.objects.filter(people.visible_by(viewer, "person"))


def _of_link(viewer: Viewer) -> UUID | None:
    """The one referral that a link opens; None for every other viewer."""
    room, _, referral = viewer.token.partition(":")
    return known(referral) if room == "referrals" else None


def value(row: Referral, steps: Sequence[StepValue] = ()) -> Case:
    """A row as a value."""
    return Case(
        id=str(row.pk),
        person=str(row.person_id),
        kind=row.kind,
        option=row.option,
        option_name=row.option_name,
        area=str(row.area_id),
        status=row.status,
        reason=row.reason,
        need=row.need,
        note=row.note,
        consent=str(row.consent) if row.consent else None,
        requested_by=str(row.requested_by_id) if row.requested_by_id else None,
        requested_at=row.requested_at,
        answer_by=row.answer_by,
        updated_at=row.updated_at,
        closed_at=row.closed_at,
        news_at=row.news_at,
        link_until=row.link_until,
        owner=str(row.owner_id) if row.owner_id else None,
        due_step=row.due_step,
        due_at=row.due_at,
        estimate_weeks=row.estimate_weeks,
        replaces=str(row.replaces_id) if row.replaces_id else None,
        assessment=row.assessment,
        handover=row.handover,
        by_sms=bool(row.link_code),
        pathway=(*STEPS, *settings.REFERRAL_STEPS),
        steps=tuple(steps),
    )


def _steps(rows: Iterable[Step]) -> list[StepValue]:
    return [
        StepValue(
            before=row.before,
            after=row.after,
            reason=row.reason,
            note=row.note,
            by_role=row.by_role,
            by_account=str(row.by_account_id) if row.by_account_id else None,
            as_told=row.as_told,
            at=row.at,
        )
        for row in rows
    ]


def _with_history(rows: QuerySet[Referral]) -> list[Case]:
    """Cases with their histories, in one query: a referral always has the step that opened it."""
    found: dict[UUID, tuple[Referral, list[Step]]] = {}
    for step in Step.objects.filter(referral__in=rows.values("pk")).select_related("referral").order_by("pk"):
        found.setdefault(step.referral_id, (step.referral, []))[1].append(step)
    return [value(row, _steps(steps)) for row, steps in found.values()]


def _named(viewer: Viewer, found: Case) -> Case:
    """The case with the names of those who acted, for viewers who may know colleagues by name."""
    ids = {i for i in (found.requested_by, found.owner, *(step.by_account for step in found.steps)) if i}
    names = people.account_names(viewer, ids) if ids and may(viewer, "account.see") else {}
    steps = tuple(replace(step, by_name=names.get(step.by_account or "", "")) for step in found.steps)
    return replace(
        found,
        steps=steps,
        requested_by_name=names.get(found.requested_by or "", ""),
        owner_name=names.get(found.owner or "", ""),
    )


def case(viewer: Viewer, id: object, now: datetime) -> Case:
    """One referral with its history and whether its consent still holds; NotFound when out of reach."""
    allow_some(viewer, "referral.see")
    rows = _with_history(_rows(viewer).filter(pk=known(id)))
    if not rows:
        raise NotFound("referral")
    found = rows[0]
    record = people.record(viewer, found.person)
    link = link_viewer_token(found.id)
    allow(viewer, "referral.see", area=record.profile.area_id, person=found.person, link=link)
    held = agreement(record.consents, consent=found.consent, kind=found.kind, option=found.option, now=now)
    return replace(_named(viewer, found), person_name=record.profile.name, consent_holds=held is not None)


def agreed(viewer: Viewer, row: Referral, now: datetime) -> ConsentValue | None:
    """The agreement that this referral stands on, looked up now; None when it was taken back or has ended."""
    record = people.record(viewer, row.person_id)
    return None if record.profile.resting_since else agreement_of(row, record.consents, now)


def agreement_of(row: Referral, given: Iterable[ConsentValue], now: datetime) -> ConsentValue | None:
    """The same, among agreements that were read already."""
    mine = str(row.consent) if row.consent else None
    return agreement(given, consent=mine, kind=row.kind, option=row.option, now=now)


def of_person(viewer: Viewer, person: object) -> list[Case]:
    """All referrals of one person with their histories, open ones first, then the newest."""
    allow_some(viewer, "referral.see")
    mine = people.visible_same(viewer, person)
    rows = _with_history(_rows(viewer).filter(person__in=mine))
    newest_first = sorted(rows, key=lambda found: found.requested_at, reverse=True)
    return sorted(newest_first, key=lambda found: found.closed)


def caseload(viewer: Viewer, now: datetime) -> list[Case]:
    """The referrals that still ask something of this viewer: open, or closed with news not yet looked at.

    Those of people who died, moved away or want no contact ask nothing: they stand on their own page.
    """
    allow_some(viewer, "caseload.see")
    return [value(row) for row in _asking(viewer).rows()]


def load(viewer: Viewer, now: datetime) -> Load:
    """How many people have referrals that this viewer looks after, open and within a year. One query."""
    allow_some(viewer, "caseload.see")
    mine = Referral.objects.filter(owner__isnull=False, owner=known(viewer.account))
    open_now, lately = ~Q(status__in=CLOSED), Q(requested_at__gt=now - timedelta(days=365))
    found = mine.filter(open_now | lately).aggregate(
        now=Count("person", distinct=True, filter=open_now), year=Count("person", distinct=True)
    )
    return Load(**found)


@lru_cache(maxsize=256)
def _asking(viewer: Viewer) -> Prepared[Referral]:
    """Those in sight who are here are among those in sight: one look for each row."""
    asks = ~Q(status__in=CLOSED) | Q(news_at__isnull=False)
    rows = Referral.objects.filter(asks, people.visible_here_by(viewer, "person"))
    return Prepared(lambda: rows.order_by("requested_at", "pk"))


def held_about(viewer: Viewer, person: object) -> dict[str, Any]:
    """What this room holds about a person, as plain JSON values."""
    allow(viewer, "person.export", person=person)
    ids = people.same_person(viewer, person) | {known(person)}
    mine = Referral.objects.filter(person__in=ids)
    rows = [*_with_history(mine), *(value(row) for row in mine.filter(step__isnull=True))]
    reached = Reached.objects.filter(person__in=ids).order_by("at", "pk")
    sent = Intake.objects.filter(person__in=ids).select_related("partner").order_by("received_at", "pk")
    return {
        **held_at_desk(viewer, ids),
        "talks": [
            {"how": row.how, "minutes": row.minutes, "note": row.note, "at": row.at.isoformat()}
            for row in Talk.objects.filter(person__in=ids).order_by("at", "pk")
        ],
        "todos": [
            {
                "kind": row.kind,
                "text": row.text,
                "about": row.about,
                "answer": row.answer,
                "status": row.status,
                "due_on": row.due_on.isoformat() if row.due_on else None,
                "asked_at": row.asked_at.isoformat(),
            }
            for row in ToDo.objects.filter(person__in=ids).order_by("asked_at", "pk")
        ],
        "referred_in": [_sent_in(row) for row in sent],
        "goals": [_goal(row) for row in Goal.objects.filter(person__in=ids).order_by("set_at", "pk")],
        "measurings": [
            _measuring(row) for row in Measuring.objects.filter(person__in=ids).order_by("begun_at", "pk")
        ],
        "referrals": [_exported(found) for found in sorted(rows, key=lambda one: one.requested_at)],
        "outreach": [
            {
                "how": row.how,
                "at": row.at.isoformat(),
                "next_on": row.next_on.isoformat() if row.next_on else None,
            }
            for row in reached
        ],
    }


def _goal(row: Goal) -> dict[str, Any]:
    return {
        "goal": row.words,
        "need": row.need,
        "status": row.state,
        "at": row.set_at.isoformat(),
        "closed_at": row.ended_at.isoformat() if row.ended_at else None,
        "next_on": row.look_again_on.isoformat() if row.look_again_on else None,
    }


def _measuring(row: Measuring) -> dict[str, Any]:
    return {
        "instruments": row.scales,
        "starts_at": row.begun_at.isoformat(),
        "again_at": row.again_at.isoformat(),
        "rather_not_first_at": row.left_first_at.isoformat() if row.left_first_at else None,
        "rather_not_again_at": row.left_again_at.isoformat() if row.left_again_at else None,
    }


def _sent_in(row: Intake) -> dict[str, Any]:
    return {
        "who": row.partner.name,
        "told_by": row.from_name,
        "need": row.need,
        "note": row.note,
        "how": row.how,
        "at": row.received_at.isoformat(),
        "answered_at": row.contacted_at.isoformat() if row.contacted_at else None,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "outcome": row.outcome,
    }


def _exported(found: Case) -> dict[str, Any]:
    return {
        "asked": found.option_name,
        "kind": found.kind,
        "need": found.need,
        "note": found.note,
        "introduced": found.handover,
        "status": found.status,
        "weeks_on_waiting_list": found.estimate_weeks,
        "reason": found.reason,
        "asked_at": found.requested_at.isoformat(),
        "closed_at": found.closed_at.isoformat() if found.closed_at else None,
        "steps": [
            {
                "from": step.before,
                "to": step.after,
                "reason": step.reason,
                "note": step.note,
                "by": step.by_role,
                "at": step.at.isoformat(),
            }
            for step in found.steps
        ],
    }
