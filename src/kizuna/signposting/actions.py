"""What is counted of looking for help, lists that are sent, and what came of suggestions to who agreed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext

from kizuna.access.deeds import allow
from kizuna.access.secrets import blinds
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.activities.actions import introduce
from kizuna.directory.needs import BY_CODE
from kizuna.ledger.actions import note, note_many
from kizuna.ledger.entry import Note
from kizuna.outbox.actions import send
from kizuna.outbox.address import clean
from kizuna.people.queries import profile, same_person
from kizuna.places.identity import known
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.fairness import NewShown, Outcome, sides
from kizuna.signposting.keep import Choice
from kizuna.signposting.models import ListHour, Offer, ShownCount, UnmetNeed
from kizuna.signposting.queries import aged, options_of
from kizuna.signposting.report import NewUnmet
from kizuna.signposting.suggested import CAME, MOST, NewOffer
from kizuna.work.actions import enqueue, first_time

FORGOTTEN_AFTER = timedelta(hours=1)
MOST_A_DAY = 3
MOST_AN_HOUR = 120


def record_unmet(*, attempt: object, needs: Sequence[str], area: str, by: Viewer, now: datetime) -> None:
    """Count that nothing suitable was found for these needs, in this area ("" when unknown).

    Once for an attempt and these needs: a page that is loaded again is no second person.
    """
    allow(by, "unmet.record")
    # Blind, so that nobody can ever tell who looked.
    marks = blinds(f"{attempt}:{sorted(set(needs))}", settings.SECRET_KEYS, "unmet")
    key, *former = [f"unmet:{mark}" for mark in marks]
    where: Any = UUID(area) if area else None
    day = timezone.localdate(now)
    # The house writes the note: whoever looks for help leaves no trace, not even in the ledger.
    by = SYSTEM("signposting: nothing suitable")
    with transaction.atomic():
        if not first_time(key=key, former=former, now=now):
            return
        rows = [
            UnmetNeed.objects.get_or_create(need=code, area_id=where, day=day)[0]
            for code in dict.fromkeys(needs)
            if code in BY_CODE
        ]
        UnmetNeed.objects.filter(pk__in=[row.pk for row in rows]).update(n=F("n") + 1)
        note_many(notes=(Note("unmet.counted", row, None, by) for row in rows), now=now)


def record_shown(
    *, attempt: object, needs: Sequence[str], facts: PersonFacts, outcome: Outcome, by: Viewer, now: datetime
) -> None:
    """Count that a list was shown, and whether anything on it is within reach: by area, age and language.

    Each of the three alone, by the month, and once for an attempt: no row says who. Nothing is written in
    the ledger: looking for help leaves no trace there.
    """
    allow(by, "unmet.record")
    marks = blinds(f"{attempt}:{sorted(set(needs))}", settings.SECRET_KEYS, "shown")
    key, *former = [f"shown:{mark}" for mark in marks]
    month = timezone.localdate(now).replace(day=1)
    kinds = sides(facts)
    with transaction.atomic(savepoint=False):
        if not first_time(key=key, former=former, now=now):
            return
        rows = [ShownCount(month=month, side=side, value=value) for side, value in kinds.items()]
        ShownCount.objects.bulk_create(rows, ignore_conflicts=True)
        mine = Q()
        for side, value in kinds.items():
            mine |= Q(side=side, value=value)
        ShownCount.objects.filter(mine, month=month).update(
            n=F("n") + 1,
            found=F("found") + int(outcome.found),
            reached=F("reached") + int(outcome.reached),
            suited=F("suited") + int(outcome.suited),
        )


def send_list(*, link: str, way: str, address: str, by: Viewer, now: datetime) -> None:
    """Send the link of a list once to an address, which is forgotten when the message has left.

    The message says nothing of what is on the list: phones and mailboxes are shared. The same list goes to an
    address once in two days, at most `MOST_A_DAY` lists a day do, and `MOST_AN_HOUR` in all leave in an hour.
    """
    allow(by, "list.send")
    clean(way, address)
    keys = _keys(f"{way}:{address}", link)
    with transaction.atomic():
        if not first_time(key=keys[0], former=keys[1:], now=now):
            return
        _count(f"{way}:{address}", now)
        send(
            key=keys[0],
            channel=way,
            address=address,
            subject=gettext("Your list"),
            text=gettext("Your list from Kizuna: %(link)s It works for 90 days.") % {"link": link},
            now=now,
            topic="list",
            until=now + timedelta(days=1),
        )
        enqueue("signposting.forget_list", key=keys[0], now=now, after=now + FORGOTTEN_AFTER)
        note(verb="list.sent", subject="signposting.List:*", by=SYSTEM("signposting: a list"), now=now)


def _keys(address: str, link: str) -> list[str]:
    """Blind marks of a list to an address, by each secret."""
    return [f"list:{mark}" for mark in blinds(f"{address} {link}", settings.SECRET_KEYS, "list")]


def _count(address: str, now: datetime) -> None:
    """Raises Refused when too many lists went to this address today, or to all in this hour."""
    marks = blinds(f"{address} {timezone.localdate(now)}", settings.SECRET_KEYS, "list")
    if not any(first_time(key=f"lists:{marks[0]}:{n}", now=now) for n in range(MOST_A_DAY)):
        raise Refused(gettext("We sent several lists to this address today. Copy the link instead."))
    hour = now.replace(minute=0, second=0, microsecond=0)
    row, _ = ListHour.objects.get_or_create(hour=hour)
    ListHour.objects.filter(pk=row.pk).update(n=F("n") + 1)
    ListHour.objects.filter(hour__lt=now - timedelta(days=1)).delete()
    if row.n >= MOST_AN_HOUR:
        raise Refused(gettext("Very many lists left in this hour. Copy the link, or come back in an hour."))


def record_choice(
    *, person: object, shown: Sequence[Choice], wanted: Choice | None, group: str, by: Viewer, now: datetime
) -> None:
    """Keep what a link worker showed a person, and which of it they chose. They agreed to that support."""
    who = profile(by, person)
    allow(by, "offer.keep", area=who.area_id, person=who.id)
    found = {(one.kind, one.id): one for one in options_of(by, [*filter(None, [wanted]), *shown[:MOST]], now)}
    if wanted is None or (wanted.kind, wanted.id) not in found:
        raise NotFound("option")
    whole = {"person_id": UUID(who.id), "area_id": UUID(who.area_id), "group": group, "shown_at": now}
    rows = [Offer(kind=kind, option=id, name=one.name[:300], **whole) for (kind, id), one in found.items()]
    with transaction.atomic():
        Offer.objects.bulk_create(rows, ignore_conflicts=True)
        row = Offer.objects.get(person=UUID(who.id), kind=wanted.kind, option=wanted.id)
        if row.chosen_at is None:
            row.chosen_at = now
            row.save(update_fields=["chosen_at"])
            note(verb="offer.chosen", subject=row, person=who.id, by=by, now=now)
            if wanted.kind == "group":
                introduce(group=wanted.id, person=who.id, by=by, now=now)


def record_came(*, offer: object, person: object, came: str, by: Viewer, now: datetime) -> None:
    """Keep what came of a choice: they went and it helped, they went and it did not, they did not go."""
    who = profile(by, person)
    allow(by, "offer.keep", area=who.area_id, person=who.id)
    if came not in CAME:
        raise Refused(gettext("Choose what came of it."))
    with transaction.atomic():
        rows = Offer.objects.filter(
            pk=known(offer, "offer"), person__in=same_person(by, who.id) | {UUID(who.id)}
        )
        row = rows.filter(chosen_at__isnull=False).first()
        if row is None:
            raise NotFound("offer")
        row.came, row.came_at = came, now
        row.save(update_fields=["came", "came_at"])
        note(verb="offer.came_of_it", subject=row, person=who.id, by=by, now=now)


def load_figures(
    *,
    shown: Iterable[NewShown],
    unmet: Iterable[NewUnmet],
    offers: Iterable[NewOffer],
    by: Viewer,
    now: datetime,
) -> None:
    """Keep counts and suggestions that are known already: all of them or none."""
    allow(by, "town.load")
    with transaction.atomic():
        ShownCount.objects.bulk_create(ShownCount(**vars(one)) for one in shown)
        UnmetNeed.objects.bulk_create(
            UnmetNeed(need=one.need, area_id=UUID(one.area), day=one.day, n=one.n) for one in unmet
        )
        Offer.objects.bulk_create(_offer(one) for one in offers)
        note(verb="figures.loaded", subject="signposting.ShownCount:*", by=by, now=now)


def _offer(one: NewOffer) -> Offer:
    return Offer(
        id=UUID(one.id),
        person_id=UUID(one.person),
        area_id=UUID(one.area),
        kind=one.kind,
        option=one.option,
        name=one.name[:300],
        group=one.group,
        shown_at=one.shown_at,
        chosen_at=one.shown_at if one.chosen else None,
        came=one.came,
        came_at=one.shown_at + timedelta(weeks=4) if one.came else None,
    )


def erase(*, person: object, by: Viewer, now: datetime) -> None:
    """Forget what was suggested to a person."""
    allow(by, "person.erase", person=person)
    id = UUID(str(person))
    with transaction.atomic():
        Offer.objects.filter(person__in=same_person(by, id) | {id}).delete()
        note(verb="signposting.erased", subject=f"person:{id}", person=id, by=by, now=now)


def let_go(*, code: str, before: datetime | None, limit: int, by: Viewer, now: datetime) -> int:
    """Forget at most `limit` rows whose period is over; how many went. The caller notes it."""
    allow(by, "retention.run")
    with transaction.atomic():
        ids = aged(by, code, before, limit)
        Offer.objects.filter(pk__in=ids).delete()
    return len(ids)
