"""The gates before the ways out, locked for a moment where they may change; rows in the clear."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse

from kizuna.access.secrets import BadSeal
from kizuna.outbox import gate as gates
from kizuna.outbox.actions.steps import move
from kizuna.outbox.gate import Gate
from kizuna.outbox.leaving import leaving_token
from kizuna.outbox.message import MANY, Parcel
from kizuna.outbox.models import Gate as GateRow
from kizuna.outbox.models import Message
from kizuna.outbox.quiet import TALK
from kizuna.outbox.stop import NOT_STOPPED
from kizuna.outbox.ways import LANES, Way, nowhere

COLUMNS = [field.name for field in fields(Gate)]


class Gates:
    """The gates of this site, locked for a moment where they may change."""

    def __init__(self, now: datetime, fetches: str = "") -> None:
        self.now = now
        self.ways: Mapping[str, tuple[Way, ...]] = settings.OUTBOX_WAYS
        self.by_name: dict[str, Way] = {way.name: way for some in self.ways.values() for way in some}
        rows = {row["name"]: row for row in GateRow.objects.values(*COLUMNS)}
        if missing := [GateRow(name=name) for name in self.by_name if name not in rows]:
            GateRow.objects.bulk_create(missing, ignore_conflicts=True)
        busy = [name for name, way in self.by_name.items() if way.rate or self._troubled(rows.get(name))]
        if busy:
            locked = GateRow.objects.filter(name__in=busy).order_by("name").select_for_update()
            rows |= {row["name"]: row for row in locked.values(*COLUMNS)}
        self.before = {name: Gate(**rows[name]) if name in rows else Gate(name) for name in self.by_name}
        self._straighten()
        self.gates = {name: gates.filled(self.before[name], way, now) for name, way in self.by_name.items()}
        # What is fetched goes out only to whoever fetches it now.
        self.room = {
            name: 0 if way.fetched and name != fetches else gates.lets_through(self.gates[name], way, now)
            for name, way in self.by_name.items()
        }

    def _straighten(self) -> None:
        """A gate that waits by a clock of later waits by this one from now on: else it never opened."""
        for name, gate in self.before.items():
            if (found := gates.straight(gate, self.now)) is not gate:
                changes = {"until": found.until, "rests_until": found.rests_until, "said_at": found.said_at}
                GateRow.objects.filter(name=name).update(**changes)
                self.before[name] = found

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

    def asleep(self, row: Message) -> bool:
        """Whether this row would wake somebody up."""
        waits = row.status == "queued" and not row.life_safety and row.topic not in (*NOT_STOPPED, TALK)
        return waits and settings.QUIET_HOURS.ends(self.now, row.zone or settings.TIME_ZONE) is not None

    @staticmethod
    def mark(way: str, rows: list[Message], by: str) -> None:
        """These rows are on this way from now on, in the hands of `by`."""
        Message.objects.filter(id__in=[row.id for row in rows]).update(
            status="sending",
            claimed_by=by,
            provider=way,
            attempts=F("attempts") + 1,
            next_try=None,
            insisted=False,
            leased_until=None,
        )


def _leaving(row: Message) -> str:
    """Where messages to many are ended: never in what was for one person alone, nor in life safety."""
    if row.channel != "email" or row.urgency != MANY:
        return ""
    token = leaving_token(row.channel, row.address, settings.SECRET_KEYS, row.created_at)
    return str(settings.BASE_URL + reverse("end_messages", args=[token]))


def parcel_of(row: Message, way: str, doubtful: bool, attempts: int = 0) -> Parcel:
    """The row in the clear, on its way; `attempts` where they are counted already."""
    return Parcel(
        row.id,
        row.channel,
        row.address,
        row.subject,
        row.text,
        row.reference,
        attempts or row.attempts + 1,
        row.life_safety,
        way,
        doubtful,
        row.parts,
        leaving=_leaving(row),
    )


def opened(rows: QuerySet[Message], limit: int) -> list[Message]:
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
    return opened(rows, limit)
