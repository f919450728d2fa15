"""A provider with an account answers several at once, and keeps replies ready."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.directory.ids import known_ids
from kizuna.ledger.actions import note as write_note
from kizuna.places.identity import known
from kizuna.referrals.actions.steps import take_step
from kizuna.referrals.case import LinkClosed
from kizuna.referrals.models import Reply
from kizuna.referrals.queries import in_queue
from kizuna.referrals.queue import AT_ONCE, REPLY_LENGTH, TITLE_LENGTH, Answered


def answer_many(
    *,
    referrals: Iterable[object],
    to: str,
    reason: str = "",
    note: str = "",
    via: Sequence[str] = (),
    weeks: int | None = None,
    by: Viewer,
    now: datetime,
) -> Answered:
    """Take the same step for several, each wholly or not at all; those that may not take it are left."""
    allow_some(by, "queue.answer")
    chosen = list(dict.fromkeys(str(one) for one in referrals))
    if not chosen or len(chosen) > AT_ONCE:
        raise Refused(N_("Choose whom to answer: at least one, and at most a hundred at once."))
    done = 0
    for one in chosen:
        try:
            _case, holder = in_queue(by, one, now)
            take_step(referral=one, to=to, reason=reason, note=note, via=via, weeks=weeks, by=holder, now=now)
        except (Refused, NotFound, LinkClosed):
            continue
        done += 1
    return Answered(done, len(chosen) - done)


def keep_reply(
    *, attempt: UUID, organisation: object, title: str, text: str, by: Viewer, now: datetime
) -> None:
    """Keep a reply ready for everybody of the organisation. The same attempt again changes nothing."""
    allow(by, "queue.keep", organisation=organisation)
    title, text = title.strip(), text.strip()
    if not title or not text or len(title) > TITLE_LENGTH or len(text) > REPLY_LENGTH:
        raise Refused(N_("Write a short name for the reply, and the reply."))
    values = {"organisation_id": known(organisation), "title": title, "text": text, "kept_at": now}
    with transaction.atomic():
        row, made = Reply.objects.get_or_create(id=attempt, defaults=values)
        if made:
            write_note(verb="reply.kept", subject=row, by=by, now=now)


def drop_reply(*, reply: object, by: Viewer, now: datetime) -> None:
    """Keep a reply no longer."""
    allow_some(by, "queue.keep")
    with transaction.atomic():
        mine = Reply.objects.filter(organisation__in=known_ids(by.organisations))
        row = mine.select_for_update(of=("self",)).filter(pk=known(reply)).first()
        if row is None:
            raise NotFound("reply")
        write_note(verb="reply.dropped", subject=row, by=by, now=now)
        row.delete()
