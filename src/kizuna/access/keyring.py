"""The site's keys while it runs: read again when their file changes, so that nothing has to be restarted."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload

CHECK_EVERY = 1.0
"""Seconds between two looks at the file."""
SEEN_BY_ALL = 3 * CHECK_EVERY
"""Seconds after which every running process knows what was written."""


class Keyring(Sequence[str]):
    """Keys, newest first. `stamp` tells a change, `load` reads them, `clock` counts seconds.

    What cannot be read now changes nothing: the keys known so far stay.
    """

    def __init__(
        self,
        keys: Sequence[str],
        *,
        stamp: Callable[[], object],
        load: Callable[[], Sequence[str]],
        clock: Callable[[], float],
    ) -> None:
        self._keys, self._stamp, self._load, self._clock = tuple(keys), stamp, load, clock
        self._seen, self._looked = self._stamped(), clock()

    def now(self) -> tuple[str, ...]:
        """The keys of this moment."""
        if self._clock() - self._looked >= CHECK_EVERY:
            self._look()
        return self._keys

    def _stamped(self) -> object:
        try:
            return self._stamp()
        except OSError:
            return None

    def _look(self) -> None:
        self._looked = self._clock()
        stamp = self._stamped()
        if stamp is None or stamp == self._seen:
            return
        try:
            found = tuple(self._load())
        except (OSError, ValueError):
            return
        self._seen = stamp
        self._keys = found or self._keys

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        return self.now()[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self.now())

    def __len__(self) -> int:
        return len(self.now())
