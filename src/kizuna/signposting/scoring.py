"""The score of many options for one person, and the reasons that add up to it: worked out here alone.

Each part looks at one kind of fact and gives, for every row, which reason there is and its points.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kizuna.places.geometry import EARTH_RADIUS_M
from kizuna.signposting.columns import ROOM, Flags, Numbers, Rows, Table, Whole
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.matters import Matters
from kizuna.signposting.reasons import COMES_HOME, NOTHING, UNSURE, Reason, base, filled
from kizuna.signposting.weights import Weights

DAY = 86_400.0
Case = tuple[str, Flags, int | Whole]


@dataclass(frozen=True)
class Part:
    """One kind of fact: for each row which of `codes` (0: nothing to say), and its points."""

    codes: tuple[str, ...]
    which: Whole
    points: Whole
    told: tuple[Mapping[str, object], ...] = ()
    """What the sentence says of the person, by `detail` of the row."""
    detail: Whole | None = None


@dataclass(frozen=True)
class Scene:
    """One person before some rows of a table, at one moment."""

    table: Table
    rows: Rows
    needs: tuple[str, ...]
    facts: PersonFacts
    now: datetime
    weights: Weights
    away: Numbers
    """Metres to go; NaN when unknown."""
    home: Flags
    """Somebody comes to the door."""

    @property
    def stays_home(self) -> bool:
        """Whether they cannot leave home alone."""
        return self.facts.mobility == "home"


def first_of(many: int, cases: Sequence[Case]) -> Part:
    """A part in which the first case that holds counts."""
    which, points = np.zeros(many, dtype=np.int64), np.zeros(many, dtype=np.int64)
    for number, (_, holds, worth) in reversed(list(enumerate(cases, 1))):
        which = np.where(holds, number, which)
        points = np.where(holds, worth, points)
    return Part(tuple(code for code, _, _ in cases), which, points)


def needs_met(table: Table, needs: Sequence[str], weights: Weights) -> Whole:
    """For each need and row: how much it counts that it is met; 0 when it is not."""
    found = np.zeros((len(needs), len(table)), dtype=np.int64)
    for place, code in enumerate(needs):
        group = code.partition(".")[0]
        if code == group:
            found[place][table.groups.any([code])] = weights.need_within
        else:
            found[place][table.needs.any([group])] = weights.need_broad
            found[place][table.needs.any([code])] = weights.need_exact
    return found


def of_needs(needs: Sequence[str], met: Whole, weights: Weights) -> list[Part]:
    """The needs that are met, the closest first. A second and third count less than the first."""
    order = np.argsort(-met, axis=0, kind="stable")
    told = tuple({"need": code} for code in needs)
    parts = []
    for place, share in zip(range(len(needs)), weights.need_share, strict=False):
        strength = np.take_along_axis(met, order[place : place + 1], axis=0)[0]
        points = np.rint(strength * share).astype(np.int64)
        parts.append(Part(("need",), (strength > 0).astype(np.int64), points, told, order[place]))
    return parts


def metres(table: Table, rows: Rows, facts: PersonFacts) -> Numbers:
    """How far each row is from the person, in metres; NaN when either place is unknown."""
    if facts.lat is None or facts.lon is None:
        return np.full(len(rows), np.nan)
    lat, lon = np.radians(facts.lat), np.radians(facts.lon)
    there = table.lat[rows]
    half = (
        np.sin((there - lat) / 2) ** 2
        + np.cos(lat) * np.cos(there) * np.sin((table.lon[rows] - lon) / 2) ** 2
    )
    away: Numbers = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return away


def comes_home(table: Table, needs: Sequence[str]) -> Flags:
    """Whether somebody comes to the person's door: for a need they have, or for all that the option does."""
    return table.only_home | table.needs.any(code for code in needs if code in COMES_HOME)


def of_place(s: Scene) -> list[Part]:
    """How it is reached: at the door, from home, or so many metres away."""
    w, t = s.weights, s.table
    from_home = w.remote_home if s.stays_home else w.remote
    half = w.half_way_slow_m if s.facts.mobility in {"slow", "home"} else w.half_way_m
    known = ~np.isnan(s.away)
    near = np.rint(np.where(known, w.distance / (1 + s.away / half), 0)).astype(np.int64)
    remote = t.remote[s.rows] & (s.stays_home | ~known | (near <= from_home))
    cases: list[Case] = [
        ("comes_home", s.home, from_home),
        ("remote", remote, from_home),
        ("distance", known, near),
        ("where_unknown", ~t.addressed[s.rows], 0),
    ]
    place = first_of(len(s.rows), cases)
    if not s.stays_home:
        return [place]
    return [place, first_of(len(s.rows), [("away", ~s.home & ~remote, w.away_from_home)])]


def of_time(s: Scene) -> list[Part]:
    """Open now, or when it begins; and whether that is when the person can."""
    t, w, now = s.table, s.weights, s.now.timestamp()
    state, starts = (column[s.rows] for column in t.moments(now))
    days = (starts - now) / DAY
    soon = np.zeros(len(s.rows), dtype=np.int64)
    for limit, worth in reversed(w.starts_within_days):
        soon[days <= limit] = worth
    coming, group = days >= 0, t.group[s.rows]
    cases: list[Case] = [
        ("open_now", state == 1, w.open_now),
        ("starts", coming & group, soon),
        ("opens", coming, soon),
        ("closed", state == 0, w.closed),
        ("when_unknown", ~t.said_when[s.rows], 0),
    ]
    found = [first_of(len(s.rows), cases)]
    if s.facts.times:
        fits, known = t.times.any(s.facts.times)[s.rows], t.times.known[s.rows]
        can: list[Case] = [
            ("times", fits, w.times),
            ("times_none", known, w.times_none),
            ("times_unknown", ~known, 0),
        ]
        found.append(first_of(len(s.rows), can))
    return found


def of_cost(s: Scene) -> Part:
    """What a visit costs: free first, then the cheaper the better."""
    w, cost = s.weights, s.table.cost[s.rows]
    known = ~np.isnan(cost)
    less = np.where(known, np.floor(np.where(known, cost, 0) / w.cost_step), 0).astype(np.int64)
    cases: list[Case] = [
        ("free", cost == 0, w.free),
        ("cost", known, np.maximum(w.cost_most - less, 0)),
        ("cost_text", s.table.cost_text[s.rows], 0),
        ("cost_unknown", ~known, 0),
    ]
    return first_of(len(s.rows), cases)


def of_language(s: Scene) -> Part | None:
    """Whether they speak a language of the person; nothing to say when that is the language of the place."""
    own, local = [base(one) for one in s.facts.languages], base(s.facts.local_language)
    wanted = [one for one in own if one != local]
    if not wanted:
        return None
    w, spoken = s.weights, s.table.languages
    gets_by = local in own
    which = np.full(len(s.rows), -1, dtype=np.int64)
    for number, one in reversed(list(enumerate(wanted))):
        which[spoken.any([one])[s.rows]] = number
    known = spoken.known[s.rows]
    cases: list[Case] = [
        ("language_unknown", ~known, 0),
        ("language", which >= 0, w.language_liked if gets_by else w.language_needed),
    ]
    if not gets_by:
        cases.append(("language_none", known, w.language_none))
    part = first_of(len(s.rows), cases)
    told = tuple({"language": one} for one in wanted)
    return Part(part.codes, part.which, part.points, told, np.maximum(which, 0))


def of_steps(s: Scene) -> Part | None:
    """Whether it can be reached without steps, for whom that matters."""
    if not s.facts.needs_step_free and s.facts.mobility not in {"slow", "home"}:
        return None
    goes, state = ~s.home & ~s.table.remote[s.rows], s.table.step_free[s.rows]
    cases: list[Case] = [
        ("step_free_unknown", goes & (state < 0), s.weights.step_free_unknown),
        ("step_free", goes & (state == 1), s.weights.step_free),
        ("steps", goes & (state == 0), s.weights.steps),
    ]
    return first_of(len(s.rows), cases)


def within_age(s: Scene) -> Flags:
    """Whether the person is certainly of an age that it is for."""
    if s.facts.age is None:
        return np.zeros(len(s.rows), dtype=np.bool_)
    youngest, oldest = s.facts.age
    # A limit of 25 includes all of the year in which one is 25.
    return ~(youngest < s.table.low[s.rows]) & ~(oldest >= s.table.high[s.rows] + 1)


def of_people(s: Scene) -> list[Part]:
    """Whom it is for: age, gender, area, papers, and what only the provider can say."""
    t, w, facts, many = s.table, s.weights, s.facts, len(s.rows)
    limited = ~np.isnan(t.low[s.rows]) | ~np.isnan(t.high[s.rows])
    only, mine = t.genders.known[s.rows], t.genders.any([facts.gender])[s.rows]
    found = [
        first_of(many, [("age", limited & within_age(s), w.age_fits), ("age_unsure", limited, 0)]),
        first_of(many, [("gender", mine, w.gender_fits), ("gender_unsure", only, 0)]),
    ]
    if facts.areas:
        here, said = t.areas.any(facts.areas)[s.rows], t.areas.known[s.rows]
        found.append(first_of(many, [("area", here, w.area_fits), ("area_unsure", said, 0)]))
    found.append(first_of(many, [("eligibility", t.eligibility[s.rows], 0)]))
    return [*found, _papers(s)]


def _papers(s: Scene) -> Part:
    asked, has = s.table.papers[s.rows], s.facts.papers
    cases: list[Case] = [
        ("papers" if has else "papers_unsure", asked == 1, s.weights.papers if has else 0),
    ]
    if has is False:
        cases += [("no_papers", asked == 0, s.weights.no_papers), ("papers_unknown", asked < 0, 0)]
    return first_of(len(s.rows), cases)


def of_room(s: Scene) -> Part:
    """Whether there is room, when somebody said so lately."""
    w, room = s.weights, s.table.room[s.rows]
    worth = {"full": w.full, "waiting": w.waiting, "assessment": w.assessment}
    return first_of(
        len(s.rows), [(code, room == n, worth.get(code, w.places)) for n, code in enumerate(ROOM) if code]
    )


def of_trust(s: Scene) -> Part:
    """When a human last confirmed the listing."""
    on = s.table.confirmed[s.rows]
    days = s.now.date().toordinal() - on
    cases: list[Case] = [("never_confirmed", on == 0, s.weights.never_confirmed)]
    cases += [("confirmed", days <= limit, points) for limit, points in s.weights.fresh_days]
    return first_of(len(s.rows), [*cases, ("stale", on > 0, s.weights.stale)])


def of_heart(s: Scene, matters: Matters | None) -> list[Part]:
    """What the person cares for, how they like to meet, a gentle start, and who goes there already."""
    t, w, many = s.table, s.weights, len(s.rows)
    found = []
    if matters and matters.words:
        which = np.full(many, -1, dtype=np.int64)
        said = sorted(matters.words)
        for number, word in reversed(list(enumerate(said))):
            which[t.words.any([word])[s.rows]] = number
        part = first_of(many, [("matters", which >= 0, w.matters)])
        told = tuple({"word": matters.words[word]} for word in said)
        found.append(Part(part.codes, part.which, part.points, told, np.maximum(which, 0)))
    found += _way(s)
    if s.facts.very_isolated:
        small, large, group = t.size[s.rows] <= w.small_size, t.size[s.rows] >= w.large_size, t.group[s.rows]
        cases: list[Case] = [
            ("gentle", t.gentle[s.rows], w.gentle),
            ("small_group", small, w.small_group),
            ("large_group", large, w.large_group),
            ("size_unknown", group & np.isnan(t.size[s.rows]), 0),
        ]
        found.append(first_of(many, cases))
    return [*found, *_company(s)]


def _way(s: Scene) -> list[Part]:
    reach, remote = s.facts.reach, s.table.remote[s.rows]
    ways = {
        "visit": s.home & ("visit" in reach),
        "remote": remote & (not reach.isdisjoint({"phone", "online"})),
        "group": s.table.group[s.rows] & ~remote & ("group" in reach),
    }
    found = first_of(len(s.rows), [(way, holds, s.weights.way) for way, holds in ways.items()])
    told = tuple({"way": way} for way in ways)
    detail = np.maximum(found.which - 1, 0)
    return [Part(("way",), np.minimum(found.which, 1), found.points, told, detail)] if reach else []


def _company(s: Scene) -> list[Part]:
    """How many go there whom they know, and how many like them: counts that people agreed to."""
    if not s.facts.company:
        return []
    rows = np.asarray([s.table.place.get(key, -1) for key in s.facts.company], dtype=np.int64)
    found = []
    kinds = (("known_there", s.weights.known), ("alike_there", s.weights.alike))
    for place, (code, points) in enumerate(kinds):
        many = np.zeros(len(s.table), dtype=np.int64)
        for row, counts in zip(rows, s.facts.company.values(), strict=True):
            if row >= 0:
                many[row] = counts[place]
        part = first_of(len(s.rows), [(code, many[s.rows] > 0, points)])
        told = tuple({"n": n} for n in range(int(many.max(initial=0)) + 1))
        found.append(Part(part.codes, part.which, part.points, told, many[s.rows]))
    return found


def parts_of(s: Scene, met: Whole, matters: Matters | None) -> list[Part]:
    """All parts, in the order in which their reasons are said."""
    found = [
        *of_needs(s.needs, met, s.weights),
        *of_heart(s, matters),
        *of_place(s),
        *of_time(s),
        of_cost(s),
        of_language(s),
        of_steps(s),
        *of_people(s),
        of_room(s),
        of_trust(s),
    ]
    return [part for part in found if part is not None]


def reasons_at(s: Scene, parts: Sequence[Part], at: int) -> tuple[Reason, ...]:
    """The reasons of one row: what is known first."""
    option = s.table.options[s.rows[at]]
    found = []
    for part in parts:
        number = int(part.which[at])
        if not number:
            continue
        code = part.codes[number - 1]
        told = part.told[int(part.detail[at])] if part.detail is not None else _of_person(s, code, at)
        params = filled(code, option, s.now, told)
        found.append(Reason(code, int(part.points[at]), code not in UNSURE, params))
    return (*(one for one in found if one.known), *(one for one in found if not one.known))


def _of_person(s: Scene, code: str, at: int) -> Mapping[str, object]:
    return {"metres": float(s.away[at]), "rough": s.facts.rough} if code == "distance" else NOTHING
