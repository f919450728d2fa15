"""From referrals, contacts and goals to the report: counted, and only what may be told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kizuna.access.small_numbers import rounded, shown, too_small
from kizuna.access.wording import N_
from kizuna.directory.needs import BY_CODE as NEEDS
from kizuna.referrals.basis import Basis, GoalCount, Placed
from kizuna.referrals.goals import STATES as GOAL_STATES
from kizuna.referrals.grouping import answer_days, ends_known, measured, side
from kizuna.referrals.pathway import BY_CODE, REASON_BY_CODE
from kizuna.referrals.report import BAR, SIDES, Line, Report, Unmet
from kizuna.referrals.telling import narrowing, partition, people, share, spread, told
from kizuna.referrals.tracing import Trace

STAGES = (
    ("asked", N_("Asked")),
    ("answered", N_("Answered")),
    ("accepted", N_("They said yes")),
    ("begun", N_("It has started")),
    ("completed", N_("Done")),
)
GOING = frozenset({"accepted", "in-progress", "on-hold"})
ENDS = (
    ("completed", BY_CODE["completed"].worker),
    ("failed", BY_CODE["failed"].worker),
    ("rejected", BY_CODE["rejected"].worker),
    ("cancelled", BY_CODE["cancelled"].worker),
    ("going", N_("Under way")),
    ("requested", BY_CODE["requested"].worker),
)
WHY = ("rejected", "failed", "cancelled")


def report(basis: Basis, area: str) -> Report:
    """The report for an area and everything below it; for the whole site with `basis.SITE`."""
    tree = basis.tree
    found = Report(basis.span, area, tree.names.get(area, ""), basis.now, basis.days, basis.frozen)
    everybody: list[Placed] = [*basis.traces, *basis.contacts, *basis.goals]
    if everybody and area not in tree.open(everybody):
        return replace(found, hidden=True)
    traces, contacts = tree.only(area, basis.traces), tree.only(area, basis.contacts)
    goals = tree.only(area, basis.goals)
    n = people([*traces, *contacts])
    return _with_times(
        basis,
        replace(
            found,
            people=None if shown(n) is None else rounded(n),
            funnel=_funnel(traces),
            ends=_ends(traces),
            reasons=_reasons(traces),
            contact=spread([(one, one.took) for one in contacts if one.took is not None]),
            uncontacted=told([one for one in contacts if one.took is None]),
            unmet=_unmet(traces, basis.nothing_found),
            goals=_goals(goals),
            moved=measured(basis, area) if basis.span.whole_year else (),
            moved_later=not basis.span.whole_year,
            sides=tuple(side(basis, traces, code, area) for code in SIDES),
        ),
        traces,
    )


def _with_times(basis: Basis, found: Report, traces: Sequence[Trace]) -> Report:
    old = [one for one in traces if one.old_enough(basis.days, basis.now)]
    known = ends_known(traces, basis)
    in_time = sum(one.known_within(basis.days) for one in old)
    return replace(
        found,
        known_end=known,
        bar_met=None if known.percent is None else 100 * in_time >= BAR * len(old),
        young=told([one for one in traces if not one.old_enough(basis.days, basis.now)]),
        not_come=share([one for one in traces if one.accepted_at], lambda one: one.reason == "did-not-come"),
        answer=answer_days(traces),
    )


def _funnel(traces: Sequence[Trace]) -> tuple[Line, ...]:
    so_far: dict[str, Sequence[Trace]] = {
        "asked": traces,
        "answered": [one for one in traces if one.answered_at],
        "accepted": [one for one in traces if one.accepted_at],
        "begun": [one for one in traces if one.begun_at],
        "completed": [one for one in traces if one.status == "completed"],
    }
    counts = narrowing([so_far[code] for code, _ in STAGES])
    return tuple(Line(code, label, n) for (code, label), n in zip(STAGES, counts, strict=True))


def _end(one: Trace) -> str:
    return "going" if one.status in GOING else one.status


def _ends(traces: Sequence[Trace]) -> tuple[Line, ...]:
    counts = partition(traces, _end, [code for code, _ in ENDS])
    return tuple(Line(code, label, counts[code]) for code, label in ENDS)


def _reasons(traces: Sequence[Trace]) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    found = []
    for status in WHY:
        mine = [one for one in traces if one.status == status]
        counts = partition(mine, lambda one: one.reason, ())
        lines = [Line(code, REASON_BY_CODE[code].label, n) for code, n in counts.items() if code]
        if lines:
            lines.sort(key=lambda line: (-(line.n or 0), line.code))
            found.append((BY_CODE[status].worker, tuple(lines)))
    return tuple(found)


def _unmet(traces: Sequence[Trace], nothing: Mapping[str, int]) -> tuple[Unmet, ...]:
    no_places = partition((one for one in traces if one.reason == "no-places"), lambda one: one.need, ())
    by_group: dict[str, int] = {}
    for code, n in nothing.items():
        by_group[code.partition(".")[0]] = by_group.get(code.partition(".")[0], 0) + n
    hidden = dict(zip(by_group, too_small(by_group.values()), strict=True))
    return tuple(
        Unmet(
            code,
            NEEDS[code].label,
            None if hidden.get(code) else rounded(by_group.get(code, 0)),
            no_places.get(code, 0),
        )
        for code in NEEDS
        if code in by_group or code in no_places
    )


def _goals(goals: Iterable[GoalCount]) -> tuple[Line, ...]:
    counts = partition(goals, lambda one: one.state, [state.code for state in GOAL_STATES])
    return tuple(Line(state.code, state.label, counts[state.code]) for state in GOAL_STATES)
