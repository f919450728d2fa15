"""Who fits a shift and why: skills, checks, times, distance, language, and that nobody burns out.

What must be there (skills, checks that are good on the day, hours that leave room for rest, no other shift
at that time) is hard. What is a matter of taste (times, distance, language) moves somebody up or down. What
nobody knows counts half, and is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from kizuna.access.wording import N_
from kizuna.activities.skills import CHECKS, SKILLS
from kizuna.directory.hours import parts_of_a_day
from kizuna.places.geometry import distance_m

MOST_WEEK, MOST_MONTH = 12, 40
"""Hours that nobody helps more than, whatever they say: in a week from Monday on, in a calendar month."""
USUAL_WEEK, USUAL_MONTH = 6, 20
"""Hours for whoever said nothing about it."""
NEAR_M = 1_000.0
"""Metres that anybody goes."""
FAR_M = 8_000.0
"""Metres from which the way counts for nothing, where somebody did not say how far they would go."""
WEIGHTS = {"times": 0.3, "distance": 0.25, "language": 0.2, "rest": 0.15, "before": 0.1}
UNKNOWN = 0.5


@dataclass(frozen=True)
class Busy:
    """A shift that somebody has or had: it counts so many minutes."""

    starts_at: datetime
    ends_at: datetime
    minutes: int


@dataclass(frozen=True)
class Candidate:
    """A volunteer as matching compares them. None and empty mean unknown, never "no"."""

    volunteer: str
    skills: frozenset[str] = frozenset()
    checks: Mapping[str, date | None] = field(default_factory=dict)
    """Until when each kind that was seen is good; None: it does not run out."""
    languages: frozenset[str] = frozenset()
    times: frozenset[str] | None = None
    lat: float | None = None
    lon: float | None = None
    km: int | None = None
    busy: tuple[Busy, ...] = ()
    most_week: int | None = None
    most_month: int | None = None
    paused_until: date | None = None
    before: int = 0
    """How often they helped in this role."""


@dataclass(frozen=True)
class Wanted:
    """A shift as matching compares it. `zone`: whose weeks, months and days count."""

    starts_at: datetime
    ends_at: datetime
    zone: tzinfo
    skills: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    lat: float | None = None
    lon: float | None = None
    remote: bool = False

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def day(self) -> date:
        """The day on which it begins, on the clock of the place."""
        return self.starts_at.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        """The day on which it ends: a check has to be good until then."""
        return self.ends_at.astimezone(self.zone).date()

    @property
    def parts(self) -> frozenset[str]:
        """The parts of the week that it is in."""
        begins, ends = self.starts_at.astimezone(self.zone), self.ends_at.astimezone(self.zone)
        return parts_of_a_day(begins.date(), begins.time(), ends.time())


@dataclass(frozen=True)
class Because:
    """One reason: a sentence to be translated, and what is put into it. `words` are translated first."""

    text: str
    said: Mapping[str, int | date] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: bool = True
    own: str = ""
    """The same, said to the volunteer themselves."""


@dataclass(frozen=True)
class Fit:
    """How well somebody fits: `blocks` are what stands against it, `reasons` what speaks for it or not."""

    volunteer: str
    score: float
    reasons: tuple[Because, ...]
    blocks: tuple[Because, ...]

    @property
    def fits(self) -> bool:
        """Whether nothing stands against it."""
        return not self.blocks


def monday(day: date) -> date:
    """The first day of the week of this day."""
    return day - timedelta(days=day.weekday())


def burden(busy: Iterable[Busy], day: date, zone: tzinfo) -> tuple[int, int]:
    """Minutes in the week and in the month of this day. A shift counts on the day on which it begins."""
    week = month = 0
    for one in busy:
        at = one.starts_at.astimezone(zone).date()
        week += one.minutes if monday(at) == monday(day) else 0
        month += one.minutes if (at.year, at.month) == (day.year, day.month) else 0
    return week, month


def limits(most_week: int | None, most_month: int | None) -> tuple[int, int]:
    """Hours that hold for somebody: what they said, up to what nobody goes beyond."""
    week = USUAL_WEEK if most_week is None else most_week
    month = USUAL_MONTH if most_month is None else most_month
    return min(week, MOST_WEEK), min(month, MOST_MONTH)


def _rest(one: Candidate, wanted: Wanted) -> list[Because]:
    week, month = burden(one.busy, wanted.day, wanted.zone)
    most_week, most_month = limits(one.most_week, one.most_month)
    found = []
    if one.paused_until is not None and wanted.day <= one.paused_until:
        found.append(
            Because(
                N_("They rest until %(day)s."),
                {"day": one.paused_until},
                own=N_("You rest until %(day)s."),
            )
        )
    if week + wanted.minutes > most_week * 60:
        found.append(
            Because(
                N_("They would help more than %(most)d hours in that week. Rest belongs to it."),
                {"most": most_week},
                own=N_("That week you would help more than %(most)d hours. Rest is part of helping."),
            )
        )
    elif month + wanted.minutes > most_month * 60:
        found.append(
            Because(
                N_("They would help more than %(most)d hours in that month. Rest belongs to it."),
                {"most": most_month},
                own=N_("That month you would help more than %(most)d hours. Rest is part of helping."),
            )
        )
    return found


def _check(one: Candidate, kind: str, last_day: date) -> Because | None:
    """What stands against it about one check; None when it is good on that day."""
    label = {"what": (CHECKS.get(kind, kind),)}
    if kind not in one.checks:
        return Because(
            N_("Nobody has seen this yet: %(what)s."),
            words=label,
            own=N_("Before you begin, somebody has to see your papers: %(what)s."),
        )
    until = one.checks[kind]
    if until is None or until >= last_day:
        return None
    return Because(
        N_("%(what)s: good until %(day)s only."),
        {"day": until},
        label,
        own=N_("%(what)s: yours is good until %(day)s only. Show a new one."),
    )


def _blocks(one: Candidate, wanted: Wanted) -> tuple[Because, ...]:
    found = []
    if lacking := wanted.skills - one.skills:
        labels = tuple(skill.label for code, skill in SKILLS.items() if code in lacking)
        found.append(
            Because(
                N_("Not said or learnt yet: %(what)s."),
                words={"what": labels},
                own=N_("This needs something that you did not tell us of: %(what)s."),
            )
        )
    found += [why for kind in sorted(wanted.checks) if (why := _check(one, kind, wanted.last_day))]
    if any(b.starts_at < wanted.ends_at and wanted.starts_at < b.ends_at for b in one.busy):
        found.append(
            Because(
                N_("They have another shift at that time."), own=N_("You have another shift at that time.")
            )
        )
    return (*found, *_rest(one, wanted))


def _times(one: Candidate, wanted: Wanted) -> tuple[float, Because | None]:
    if one.times is None:
        return UNKNOWN, Because(N_("We do not know at which times they can."), known=False)
    if wanted.parts <= one.times:
        return 1.0, Because(N_("At a time that they named."))
    share = len(wanted.parts & one.times) / len(wanted.parts) if wanted.parts else 0.0
    return share / 2, Because(N_("Not at a time that they named. Ask them."), known=False)


def _distance(one: Candidate, wanted: Wanted) -> tuple[float, Because | None]:
    if wanted.remote:
        return 1.0, None
    if one.lat is None or one.lon is None or wanted.lat is None or wanted.lon is None:
        return UNKNOWN, Because(N_("We do not know how far it is for them."), known=False)
    metres = distance_m(one.lat, one.lon, wanted.lat, wanted.lon)
    if one.km is not None and metres > one.km * 1000:
        return 0.0, Because(N_("Further away than they want to go. Ask them."), known=False)
    if metres <= NEAR_M:
        return 1.0, Because(N_("They live near."))
    far = max(FAR_M, one.km * 1000.0 if one.km else 0.0)
    near = max(0.0, 1 - (metres - NEAR_M) / (far - NEAR_M))
    return near, Because(N_("Within a distance that they go.")) if one.km is not None else None


def _language(one: Candidate, wanted: Wanted) -> tuple[float, Because | None]:
    if not wanted.languages:
        return 1.0, None
    if not one.languages:
        return UNKNOWN, Because(N_("We do not know which languages they speak."), known=False)
    if wanted.languages & one.languages:
        return 1.0, Because(N_("They speak a language that is needed."))
    return 0.0, Because(N_("We know of no needed language that they speak."), known=False)


def fit(one: Candidate, wanted: Wanted) -> Fit:
    """How somebody fits a shift. The score is 0–1 and puts people in order; it says nothing by itself."""
    week, month = burden(one.busy, wanted.day, wanted.zone)
    most_week, most_month = limits(one.most_week, one.most_month)
    used = max(week / (most_week * 60) if most_week else 1, month / (most_month * 60) if most_month else 1)
    parts: dict[str, tuple[float, Because | None]] = {
        "times": _times(one, wanted),
        "distance": _distance(one, wanted),
        "language": _language(one, wanted),
        "rest": (max(0.0, 1 - used), Because(N_("They helped little lately.")) if used < 0.25 else None),
        "before": (1.0, Because(N_("They have done this before."))) if one.before else (0.0, None),
    }
    reasons = [why for _, why in parts.values() if why]
    if wanted.skills:
        able = wanted.skills & one.skills
        if labels := tuple(skill.label for code, skill in SKILLS.items() if code in able):
            reasons.insert(0, Because(N_("They can do this: %(what)s."), words={"what": labels}))
    score = sum(WEIGHTS[name] * value for name, (value, _) in parts.items())
    return Fit(one.volunteer, round(score, 6), tuple(reasons), _blocks(one, wanted))


def best(candidates: Iterable[Candidate], wanted: Wanted) -> tuple[Fit, ...]:
    """Everybody, those who fit first and the best of them first; the same order for the same people."""
    found = [fit(one, wanted) for one in candidates]
    return tuple(sorted(found, key=lambda one: (not one.fits, -one.score, one.volunteer)))
