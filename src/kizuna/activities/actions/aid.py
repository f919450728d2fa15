"""Writes about what neighbours ask and offer: given, looked at, taken back, over, forgotten."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.secrets import blind
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.activities.actions.aid_telling import tell_aid
from kizuna.activities.aid import ASK, BY_KIND, LASTS, LIVE, OFFER, STANDING, LoadedAid, NewAid, opens
from kizuna.activities.models import Aid, AidMatch
from kizuna.activities.models.aid import MARK
from kizuna.ledger.actions import note, note_many
from kizuna.ledger.entry import Note
from kizuna.people.queries import guarding, same_person
from kizuna.places.identity import known
from kizuna.places.queries import area
from kizuna.screening.actions import heed_words

HOUSE = SYSTEM("activities: help among neighbours")
BATCH = 200
HOUR = timedelta(hours=1)
MOST_TO_ONE = 6
"""An hour: asks and offers with one address or number. Nobody is flooded in another's name."""


def give_aid(*, new: NewAid, key: object, by: Viewer, now: datetime) -> UUID:
    """Keep an ask or an offer, with or without an account; its id. The same form twice is one."""
    allow(by, "aid.give")
    own = known(by.person) if by.role == "resident" and by.person else None
    if own and guarding(HOUSE, own) != "nobody":
        raise Refused(
            _("We do not bring you together with people you do not know. Your link worker can help.")
        )
    with transaction.atomic():
        before = Aid.objects.filter(key=known(key)).first()
        if before is not None:
            return before.pk
        row = _row(new, own, UUID(str(key)), now)
        lately = Aid.objects.filter(mark=row.mark, given_at__gt=now - HOUR)
        if lately.count() >= MOST_TO_ONE:
            raise Refused(_("Very much came with this address within the hour. Try again later."))
        row.area_id = UUID(area(by, new.area).id)
        if heed_aid(row, new.words, row.pk, now):
            row.state = "waiting"  # somebody in danger is not sent to a neighbour before a human has read it
        row.save(force_insert=True)
        note(verb=f"{new.side}.given", subject=row, person=row.person_id, by=by, now=now)
        tell_aid(row, "given", now)
    return row.pk


def heed_aid(row: Aid, words: str, about: UUID, now: datetime) -> bool:
    """Whether these words of whoever asks or offers speak of danger; then whoever is on duty is told."""
    return bool(
        heed_words(
            text=words,
            attempt=about,
            area=row.area_id,
            name=row.name,
            reach=row.reach,
            person=row.person_id,
            by=HOUSE,
            now=now,
        )
    )


def _row(new: NewAid, person: UUID | None, key: UUID, now: datetime) -> Aid:
    if not new.kinds or set(new.kinds) - set(BY_KIND) or (new.side == ASK and len(new.kinds) > 1):
        raise Refused(_("Choose what it is about."))
    return Aid(
        id=uuid4(),
        side=new.side,
        person_id=person,
        name=new.name,
        reach=new.reach,
        mark=blind(new.reach.casefold(), settings.SECRET_KEYS, MARK),
        language=translation.get_language() or "",
        kinds=list(new.kinds),
        risks=list(new.risks),
        times=list(new.times),
        languages=list(new.languages),
        words=new.words,
        far_km=new.far_km,
        room=new.room,
        state="waiting" if settings.AID_MODERATED else "open",
        key=key,
        given_at=now,
        until=min(new.until or now + LASTS[new.side], now + LASTS[OFFER]),
    )


def load_aid(*, rows: Iterable[LoadedAid], by: Viewer, now: datetime) -> int:
    """Keep many at once, as they are, without a message to anybody; how many were new."""
    allow_some(by, "aid.load")
    made = []
    for one in rows:
        row = _row(one.new, known(one.person) if one.person else None, one.key, one.given_at)
        row.area_id, row.state = known(one.new.area), one.state
        made.append(row)
    with transaction.atomic():
        there = set(Aid.objects.filter(key__in=[row.key for row in made]).values_list("key", flat=True))
        new = [row for row in made if row.key not in there]
        Aid.objects.bulk_create(new, batch_size=BATCH)
        note_many(notes=(Note(f"{row.side}.given", row, row.person_id, by) for row in new), now=now)
    return len(new)


def look_at_aid(*, aid: object, good: bool, by: Viewer, now: datetime) -> None:
    """Somebody who keeps the area has read it: it is passed on, or not. A second time changes nothing."""
    allow_some(by, "aid.match")
    with transaction.atomic():
        row = _locked([aid])[0]
        allow(by, "aid.match", area=row.area_id)
        if row.state != "waiting":
            return
        _move(row, "open" if good else "refused", by, now)
        if not good:
            tell_aid(row, "refused", now)


def withdraw_aid(*, aid: object, by: Viewer, now: datetime) -> None:
    """Take back one's own ask or offer; whoever was brought together with it is told. Twice is once."""
    allow_some(by, "aid.link" if by.token else "aid.own")
    with transaction.atomic():
        row = _locked([aid])[0]
        allow_own(row, by)
        if row.state in STANDING:
            _move(row, "withdrawn", by, now)
            _end_matches([row], by, now)


def allow_own(row: Aid, by: Viewer) -> None:
    """Only whoever holds the link of this ask or offer, or whose account gave it."""
    if by.token:
        allow(by, "aid.link", link=opens(row.pk))
    else:
        allow(by, "aid.own", person=row.person_id)


def _locked(ids: Iterable[object]) -> list[Aid]:
    """Rows, locked in one order: what two do at once happens one after the other."""
    wanted = sorted({known(id) for id in ids})
    found = list(Aid.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if len(found) < len(wanted):
        raise NotFound("aid")
    return found


def _move(row: Aid, state: str, by: Viewer, now: datetime) -> None:
    row.state, row.closed_at = state, None if state in STANDING else now
    row.save(update_fields=["state", "closed_at"])
    note(verb=f"{row.side}.{state}", subject=row, person=row.person_id, by=by, now=now)


def _end_matches(rows: list[Aid], by: Viewer, now: datetime) -> None:
    """What was under way with these ends, and the other side of each is told."""
    ids = {row.pk for row in rows}
    mine = AidMatch.objects.select_for_update(of=("self",)).filter(Q(ask__in=ids) | Q(offer__in=ids))
    for match in mine.filter(state__in=LIVE).select_related("ask", "offer").order_by("pk"):
        match.state, match.closed_at = "ended", now
        match.save(update_fields=["state", "closed_at"])
        note(verb="aid_match.ended", subject=match, by=by, now=now)
        for other in (match.ask, match.offer):
            if other.pk not in ids:
                tell_aid(other, "over", now, match)


def age_aid(*, by: Viewer, now: datetime) -> int:
    """What is over ends: asks and offers whose time is past, and proposals that nobody answered. How many."""
    allow_some(by, "aid.age")
    ended = 0
    while ids := list(_over(now).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows = [row for row in _locked(ids) if row.state in STANDING and row.until <= now]
            for row in rows:
                _move(row, "expired", by, now)
                tell_aid(row, "expired", now)
            _end_matches(rows, by, now)
        ended += len(ids)
    return ended + _lapse(by, now)


def _over(now: datetime) -> Any:
    # What both agreed on goes on: its ask is over when they say so.
    agreed = AidMatch.objects.filter(state="agreed")
    rows = Aid.objects.filter(state__in=STANDING, until__lte=now).exclude(pk__in=agreed.values("ask"))
    return rows.exclude(pk__in=agreed.values("offer")).order_by("until", "pk")


def _lapse(by: Viewer, now: datetime) -> int:
    due = AidMatch.objects.filter(state="proposed", answer_by__lte=now).order_by("pk")
    lapsed = 0
    for match in due.select_related("ask", "offer")[:BATCH]:
        with transaction.atomic():
            _locked([match.ask_id, match.offer_id])
            if not AidMatch.objects.filter(pk=match.pk, state="proposed").update(
                state="lapsed", closed_at=now
            ):
                continue
            note(verb="aid_match.lapsed", subject=match, by=by, now=now)
            for one in (match.ask, match.offer):
                tell_aid(one, "over", now, match)
            lapsed += 1
    return lapsed


def forget_aid(*, person: object, by: Viewer, now: datetime) -> None:
    """Forget what a person asked and offered; whoever was to help them is told that it is over."""
    allow(by, "person.erase", person=person)
    ids = same_person(by, person) | {UUID(str(person))}
    with transaction.atomic():
        rows = list(Aid.objects.select_for_update().filter(person__in=ids).order_by("pk"))
        _end_matches(rows, by, now)
        Aid.objects.filter(pk__in=[row.pk for row in rows]).delete()
