"""When will the last of many have it? From speeds, quiet hours and what waits ahead, before it starts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kizuna.outbox.quiet import LOUD, Quiet
from kizuna.outbox.ways import Way

STEP = timedelta(minutes=5)
FARTHEST = timedelta(days=60)
"""Beyond this nobody wants to know it more exactly."""
GUESS = 20.0
"""Messages a second of a way that has no throttle and was never measured."""
NEWS = 0.7
"""How much of what was seen last counts: a provider, or the machine, may be another one since."""
BEGIN = timedelta(seconds=0.3)
"""Until a worker has seen that there is something to do."""


@dataclass(frozen=True)
class Load:
    """So many messages of one channel that are read in one time zone. `ahead`: they go before the run."""

    channel: str
    zone: str
    messages: int
    parts: int = 0
    ahead: bool = False


@dataclass(frozen=True)
class Speed:
    """How fast a channel goes: messages a second, how many at once, and whether that is only a guess."""

    rate: float
    burst: float = 0.0
    guessed: bool = False


@dataclass(frozen=True)
class Forecast:
    """What a run will take. `cost`: in ten-thousandths of the site's money; `last_at`: None beyond sight."""

    people: int
    messages: Mapping[str, int]
    parts: int
    cost: int
    last_at: datetime | None
    guessed: bool

    @property
    def price(self) -> float:
        """The cost in the site's money."""
        return self.cost / 10_000


def speed(ways: Sequence[Way], paces: Mapping[str, float]) -> Speed:
    """How fast a channel goes by its ways: throttles add up; a way without one takes all that comes to it.

    `paces`: messages a second that a way was seen to take, by its name; it may be fewer than it lets us send.
    """
    rate = burst = 0.0
    for way in ways:
        pace = paces.get(way.name)
        if not way.rate:
            return Speed(max(rate, pace or 0.0) or GUESS, guessed=pace is None)
        slow = pace is not None and 0 < pace < way.rate
        rate, burst = rate + (pace if slow and pace else way.rate), burst + (0.0 if slow else way.burst)
    return Speed(rate or GUESS, burst, guessed=not ways)


def learned(before: float | None, seen: float) -> float:
    """The pace to go by when a way was just seen to take so many a second: mostly what was seen last."""
    return seen if before is None else before + NEWS * (seen - before)


def _awake(zone: str, at: datetime, channel: str, quiet: Quiet, usual: str) -> bool:
    return channel not in LOUD or quiet.ends(at, zone or usual) is None


def _drain(left: dict[tuple[bool, str], float], awake: Iterable[str], most: float) -> float:
    """Take up to so many messages out, those that wait ahead first; how many were taken."""
    taken, zones = 0.0, set(awake)
    for key in sorted(left, reverse=True):
        if key[1] in zones:
            some = min(left[key], most - taken)
            left[key] -= some
            taken += some
    return taken


def ends(
    channel: str, loads: Sequence[Load], pace: Speed, *, quiet: Quiet, zone: str, now: datetime
) -> datetime | None:
    """When the last message of a channel leaves; None beyond sight. `zone`: the site's own."""
    left: dict[tuple[bool, str], float] = {}
    for load in loads:
        if load.channel == channel:
            key = (load.ahead, load.zone)
            left[key] = left.get(key, 0.0) + load.messages
    at, spare, last = now, pace.burst, now
    while any(number > 0 for (ahead, _), number in left.items() if not ahead):
        if at - now > FARTHEST:
            return None
        zones = [z for _, z in left if _awake(z, at, channel, quiet, zone)]
        most = pace.rate * STEP.total_seconds()
        taken = _drain(left, zones, most + spare)
        if taken:
            last = at + timedelta(seconds=max(0.0, taken - spare) / pace.rate)
            spare = 0.0
        at += STEP
    return last


def foretold(
    loads: Sequence[Load],
    ways: Mapping[str, Sequence[Way]],
    paces: Mapping[str, float],
    *,
    people: int,
    quiet: Quiet,
    zone: str,
    now: datetime,
) -> Forecast:
    """People, messages, parts, cost and the end of a run, from what it holds and what waits ahead of it."""
    messages: dict[str, int] = {}
    parts = cost = 0
    for load in (load for load in loads if not load.ahead):
        messages[load.channel] = messages.get(load.channel, 0) + load.messages
        parts += load.parts
        cost += load.parts * next((way.cost for way in ways.get(load.channel, ())), 0)
    speeds = {channel: speed(ways.get(channel, ()), paces) for channel in messages}
    told = [ends(name, loads, pace, quiet=quiet, zone=zone, now=now) for name, pace in speeds.items()]
    seen = [at for at in told if at is not None]
    last_at = max((at + BEGIN for at in seen), default=now) if len(seen) == len(told) else None
    return Forecast(people, messages, parts, cost, last_at, any(pace.guessed for pace in speeds.values()))
