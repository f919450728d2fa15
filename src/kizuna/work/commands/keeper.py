"""The keeper: keeps the leases of its lanes, gives back what dead workers held, and looks at the clock."""

import threading
import time
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import close_old_connections, connections
from django.utils import timezone

from kizuna.work import actions, queries
from kizuna.work.claim import Claim
from kizuna.work.commands.lane import AWAY, AWAY_PAUSE, HOUSE, Lane, finish, log
from kizuna.work.rhythm import Rhythm
from kizuna.work.steady import Steady
from kizuna.work.urgency import EVERYTHING, FAST_LANE

TICK = 0.1
BEAT = 1.0
"""Seconds between heartbeats: five fit into a lease."""
QUIET = 3.0
"""Seconds after a jump of the clock, or a database that was away: by then whoever lives has spoken again."""
REAP = 1.0
LOOK_AT_CLOCK = 5.0
MOST_LEFT = 3
"""Lanes left behind with tasks that hang; then the process ends, and whoever keeps it starts a fresh one."""


class Keeper:
    """One worker: three lanes, so that a long task never stands in the way.

    Two take everything, but never two tasks of one name: while one sends messages for a minute, the other
    does the rest. The third takes only what is urgent.
    """

    def __init__(self, stop: threading.Event, rhythms: Sequence[Rhythm], place: str = "") -> None:
        self.stop, self.rhythms, self.place = stop, rhythms, place
        self._picking = threading.Lock()
        self.lanes = [self._lane(least) for least in (EVERYTHING, EVERYTHING, FAST_LANE)]
        self.left_behind = 0
        self._beaten = self._reaped = self._looked = float("-inf")
        self._steady = Steady(quiet=QUIET)
        self._straight_after: int | None = None
        """Jumps of the clock when what waits was last set straight by it; None: not in this life."""

    def _lane(self, least: int) -> Lane:
        usual = least == EVERYTHING
        beside, picking = (self.at_work, self._picking) if usual else (frozenset, threading.Lock())
        return Lane(f"{self.place}.{uuid.uuid4().hex}", least, self.stop, self.away, beside, picking)

    def at_work(self) -> frozenset[str]:
        """Paths of the tasks that the usual lanes are doing."""
        held = [lane.claim for lane in self.lanes if lane.least == EVERYTHING]
        return frozenset(claim.path for claim in held if claim is not None)

    def away(self) -> None:
        """The database did not answer: nobody is called dead until everybody could speak again."""
        self._steady.disturbed(monotonic=time.monotonic())

    def run(self) -> None:
        """Until `stop` is set and every lane has finished its task."""
        if self.place:
            self._succeed()
        for lane in self.lanes:
            lane.start()
        while any(lane.is_alive() for lane in self.lanes):
            try:
                self.look(time.monotonic())
            except AWAY as error:
                log.warning("The database is away: %s", type(error).__name__)
                self.away()
                # The leases of the living are lengthened before anybody may be called dead.
                self._beaten = float("-inf")
                time.sleep(AWAY_PAUSE / 2)
            except Exception as error:  # without a keeper nobody's lease is kept
                log.error("The keeper stumbled: %s", type(error).__name__)
            close_old_connections()
            time.sleep(TICK)
        connections.close_all()

    def _succeed(self) -> None:
        """Whoever had this place before is dead: what it held is free, without waiting for its leases."""
        try:
            actions.reap(now=queries.clock(HOUSE), place=self.place)
        except AWAY as error:  # then its leases run out, as anybody's do
            log.warning("The database is away: %s", type(error).__name__)
            self.away()

    def look(self, clock: float) -> None:
        """What is due now, by a clock in seconds that never jumps."""
        for place, lane in enumerate(self.lanes):
            if (claim := lane.claim) and clock > lane.end:
                self._leave_behind(place, claim)
        if clock - self._beaten >= BEAT:
            self._beaten = clock
            for claim in filter(None, (lane.claim for lane in self.lanes)):
                actions.beat(result=claim.result, worker=claim.worker, now=queries.clock(HOUSE))
        if clock - self._reaped >= REAP:
            self._reaped, before = clock, time.monotonic()
            now, after = queries.clock(HOUSE), time.monotonic()
            if self._steady.look(wall=now.timestamp(), before=before, after=after):
                actions.reap(now=now)
        if clock - self._looked >= LOOK_AT_CLOCK and not self.stop.is_set():
            self._looked = clock
            self._follow_the_clock(queries.clock(HOUSE))

    def _follow_the_clock(self, now: datetime) -> None:
        """What waits by a clock that was put back since, in this life or before, is brought forward."""
        if (jumps := self._steady.jumps) != self._straight_after:
            actions.straighten(now=now)
            self._straight_after = jumps
        actions.take_turns(rhythms=self.rhythms, now=timezone.localtime(now))

    def _leave_behind(self, place: int, claim: Claim) -> None:
        """A thread cannot be ended: its task is given back, and another lane takes its place."""
        lane = self.lanes[place]
        if lane.claim is not claim or lane.left.is_set():
            return
        lane.left.set()
        log.error("%s runs longer than %s seconds: left behind", claim.path, claim.longest)
        self.lanes[place] = self._lane(lane.least)
        self.left_behind += 1
        if self.left_behind >= MOST_LEFT:
            log.error("Too many tasks hang in this process: it ends, to be started afresh")
            self.stop.set()
        self.lanes[place].start()
        finish(claim, "TooLong")
