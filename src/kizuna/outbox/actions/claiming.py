"""Taking messages out, the most urgent first, as many as the gates before their ways let through."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from kizuna.access.secrets import BadSeal
from kizuna.access.viewer import SYSTEM
from kizuna.outbox import gate as gates
from kizuna.outbox.actions.recording import record_in
from kizuna.outbox.actions.steps import DELIVER, URGENT, move, wake_at, wanted
from kizuna.outbox.gate import Gate
from kizuna.outbox.message import LIFE, Parcel, Told, Turn
from kizuna.outbox.models import Gate as GateRow
from kizuna.outbox.models import Message, Run
from kizuna.outbox.quiet import LOUD
from kizuna.outbox.states import HELD_BACK
from kizuna.outbox.stop import NOT_STOPPED
from kizuna.outbox.ways import LANES, Way, nowhere
from kizuna.work.actions import wake
from kizuna.work.queries import alive

COLUMNS = [field.name for field in fields(Gate)]
HOUSE = SYSTEM("outbox")


def due(now: datetime, least: int = 0) -> QuerySet[Message]:
    """What may be tried now: queued rows, and unknown ones that may be asked about or sent again."""
    rows = Message.objects.filter(wanted(), status__in=["queued", "unknown"], next_try__lte=now)
    if held := list(Run.objects.filter(state__in=HELD_BACK).values_list("id", flat=True)):
        rows = rows.exclude(run_id__in=held)
    return rows.filter(Q(until=None) | Q(until__gt=now), urgency__gte=least)


def adopt(*, by: str, now: datetime) -> int:
    """Rows on their way whose task is no longer at work: nobody knows whether they left. How many.

    They were in the hands of an earlier attempt of this very task, or of one whose worker died.
    """
    under_way = Message.objects.filter(status="sending").exclude(claimed_by="")
    holders = set(under_way.values_list("claimed_by", flat=True).distinct()) - {by}
    lost = Message.objects.filter(status="sending").exclude(claimed_by__in=alive(HOUSE, holders))
    with transaction.atomic():
        return move(lost, "unknown", next_try=now, last_error="LeaseLost") if lost.exists() else 0


class _Gates:
    """The gates of this site, locked for a moment where they may change."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.ways: dict[str, tuple[Way, ...]] = settings.OUTBOX_WAYS
        self.by_name: dict[str, Way] = {way.name: way for some in self.ways.values() for way in some}
        rows = {row["name"]: row for row in GateRow.objects.values(*COLUMNS)}
        if missing := [GateRow(name=name) for name in self.by_name if name not in rows]:
            GateRow.objects.bulk_create(missing, ignore_conflicts=True)
        busy = [name for name, way in self.by_name.items() if way.rate or self._troubled(rows.get(name))]
        if busy:
            locked = GateRow.objects.filter(name__in=busy).order_by("name").select_for_update()
            rows |= {row["name"]: row for row in locked.values(*COLUMNS)}
        self.before = {name: Gate(**rows[name]) if name in rows else Gate(name) for name in self.by_name}
        self.gates = {name: gates.filled(self.before[name], way, now) for name, way in self.by_name.items()}
        self.room = {
            name: gates.lets_through(self.gates[name], way, now) for name, way in self.by_name.items()
        }

    @staticmethod
    def _troubled(row: dict[str, object] | None) -> bool:
        return bool(row) and (row["circuit"] != "closed" or row["rests_until"] is not None)  # type: ignore[index]

    def of(self, channel: str) -> tuple[Way, ...]:
        """The ways of a channel in their order."""
        return self.ways.get(channel) or (nowhere(channel),)

    def shut(self) -> list[str]:
        """Channels of which no way is open now."""
        return [
            channel
            for channel, ways in self.ways.items()
            if ways and not any(self.room[way.name] > 0 for way in ways)
        ]

    def choose(self, row: Message) -> Way | None:
        """The way for this row: for a doubtful one that which had it; else the next in turn that is open."""
        ways = self.of(row.channel)
        if row.status == "unknown" and not row.insisted:
            ways = tuple(way for way in ways if way.name == row.provider) or (nowhere(row.channel),)
        first = row.attempts % len(ways)
        for way in (*ways[first:], *ways[:first]):
            if self.room.get(way.name, LANES) > 0:
                if way.name in self.room:
                    self.room[way.name] -= 1
                return way
        return None

    def passed(self, taken: dict[str, list[Message]]) -> None:
        """Write down what goes through."""
        for name, rows in taken.items():
            if name not in self.by_name:
                continue
            after = gates.passed(self.gates[name], self.by_name[name], len(rows), self.now)
            if after != self.before[name] and (self.by_name[name].rate or after.circuit != "closed"):
                changes = {column: getattr(after, column) for column in COLUMNS}
                GateRow.objects.filter(name=name).update(**changes)

    def rest_until(self, channels: Iterable[str]) -> datetime | None:
        """When the first way of these channels opens."""
        found = [
            gates.opens(self.gates[way.name], way, self.now)
            for channel in channels
            for way in self.ways.get(channel, ())
        ]
        return min(found, default=None)


def turn(*, by: str, told: Sequence[Told] = (), least: int = 0, limit: int = LANES, now: datetime) -> Turn:
    """One transaction: write down what became of the last parcels, and take the next: they are `sending`."""
    with transaction.atomic():
        record_in(told, now)
        if not limit:
            return Turn((), now)
        found = _Gates(now)
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
            _mark(name, some, by)
        found.passed(taken)
        parcels = tuple(
            _parcel(row, name, row.id in doubtful) for name, some in taken.items() for row in some
        )
        waiting = [] if parcels else set(due(now, least).order_by().values_list("channel", flat=True)[:100])
        return Turn(parcels, found.rest_until(waiting))


def _wait_for(found: _Gates, row: Message, now: datetime) -> None:
    """Only the provider that had it can say what became of it: come back when it answers again."""
    way = found.by_name[row.provider]
    later = max(gates.opens(found.gates[way.name], way, now), now + timedelta(seconds=1))
    Message.objects.filter(id=row.id).update(next_try=later)


def _mark(way: str, rows: list[Message], by: str) -> None:
    Message.objects.filter(id__in=[row.id for row in rows]).update(
        status="sending",
        claimed_by=by,
        provider=way,
        attempts=F("attempts") + 1,
        next_try=None,
        insisted=False,
    )


def _parcel(row: Message, way: str, doubtful: bool) -> Parcel:
    return Parcel(
        row.id,
        row.channel,
        row.address,
        row.subject,
        row.text,
        row.reference,
        row.attempts + 1,
        row.life_safety,
        way,
        doubtful,
        row.parts,
    )


def _take(found: _Gates, least: int, limit: int, now: datetime) -> list[Message]:
    """The most urgent rows, locked. Those that would wake somebody up are put off until the morning."""
    open_ones = due(now, least).exclude(channel__in=found.shut())
    urgent = open_ones.order_by("-urgency", "next_try").select_for_update(skip_locked=True, of=("self",))
    while True:
        rows = _opened(urgent, limit)
        asleep = {row.zone for row in rows if row.channel in LOUD and _quiet(row, now)}
        if not asleep:
            return rows
        for zone in asleep:
            _put_off(zone, now)


def _quiet(row: Message, now: datetime) -> bool:
    waits = row.status == "queued" and not row.life_safety and row.topic not in NOT_STOPPED
    return waits and settings.QUIET_HOURS.ends(now, row.zone or settings.TIME_ZONE) is not None


def _put_off(zone: str, now: datetime) -> None:
    rows = Message.objects.filter(status="queued", channel__in=LOUD, zone=zone, next_try__lte=now)
    rows = rows.filter(life_safety=False).exclude(topic__in=NOT_STOPPED)
    rows.update(next_try=settings.QUIET_HOURS.ends(now, zone or settings.TIME_ZONE))


def _opened(rows: QuerySet[Message], limit: int) -> list[Message]:
    """Rows in the clear. One that no key opens has failed; it must not hold up the others."""
    try:
        return list(rows[:limit])
    except BadSeal:
        for id_ in list(rows.values_list("id", flat=True)[:limit]):
            one = Message.objects.filter(id=id_)
            try:
                one.get()
            except BadSeal:
                move(one, "failed", next_try=None, last_error="BadSeal")
    return _opened(rows, limit)


def go_on(*, least: int = 0, rest_until: datetime | None = None, now: datetime) -> None:
    """Another run of delivery, when this one has lasted long enough and more is due, or a gate opens."""
    name = URGENT if least >= LIFE else DELIVER
    with transaction.atomic():
        if rest_until is not None and rest_until > now:
            wake_at(name, rest_until, now)
        elif due(now, least).exists():
            wake(name, now=now)
