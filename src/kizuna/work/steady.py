"""Can leases be believed now? They are counted by a clock that can be set, in a database that can be away."""

JUMP = 1.5
"""Seconds by which the wall may go wrong between two looks before it counts as a jump."""


class Steady:
    """Compares the wall with a clock that never jumps. After one nobody is called dead for `quiet` seconds.

    By then all who live have lengthened their lease by the new time. The same after the database was away.
    """

    def __init__(self, quiet: float) -> None:
        self.quiet = quiet
        self._apart: float | None = None
        self._until = float("-inf")

    def look(self, *, wall: float, monotonic: float) -> bool:
        """Whether leases can be believed now. Both in seconds."""
        apart = wall - monotonic
        if self._apart is not None and abs(apart - self._apart) > JUMP:
            self.disturbed(monotonic=monotonic)
        self._apart = apart
        return monotonic >= self._until

    def disturbed(self, *, monotonic: float) -> None:
        """Nobody could lengthen a lease for a while."""
        self._until = monotonic + self.quiet
