"""Two-person deeds: one proposes, another decides, and the work of the room that asked runs once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import SECOND, allow, allow_some, may, reaches
from kizuna.access.viewer import SYSTEM, NotAllowed, NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.people.approval import WAITS, ApprovalValue
from kizuna.people.models import Account, Approval
from kizuna.people.queries import viewer_of
from kizuna.places.identity import known
from kizuna.work.actions import enqueue

LONGEST = 2000


def propose(
    *,
    deed: str,
    task: str,
    subject: str,
    about: str,
    why: str,
    arguments: Mapping[str, Any] | None = None,
    area: object = None,
    person: object = None,
    waits: timedelta = WAITS,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Ask a second person for a deed of `access.deeds.SECOND`; the same again returns the one that waits.

    `task` (`room.task` of the room that asks) runs once when it is approved, with the id as its key.
    `subject` is an identifier; `about` says in words what would be done, and `why` is the proposer's reason.
    """
    allow(by, deed, area=area, person=person)
    seconded = SECOND[deed]
    words = why.strip()
    if not words or len(words) > LONGEST:
        raise Refused(_("Say why, in at most 2,000 characters. The second person reads it."))
    allow_some(by, "approval.see")
    with transaction.atomic():
        # The proposer's own row is held, so that two taps at once make one proposal.
        proposer = Account.objects.select_for_update().filter(pk=known(by.account)).first()
        if proposer is None:
            raise NotAllowed(seconded)
        same = Approval.objects.filter(deed=deed, subject=subject, proposed_by=proposer, decision="")
        held = same.first()
        if held and now < held.expires_at:
            return held.pk
        same.delete()
        row = Approval.objects.create(
            deed=deed, task=task, subject=subject, about=about, why=words, arguments=dict(arguments or {}),
            area_id=known(area) if area else None, person_id=known(person) if person else None,
            proposed_by=proposer, proposed_at=now, expires_at=now + waits,
        )  # fmt: skip
        note(verb="approval.proposed", subject=row, person=row.person_id, by=by, now=now)
    return row.pk


def _decided(approval: object, decision: str, reason: str, by: Viewer, now: datetime) -> None:
    """Decide once: the row is locked, so that of two who tap at the same moment the later one is told."""
    allow_some(by, "approval.see")
    if len(reason) > LONGEST:
        raise Refused(_("Write at most 2,000 characters."))
    with transaction.atomic():
        row = Approval.objects.select_for_update().filter(pk=known(approval)).first()
        if row is None:
            raise NotFound("approval")
        _check_second(row, by)
        if row.decision == decision and str(row.decided_by_id) == by.account:
            return
        if row.decision and row.decision != "lapsed":
            raise Refused(_("Somebody else has decided this already."))
        if row.decision == "lapsed" or now >= row.expires_at:
            raise Refused(_("This proposal has lapsed. It can be proposed again."))
        if decision == "approved":
            _check_proposer(row)
            enqueue(row.task, key=str(row.pk), now=now)
        row.decision, row.decided_by_id, row.decided_at = decision, known(by.account), now
        row.reason = reason.strip()
        row.save(update_fields=["decision", "decided_by", "decided_at", "reason"])
        note(verb=f"approval.{decision}", subject=row, person=row.person_id, by=by, now=now)


def close_lapsed(*, by: Viewer, now: datetime) -> int:
    """Close the proposals that nobody decided in time, each with a ledger line; how many."""
    allow(by, "approval.lapse")
    with transaction.atomic():
        rows = list(Approval.objects.select_for_update().filter(decision="", expires_at__lte=now))
        for row in rows:
            row.decision, row.decided_at = "lapsed", now
            row.save(update_fields=["decision", "decided_at"])
            note(verb="approval.lapsed", subject=row, person=row.person_id, by=by, now=now)
    return len(rows)


def _check_second(row: Approval, by: Viewer) -> None:
    if str(row.proposed_by_id) == by.account:
        raise NotAllowed(_("You proposed this yourself. Somebody else has to decide."))
    if not may(by, SECOND[row.deed]):
        raise NotFound("approval")
    allow(by, SECOND[row.deed], area=row.area_id, person=row.person_id)
    if not by.account:
        raise NotAllowed("approval")


def _check_proposer(row: Approval) -> None:
    """Whoever proposed it must still be allowed to, at this moment."""
    account = Account.objects.get(pk=row.proposed_by_id)
    proposer = viewer_of(SYSTEM("two-person deed"), account)
    still = may(proposer, row.deed) and reaches(
        proposer, row.deed, area=row.area_id, organisation=None, person=row.person_id, link=None
    )
    if not still:
        raise Refused(_("The person who proposed this may no longer do it. Decline it."))


def approve(*, approval: object, reason: str = "", by: Viewer, now: datetime) -> None:
    """Second it: from this commit on the room's task carries it out, once. A second tap changes nothing."""
    _decided(approval, "approved", reason, by, now)


def approve_as_keeper(*, approval: object, task: str, by: Viewer, now: datetime) -> None:
    """For a room that knows who else may second: decided and done by this account, in its transaction.

    The caller has checked that this viewer is the second person. Nobody approves what they proposed.
    """
    allow_some(by, "approval.see")
    with transaction.atomic():
        row = Approval.objects.select_for_update().filter(pk=known(approval), task=task, decision="").first()
        if row is None or now >= row.expires_at:
            raise Refused(_("This proposal has lapsed. It can be proposed again."))
        if str(row.proposed_by_id) == by.account:
            raise NotAllowed(_("You proposed this yourself. Somebody else has to decide."))
        row.decision, row.decided_by_id, row.decided_at, row.done_at = "approved", known(by.account), now, now
        row.save(update_fields=["decision", "decided_by", "decided_at", "done_at"])
        note(verb="approval.approved", subject=row, person=row.person_id, by=by, now=now)


def decline(*, approval: object, reason: str, by: Viewer, now: datetime) -> None:
    """Say no, with a reason that the proposer reads. A second tap changes nothing."""
    if not reason.strip():
        raise Refused(_("Say why not. The person who proposed it reads your reason."))
    _decided(approval, "declined", reason, by, now)


def carry_out(*, approval: object, task: str, by: Viewer, now: datetime) -> ApprovalValue | None:
    """For the task that does it, inside its transaction: the approved proposal with its arguments, once.

    None when it was not approved, was done before, or belongs to another task.
    """
    allow(by, "approval.carry_out")
    with transaction.atomic():
        row = Approval.objects.select_for_update().filter(pk=known(approval), task=task).first()
        if row is None or row.decision != "approved" or row.done_at is not None:
            return None
        row.done_at = now
        row.save(update_fields=["done_at"])
        note(verb="approval.done", subject=row, person=row.person_id, by=by, now=now)
    return replace(row.value(), arguments=row.arguments)
