"""What stands before each way out: a throttle and a circuit breaker, as values."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kizuna.outbox.ways import Way

TRIES = 5
"""So many failures one after the other open the circuit."""
FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=5)
PROBE = timedelta(seconds=60)
"""So long a single try through a half-open gate may take before another one is let through."""
PUT_BACK = timedelta(seconds=60)
"""A bucket filled so far ahead of now tells that the clock was put back."""

STEPS: dict[str, frozenset[str]] = {
    "closed": frozenset({"open"}),
    # The answer to a call that began before it opened closes it at once: the provider lives.
    "open": frozenset({"half-open", "closed"}),
    "half-open": frozenset({"closed", "open"}),
}
"""Circuit: closed lets everything through, open nothing, half-open one message to see."""


@dataclass(frozen=True)
class Gate:
    """The state before one way: `until` ends what an open or half-open circuit waits for.

    `rests_until`: the provider asked us to wait. Both were said at `said_at`. `tokens`: how many may pass
    now, as of `filled_at`.
    """

    name: str
    circuit: str = "closed"
    failures: int = 0
    until: datetime | None = None
    rests_until: datetime | None = None
    said_at: datetime | None = None
    tokens: float = 0.0
    filled_at: datetime | None = None
    error: str = ""


def straight(gate: Gate, now: datetime) -> Gate:
    """The gate by this clock: where that was put back, what it waits for is put back with it."""
    if gate.said_at is None or gate.said_at <= now:
        return gate
    back = gate.said_at - now
    until, rests = (moment and moment - back for moment in (gate.until, gate.rests_until))
    return replace(gate, until=until, rests_until=rests, said_at=now)


def filled(gate: Gate, way: Way, now: datetime) -> Gate:
    """The gate by this clock, with its bucket filled up to now. A new bucket is full."""
    gate = straight(gate, now)
    since = gate.filled_at
    if since is None:
        return replace(gate, tokens=way.burst, filled_at=now)
    if since > now:
        return replace(gate, filled_at=now) if since - now > PUT_BACK else gate
    more = (now - since).total_seconds() * way.rate
    return replace(gate, tokens=min(way.burst, gate.tokens + more), filled_at=now)


def lets_through(gate: Gate, way: Way, now: datetime) -> int:
    """How many messages may pass now. The bucket must be filled up to now."""
    if gate.rests_until is not None and gate.rests_until > now:
        return 0
    if gate.circuit != "closed":
        return int(gate.until is None or gate.until <= now)
    return min(way.lanes, int(gate.tokens + 1e-9)) if way.rate else way.lanes


def passed(gate: Gate, way: Way, number: int, now: datetime) -> Gate:
    """The gate after so many went through; an open one is half-open then, for one try."""
    if way.rate:
        gate = replace(gate, tokens=gate.tokens - number)
    if gate.circuit != "closed" and number:
        gate = replace(gate, circuit="half-open", until=now + PROBE, said_at=now)
    return gate


def opens(gate: Gate, way: Way, now: datetime) -> datetime:
    """When the next message may pass, if nothing else happens."""
    moments = [now]
    if gate.rests_until is not None:
        moments.append(gate.rests_until)
    if gate.circuit != "closed" and gate.until is not None:
        moments.append(gate.until)
    if way.rate and gate.circuit == "closed" and gate.tokens < 1:
        moments.append((gate.filled_at or now) + timedelta(seconds=(1 - gate.tokens) / way.rate))
    return max(moments)


def went_well(gate: Gate) -> Gate:
    """The provider answered: the circuit is closed."""
    return replace(gate, circuit="closed", failures=0, until=None, error="")


def went_wrong(gate: Gate, error: str, now: datetime) -> Gate:
    """The provider did not answer, or said that it is ill. Each try in vain doubles the pause."""
    gate = straight(gate, now)
    failures = gate.failures + 1
    if gate.circuit == "closed" and failures < TRIES:
        return replace(gate, failures=failures, error=error)
    pause = min(LONGEST, FIRST * 2 ** min(max(failures - TRIES, 0), 20))
    return replace(gate, circuit="open", failures=failures, until=now + pause, said_at=now, error=error)


def asked_to_wait(gate: Gate, seconds: float, now: datetime) -> Gate:
    """The provider said when to come again; at most an hour is believed."""
    gate, until = straight(gate, now), now + timedelta(seconds=min(seconds, 3600))
    return replace(gate, rests_until=max(until, gate.rests_until or until), said_at=now)
