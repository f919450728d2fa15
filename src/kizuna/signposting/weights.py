"""How much each fact counts when suggestions are ranked, in whole points: see docs/methods/matching.md."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """All points, limits and distances of the ranking, in one place."""

    # Needs: how closely an option meets one need, and how much the second and third need count.
    need_exact: int = 30
    need_within: int = 24
    """Asked for a whole group ("company"), offers something in it."""
    need_broad: int = 16
    """Asked for one thing, offers the whole group without saying what."""
    need_share: tuple[float, ...] = (1.0, 0.5, 0.25)

    # Who it is for.
    age_fits: int = 4
    gender_fits: int = 3
    area_fits: int = 2
    papers: int = 2
    """They ask for papers, and the person has them."""
    no_papers: int = 4
    """They ask for none, and the person has none."""

    # Getting there. Half the points are left at this many metres.
    distance: int = 20
    half_way_m: float = 2000.0
    half_way_slow_m: float = 700.0
    too_far_m: float = 60_000.0
    remote: int = 12
    remote_home: int = 20
    away_from_home: int = -20
    """Somebody who cannot leave home would have to go there."""
    reach_m: float = 5000.0
    reach_slow_m: float = 1500.0
    """Within reach: nobody is sent further while something suits nearer."""

    # When.
    open_now: int = 8
    closed: int = -6
    starts_within_days: tuple[tuple[int, int], ...] = ((2, 8), (7, 6), (14, 4), (60, 2))
    """(days, points), the nearest first; later than all of them is worth nothing."""
    soon_days: float = 14.0
    """Open within these days counts as open for `suiting.py`."""
    times: int = 6
    times_none: int = -14
    """It is never open when the person said that they can come."""

    # Can the person take part.
    language_needed: int = 10
    """They do not speak the language of the place."""
    language_liked: int = 6
    language_none: int = -14
    step_free: int = 8
    step_free_unknown: int = -3
    steps: int = -8

    # What it asks of the person, and whether there is room.
    free: int = 8
    cost_most: int = 5
    cost_step: float = 5.0
    """One point less for each of these, in the site's currency."""
    places: int = 3
    full: int = -15
    waiting: int = -8
    assessment: int = 1

    # Can the listing be trusted.
    fresh_days: tuple[tuple[int, int], ...] = ((31, 6), (90, 4), (180, 2))
    stale: int = -4
    never_confirmed: int = -2

    # What matters to the person.
    matters: int = 6
    way: int = 4
    gentle: int = 10
    small_group: int = 8
    large_group: int = -8
    small_size: int = 8
    large_size: int = 20
    known: int = 6
    """Somebody whom they know goes there, and agreed that this is said."""
    alike: int = 3

    # Variety among the first few.
    shown: int = 3
    """How many a page shows before "Show more"; more when more needs than these are met."""
    first: int = 5
    same_organisation: int = 2
    same_kind: int = 4
    same_need_group: int = 4
    window: int = 25
    """How many points below the one it displaces an option may lie."""


WEIGHTS = Weights()
