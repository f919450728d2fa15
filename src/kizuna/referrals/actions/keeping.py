"""Erasing what is held about a person, and loading many referrals at once."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note as write_note
from kizuna.ledger.actions import note_many
from kizuna.ledger.entry import Note
from kizuna.people.queries import same_person
from kizuna.places.identity import known
from kizuna.referrals.actions.measuring import load_measurings
from kizuna.referrals.actions.owing import owe
from kizuna.referrals.case import NewReferral
from kizuna.referrals.models import (
    Draft,
    Flag,
    Goal,
    Intake,
    Measuring,
    Reached,
    Referral,
    Step,
    Talk,
    ToDo,
    Visit,
)
from kizuna.referrals.pathway import BOTH, BY_CODE, START, check_step
from kizuna.referrals.queries import last_measured, outcome_scales, site_calendar, site_steps

BATCH = 1000


def erase(*, person: UUID | str, by: Viewer, now: datetime) -> None:
    """Forget a person's referrals with their histories; links to them open nothing any more."""
    allow(by, "person.erase", person=person)
    with transaction.atomic():
        ids = same_person(by, person) | {known(person)}
        Referral.objects.filter(person__in=ids).delete()
        Reached.objects.filter(person__in=ids).delete()
        Talk.objects.filter(person__in=ids).delete()
        ToDo.objects.filter(person__in=ids).delete()
        Goal.objects.filter(person__in=ids).delete()
        Measuring.objects.filter(person__in=ids).delete()
        Intake.objects.filter(person__in=ids).delete()
        Draft.objects.filter(person__in=ids).delete()
        Flag.objects.filter(person__in=ids).delete()
        # Whoever is still out is looked for all the same.
        Visit.objects.filter(person__in=ids, back_at__isnull=False).delete()
        Visit.objects.filter(person__in=ids).update(person=None, place="–", reach="–")
        write_note(verb="referral.erased", subject="referrals.Referral", person=person, by=by, now=now)


def load_referrals(*, referrals: Iterable[NewReferral], by: Viewer, now: datetime) -> int:
    """Write many referrals with their histories and ledger lines, each walked along the pathway; how many."""
    allow(by, "referral.load")
    waiting, count, scales = iter(referrals), 0, outcome_scales(by)
    with transaction.atomic():
        while batch := list(islice(waiting, BATCH)):
            rows = [_row(new, by, now) for new in batch]
            Referral.objects.bulk_create(rows, batch_size=BATCH)
            load_measurings(rows, last_measured(by, [row.person_id for row in rows]), scales)
            steps = [step for new in batch for step in _steps(new, by)]
            Step.objects.bulk_create(steps, batch_size=BATCH)
            note_many(notes=_notes(batch), now=now)
            count += len(batch)
    return count


def _row(new: NewReferral, by: Viewer, now: datetime) -> Referral:
    first, last = new.steps[0], new.steps[-1]
    closed = BY_CODE[last.after].closed
    row = Referral(
        pk=new.id,
        person_id=new.person,
        option_name=new.option_name,
        area_id=new.area,
        status=last.after,
        reason=last.reason,
        need=new.need,
        note=new.note,
        consent=new.consent,
        requested_by_id=new.requested_by,
        requested_at=first.at,
        answer_by=site_calendar(by).after_working_days(first.at, settings.DUE_DAYS.answer),
        owner_id=new.requested_by,
        updated_at=last.at,
        closed_at=last.at if closed else None,
        news_at=None if new.seen or len(new.steps) == 1 else last.at,
        **{f"{new.kind}_id": new.option},
    )
    owe(row, by, now)
    return row


def _steps(new: NewReferral, by: Viewer) -> Iterator[Step]:
    before, allowed = START, site_steps(by)
    for step in new.steps:
        check_step(before, step.after, sides=BOTH, reason=step.reason, steps=allowed)
        yield Step(
            referral_id=new.id,
            before=before,
            after=step.after,
            reason=step.reason,
            note=step.note,
            by_role=step.by_role,
            by_account_id=step.by_account,
            at=step.at,
        )
        before = step.after


def _notes(batch: list[NewReferral]) -> Iterator[Note]:
    for new in batch:
        for step in new.steps:
            who = Viewer(role=step.by_role, account=str(step.by_account or ""), reason="loaded")
            yield Note(f"referral.{step.after}", f"referrals.Referral:{new.id}", new.person, who)
