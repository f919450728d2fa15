"""Taking messages out, the most urgent first, as many as the gates before their ways let through."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from kizuna.access.viewer import SYSTEM
from kizuna.outbox import gate as gates
from kizuna.outbox.actions.gating import Gates, opened, parcel_of
from kizuna.outbox.actions.recording import record_in
from kizuna.outbox.actions.steps import DELIVER, URGENT, move, wake_at, wanted
from kizuna.outbox.gate import Gate
from kizuna.outbox.message import LIFE, Told, Turn
from kizuna.outbox.models import Message, Run
from kizuna.outbox.quiet import LOUD, TALK
from kizuna.outbox.states import HELD_BACK
from kizuna.outbox.stop import NOT_STOPPED
from kizuna.outbox.ways import LANES, Way
from kizuna.work.actions import wake
from kizuna.work.queries import alive

COLUMNS = [field.name for field in fields(Gate)]
HOUSE = SYSTEM("outbox")


def due(now: datetime, least: int = 0, *, fetched: bool = False) -> QuerySet[Message]:
    """What may be tried now: queued rows, and unknown ones that may be asked about or sent again.

    Channels all of whose ways are fetched are left out, but for whoever fetches.
    """
    rows = Message.objects.filter(wanted(), status__in=["queued", "unknown"], next_try__lte=now)
    if held := list(Run.objects.filter(state__in=HELD_BACK).values_list("id", flat=True)):
        rows = rows.exclude(run_id__in=held)
    apart = () if fetched else [name for name, some in settings.OUTBOX_WAYS.items() if only_fetched(some)]
    if apart:
        rows = rows.exclude(channel__in=apart)
    return rows.filter(Q(until=None) | Q(until__gt=now), urgency__gte=least)


def only_fetched(ways: Sequence[Way]) -> bool:
    """Whether nothing of a channel is sent by the site itself."""
    return bool(ways) and all(way.fetched for way in ways)


def adopt(*, by: str, now: datetime) -> int:
    """Rows on their way whose task is no longer at work: nobody knows whether they left. How many.

    They were in the hands of an earlier attempt of this very task, or of one whose worker died.
    """
    under_way = Message.objects.filter(status="sending").exclude(claimed_by="")
    holders = set(under_way.values_list("claimed_by", flat=True).distinct()) - {by}
    lost = Message.objects.filter(status="sending", leased_until=None)
    lost = lost.exclude(claimed_by__in=alive(HOUSE, holders))
    with transaction.atomic():
        found = move(lost, "unknown", next_try=now, last_error="LeaseLost") if lost.exists() else 0
        return found + _never_told(now)


def _never_told(now: datetime) -> int:
    """Rows that somebody fetched and never spoke of: only life safety is handed out again by itself."""
    lost = Message.objects.filter(status="sending", leased_until__lt=now)
    if not lost.exists():
        return 0
    life = move(lost.filter(life_safety=True), "unknown", next_try=now, last_error="NeverTold")
    Message.objects.filter(status="unknown", last_error="NeverTold", next_try=now).update(insisted=True)
    return life + move(lost, "unknown", next_try=None, last_error="NeverTold")


def turn(*, by: str, told: Sequence[Told] = (), least: int = 0, limit: int = LANES, now: datetime) -> Turn:
    """One transaction: write down what became of the last parcels, and take the next: they are `sending`."""
    with transaction.atomic():
        record_in(told, now)
        if not limit:
            return Turn((), now)
        found = Gates(now)
        rows = _take(found, least, limit, now)
        taken: dict[str, list[Message]] = defaultdict(list)
        doubtful = {row.id for row in rows if row.status == "unknown" and not row.insisted}
        for row in rows:
            way = found.choose(row)
            if way is not None:
                taken[way.name].append(row)
            elif row.id in doubtful:
                _wait_for(found, row, now)
        for name, some in taken.items():
            Gates.mark(name, some, by)
        found.passed(taken)
        parcels = tuple(
            parcel_of(row, name, row.id in doubtful) for name, some in taken.items() for row in some
        )
        waiting = [] if parcels else set(due(now, least).order_by().values_list("channel", flat=True)[:100])
        return Turn(parcels, found.rest_until(waiting))


def _wait_for(found: Gates, row: Message, now: datetime) -> None:
    """Only the provider that had it can say what became of it: come back when it answers again."""
    way = found.by_name[row.provider]
    later = max(gates.opens(found.gates[way.name], way, now), now + timedelta(seconds=1))
    Message.objects.filter(id=row.id).update(next_try=later)


def _doubtful(open_ones: QuerySet[Message], limit: int, now: datetime) -> list[Message]:
    """Rows to ask about: a part of each turn is theirs, however many have been due for longer."""
    if not Message.objects.filter(status="unknown", next_try__lte=now).exists():
        return []
    return opened(open_ones.filter(status="unknown", insisted=False), max(1, limit // 4))


def _first(asked: list[Message], rows: list[Message], limit: int) -> list[Message]:
    """Both in one: by urgency, and of one urgency what is asked about before what is sent."""
    known = {row.id for row in asked}
    both = [*asked, *(row for row in rows if row.id not in known)]
    return sorted(both, key=lambda row: -row.urgency)[:limit]


def _take(found: Gates, least: int, limit: int, now: datetime) -> list[Message]:
    """The most urgent rows, locked. Those that would wake somebody up are put off until the morning."""
    open_ones = due(now, least).exclude(channel__in=found.shut())
    urgent = open_ones.order_by("-urgency", "next_try").select_for_update(skip_locked=True, of=("self",))
    while True:
        rows = _first(_doubtful(urgent, limit, now), opened(urgent, limit), limit)
        asleep = {row.zone for row in rows if row.channel in LOUD and found.asleep(row)}
        if not asleep:
            return rows
        for zone in asleep:
            _put_off(zone, now)


def _put_off(zone: str, now: datetime) -> None:
    rows = Message.objects.filter(status="queued", channel__in=LOUD, zone=zone, next_try__lte=now)
    rows = rows.filter(life_safety=False).exclude(topic__in=(*NOT_STOPPED, TALK))
    rows.update(next_try=settings.QUIET_HOURS.ends(now, zone or settings.TIME_ZONE))


def go_on(*, least: int = 0, rest_until: datetime | None = None, now: datetime) -> None:
    """Another run of delivery, when this one has lasted long enough and more is due, or a gate opens."""
    name = URGENT if least >= LIFE else DELIVER
    with transaction.atomic():
        if rest_until is not None and rest_until > now:
            wake_at(name, rest_until, now)
        elif due(now, least).exists():
            wake(name, now=now)
