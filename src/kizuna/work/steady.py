"""Can leases be believed now? They are counted by a clock that can be set, in a database that can be away."""

JUMP = 1.5
"""Seconds by which the wall may go wrong between two looks before it counts as a jump."""


class Steady:
    """Compares the wall with a clock that never jumps. After one nobody is called dead for `quiet` seconds.

    By then all who live have lengthened their lease by the new time. The same after the database was away.
    """

    def __init__(self, quiet: float) -> None:
        self.quiet = quiet
        self._apart: tuple[float, float] | None = None
        """How far the wall was from the other clock: at least and at most."""
        self._until = float("-inf")
        self.jumps = 0
        """How often the wall went wrong."""

    def look(self, *, wall: float, before: float, after: float) -> bool:
        """Whether leases can be believed now; all in seconds.

        The wall was read at some moment from `before` to `after`, by the clock that never jumps. On a busy
        machine those are far apart: then this look says nothing, and it is no jump either.
        """
        if after - before > JUMP:
            return False
        least, most = wall - after, wall - before
        if self._apart is not None and (least > self._apart[1] + JUMP or most < self._apart[0] - JUMP):
            self.jumps += 1
            self.disturbed(monotonic=after)
        self._apart = least, most
        return after >= self._until

    def disturbed(self, *, monotonic: float) -> None:
        """Nobody could lengthen a lease for a while."""
        self._until = monotonic + self.quiet
