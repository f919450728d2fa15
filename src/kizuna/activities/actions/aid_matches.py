"""Bringing an ask and an offer together: proposed by a human, agreed by both, done or not."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.activities.actions.aid import _locked, _move, allow_own, heed_aid
from kizuna.activities.actions.aid_telling import tell_aid
from kizuna.activities.aid import ANSWER_WITHIN, ASK, OFFER
from kizuna.activities.models import Aid, AidMatch
from kizuna.activities.queries import may_meet, suits
from kizuna.ledger.actions import note
from kizuna.places.identity import known


def propose_match(*, ask: object, offer: object, by: Viewer, now: datetime) -> UUID:
    """Ask both sides whether they agree; the id of the match. Refused when it suits no more.

    The facts are looked at anew, with every row of this helper locked: nobody is given more than there is
    room for, however many people press at once.
    """
    allow_some(by, "aid.match")
    with transaction.atomic():
        one, other = _both(ask, offer)
        allow(by, "aid.match", area=one.area_id)
        allow(by, "aid.match", area=other.area_id)
        before = AidMatch.objects.filter(ask=one, offer=other, state="proposed").first()
        if before is not None:
            return before.pk
        if not suits(by, one.pk, other.pk, now):
            raise Refused(_("These two do not suit each other any more. Look at the list again."))
        match = AidMatch.objects.create(
            id=uuid4(),
            ask=one,
            offer=other,
            state="proposed",
            proposed_at=now,
            proposed_by_id=UUID(by.account) if by.account else None,
            answer_by=now + ANSWER_WITHIN,
        )
        note(verb="aid_match.proposed", subject=match, by=by, now=now)
        for each in (one, other):
            tell_aid(each, "proposed", now, match)
    return match.pk


def _both(ask: object, offer: object) -> tuple[Aid, Aid]:
    """An ask and an offer, locked together with everything else that this helper offers."""
    pair = Aid.objects.filter(pk__in=[known(ask), known(offer)])
    helper = {row.pk: row for row in pair.only("side", "mark", "person")}
    given = helper.get(known(offer))
    if given is None or known(ask) not in helper:
        raise NotFound("aid")
    theirs = Q(mark=given.mark) | (Q(person=given.person_id) if given.person_id else Q())
    every = set(Aid.objects.filter(theirs, side=OFFER).values_list("pk", flat=True))
    rows = {row.pk: row for row in _locked({*every, known(ask), known(offer)})}
    one, other = rows[known(ask)], rows[known(offer)]
    if one.side != ASK or other.side != OFFER:
        raise NotFound("aid")
    return one, other


def propose_matches(*, pairs: Iterable[tuple[object, object]], by: Viewer, now: datetime) -> tuple[int, int]:
    """Propose many; how many were proposed, and how many suit no more and were left out."""
    allow_some(by, "aid.match")
    done = left = 0
    for ask, offer in pairs:
        try:
            propose_match(ask=ask, offer=offer, by=by, now=now)
            done += 1
        except Refused:
            left += 1
    return done, left


def answer_match(*, match: object, aid: object, yes: bool, by: Viewer, now: datetime) -> str:
    """One of the two says yes or no; how it stands then. The same answer again changes nothing.

    `aid`: the ask or the offer for which the answer is given. Only when both said yes, each learns how to
    reach the other.
    """
    with transaction.atomic():
        row, mine, other = _mine(match, aid, by)
        if row.state != "proposed":
            return row.state
        if not may_meet(by, row.ask_id, row.offer_id):  # something changed since they were asked
            return _close(row, "ended", mine, other, by, now)
        if not yes:
            return _close(row, "declined", mine, other, by, now)
        field = "ask_yes_at" if mine.side == ASK else "offer_yes_at"
        if getattr(row, field) is None:
            setattr(row, field, now)
            note(verb="aid_match.answered", subject=row, person=mine.person_id, by=by, now=now)
        if row.ask_yes_at and row.offer_yes_at:
            row.state = "agreed"
            note(verb="aid_match.agreed", subject=row, by=by, now=now)
            for each in (mine, other):
                tell_aid(each, "agreed", now, row)
        row.save(update_fields=[field, "state"])
    return row.state


def finish_match(
    *, match: object, aid: object, worked: bool, words: str = "", by: Viewer, now: datetime
) -> str:
    """One of the two says that it is done, or that it did not work; how it stands then. Twice is once.

    What did not work is read by whoever keeps the area, and the ask is open again.
    """
    with transaction.atomic():
        row, mine, other = _mine(match, aid, by)
        if row.state != "agreed":
            return row.state
        if not worked:
            row.words = words
            heed_aid(mine, words, row.pk, now)
            return _close(row, "failed", mine, other, by, now)
        row.state, row.closed_at, row.told_by = "done", now, mine.side
        row.save(update_fields=["state", "closed_at", "told_by"])
        note(verb="aid_match.done", subject=row, by=by, now=now)
        asker, helper = (mine, other) if mine.side == ASK else (other, mine)
        if asker.state == "open":
            _move(asker, "done", by, now)
        if mine.side == ASK:
            tell_aid(helper, "thanked", now, row)
    return row.state


def _mine(match: object, aid: object, by: Viewer) -> tuple[AidMatch, Aid, Aid]:
    """A match, locked behind its ask and its offer; the one that answers, and the other."""
    allow_some(by, "aid.link" if by.token else "aid.own")
    found = AidMatch.objects.filter(pk=known(match)).filter(Q(ask=known(aid)) | Q(offer=known(aid))).first()
    if found is None:
        raise NotFound("match")
    rows = {row.pk: row for row in _locked([found.ask_id, found.offer_id])}
    mine = rows.pop(known(aid))
    allow_own(mine, by)
    row = AidMatch.objects.select_for_update().get(pk=found.pk)
    return row, mine, next(iter(rows.values()))


def _close(row: AidMatch, state: str, mine: Aid, other: Aid, by: Viewer, now: datetime) -> str:
    row.state, row.closed_at, row.told_by = state, now, mine.side
    row.save(update_fields=["state", "closed_at", "told_by", "words"])
    note(verb=f"aid_match.{state}", subject=row, by=by, now=now)
    tell_aid(other, "over", now, row)
    return state
