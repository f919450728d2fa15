"""Options as columns, prepared once, so that a whole directory is compared with a person at a stroke."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kizuna.directory.option import Option
from kizuna.signposting.matters import stems
from kizuna.signposting.reasons import COMES_HOME, base

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Rows = NDArray[np.intp]
Moments = Callable[[float], tuple[Whole, Numbers]]
"""At a moment (seconds UTC), for each row: 1 open, 0 closed, −1 unknown; and the next start or NaN."""

ROOM = ("", "full", "waiting", "assessment", "room", "places")
"""What is known of free places, as the codes of its reasons."""
UNKNOWN = np.nan


@dataclass(frozen=True)
class Tags:
    """Which rows carry which words. `known` is False for a row of which nobody said."""

    known: Flags
    rows: Mapping[str, Rows]

    def any(self, words: Iterable[str]) -> Flags:
        """Whether a row carries one of these words."""
        found = np.zeros(len(self.known), dtype=np.bool_)
        for word in words:
            rows = self.rows.get(word)
            if rows is not None:
                found[rows] = True
        return found


@dataclass(frozen=True)
class Table:
    """Options as columns: the same facts, one array for each. Unknown is NaN, −1 or not `known`."""

    options: Sequence[Option]
    tie: Whole
    """The place of a row among those of equal score: the one confirmed last first, then by name."""
    group: Flags
    organisation: Whole
    """Equal numbers for one organisation; 0 where it is not known."""
    needs: Tags
    groups: Tags
    """The groups of the needs."""
    only_home: Flags
    """All that it does is done at the person's door."""
    lat: Numbers
    lon: Numbers
    """Radians."""
    addressed: Flags
    remote: Flags
    low: Numbers
    high: Numbers
    genders: Tags
    areas: Tags
    languages: Tags
    step_free: Whole
    """1 yes, 0 no, −1 unknown; `papers` likewise."""
    papers: Whole
    eligibility: Flags
    times: Tags
    cost: Numbers
    cost_text: Flags
    room: Whole
    """Which of `ROOM`."""
    size: Numbers
    gentle: Flags
    confirmed: Whole
    """The day as a number, 0 for never."""
    said_when: Flags
    moments: Moments

    def __len__(self) -> int:
        return len(self.tie)

    @cached_property
    def place(self) -> dict[tuple[str, str], int]:
        """The row of each option, by its kind and id."""
        return {(one.kind, one.id): row for row, one in enumerate(self.options)}

    @cached_property
    def words(self) -> Tags:
        """Which rows say which words, by their stems, in name and description."""
        return tags([stems(one) for one in self.options])


def tags(values: Sequence[Collection[str] | None]) -> Tags:
    """Which rows carry which words; a None is unknown."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, words in enumerate(values):
        for word in words or ():
            rows[word].append(row)
    known = np.fromiter((one is not None for one in values), dtype=np.bool_, count=len(values))
    return Tags(known, {word: np.asarray(found, dtype=np.intp) for word, found in rows.items()})


def table(options: Iterable[Option], moments: Moments | None = None) -> Table:
    """The columns of these options. Without `moments` each is open, and starts next, as it says itself."""
    rows = list(options)
    groups = [frozenset(code.partition(".")[0] for code in one.needs) for one in rows]
    return Table(
        options=rows,
        tie=_ties(rows),
        group=_flags(one.kind == "group" for one in rows),
        organisation=_numbered([one.organisation for one in rows]),
        needs=tags([one.needs for one in rows]),
        groups=tags(groups),
        only_home=_flags(one.needs <= COMES_HOME for one in rows),
        lat=np.radians(_numbers(one.lat for one in rows)),
        lon=np.radians(_numbers(one.lon for one in rows)),
        addressed=_flags(bool(one.address) or one.lat is not None for one in rows),
        remote=_flags(one.remote for one in rows),
        low=_numbers(one.min_age for one in rows),
        high=_numbers(one.max_age for one in rows),
        genders=tags([one.genders or None for one in rows]),
        areas=tags([one.areas for one in rows]),
        languages=tags([None if one.languages is None else set(map(base, one.languages)) for one in rows]),
        step_free=_thirds(one.step_free for one in rows),
        papers=_thirds(one.papers for one in rows),
        eligibility=_flags(bool(one.eligibility) for one in rows),
        times=tags([one.times for one in rows]),
        cost=_numbers(None if one.cost is None else float(one.cost) for one in rows),
        cost_text=_flags(bool(one.cost_text) for one in rows),
        room=_whole(map(_room, rows)),
        size=_numbers(one.group_size for one in rows),
        gentle=_flags(bool(one.gentle) for one in rows),
        confirmed=_whole(one.confirmed_on.toordinal() if one.confirmed_on else 0 for one in rows),
        said_when=_flags(bool(one.when_text) for one in rows),
        moments=moments or _as_said(rows),
    )


def _numbers(values: Iterable[Any]) -> Numbers:
    return np.fromiter((UNKNOWN if one is None else one for one in values), dtype=np.float64)


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)


def _whole(values: Iterable[int]) -> Whole:
    return np.fromiter(values, dtype=np.int64)


def _thirds(values: Iterable[bool | None]) -> Whole:
    return _whole(-1 if one is None else int(one) for one in values)


def _numbered(words: Sequence[str]) -> Whole:
    """Equal words as equal numbers; an empty one is 0."""
    numbers = {word: n for n, word in enumerate(dict.fromkeys(word for word in words if word), 1)}
    return _whole(map(numbers.get, words, repeat(0)))


def _ties(rows: Sequence[Option]) -> Whole:
    fresh = (one.confirmed_on.toordinal() if one.confirmed_on else 0 for one in rows)
    keys = [(-day, one.name, one.id, one.kind) for day, one in zip(fresh, rows, strict=True)]
    places = np.empty(len(rows), dtype=np.int64)
    places[sorted(range(len(rows)), key=keys.__getitem__)] = np.arange(len(rows))
    return places


def _room(one: Option) -> int:
    if one.full:
        return ROOM.index("waiting" if one.capacity == "waiting" else "full")
    if one.capacity == "assessment":
        return ROOM.index("assessment")
    if one.places_left is None:
        return ROOM.index("room") if one.capacity else 0
    return ROOM.index("places")


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None


def _as_said(rows: Sequence[Option]) -> Moments:
    """Open, and starting next, as the options themselves say."""
    state = _thirds(one.open_now for one in rows)
    starts = _numbers(_seconds(one.next_start) for one in rows)
    return lambda now: (state, starts)
