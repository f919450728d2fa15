"""The figures by kind of people, and how scores moved: each kind as far as it may be told."""

from collections.abc import Mapping, Sequence

from kizuna.referrals.basis import SITE, Basis, Measure
from kizuna.referrals.moved import Course, Moved, by_group, moved
from kizuna.referrals.report import SIDES, GroupLine, Side
from kizuna.referrals.telling import Share, Spread, hides, share, spread, told
from kizuna.referrals.tracing import Trace
from kizuna.signposting.fairness import AGES


def ends_known(traces: Sequence[Trace], basis: Basis) -> Share:
    """Of the referrals that are old enough, those whose end was known in time."""
    old = [one for one in traces if one.old_enough(basis.days, basis.now)]
    return share(old, lambda one: one.known_within(basis.days))


def answer_days(traces: Sequence[Trace]) -> Spread:
    """How many days it took them to answer."""
    return spread([(one, one.answered_at - one.asked_at) for one in traces if one.answered_at])


def _open(basis: Basis, one: Measure) -> frozenset[str]:
    """The areas whose scores may be told: by the people who have both."""
    return basis.tree.open(course for course in one.courses if course.kind == "both")


def _here(basis: Basis, one: Measure, area: str) -> list[Course]:
    return basis.tree.only(area, one.courses)


def measured(basis: Basis, area: str) -> tuple[Moved, ...]:
    """Each scale before and after."""
    found = []
    for one in basis.measures:
        mine = _here(basis, one, area)
        nobody = not any(course.kind == "both" for course in mine)
        open_ = nobody or area in _open(basis, one)
        found.append(moved(one.scale, one.instrument, one.name, mine, open_=open_))
    return tuple(found)


def side(basis: Basis, traces: Sequence[Trace], code: str, area: str) -> Side:
    """One way of counting: referrals of each kind of people, and how their scores moved."""
    sorted_in: dict[str, list[Trace]] = {}
    for one in traces:
        sorted_in.setdefault(_value(one, code), []).append(one)
    hidden = _hidden_areas(basis, sorted_in) if code == "area" else hides(sorted_in)
    changes = [_changes(basis, one, code, area) for one in basis.measures]
    lines = [
        GroupLine(value, _label(basis, code, value), None)
        if hidden[value]
        else _line(basis, found, value, _label(basis, code, value), changes)
        for value, found in sorted_in.items()
    ]
    return Side(code, SIDES[code], tuple(sorted(lines, key=_rank)))


def _value(one: Trace, code: str) -> str:
    return {"area": one.area, "age": one.age, "language": one.language}[code]


def _hidden_areas(basis: Basis, sorted_in: Mapping[str, object]) -> dict[str, bool]:
    """Areas by the one rule for all pages. Those above others hold people who did not say where they live."""
    open_ = basis.tree.open(basis.traces)
    return {value: value not in open_ or bool(basis.tree.below.get(value)) for value in sorted_in}


def _label(basis: Basis, code: str, value: str) -> str:
    if code == "area":
        return basis.tree.names.get(value, "")
    return AGES.get(value, "") if code == "age" else ""


def _rank(line: GroupLine) -> tuple[int, bool, str, str]:
    order = list(AGES)
    place = order.index(line.value) if line.value in order else len(order)
    return place, not line.value, line.label, line.value


def _line(
    basis: Basis,
    found: Sequence[Trace],
    value: str,
    label: str,
    changes: Sequence[Mapping[str, float | None]],
) -> GroupLine:
    return GroupLine(
        value,
        label,
        told(found),
        ends_known(found, basis),
        share(found, lambda one: one.begun_at is not None),
        answer_days(found),
        tuple(one.get(value) for one in changes),
    )


def _changes(basis: Basis, one: Measure, code: str, area: str) -> Mapping[str, float | None]:
    """The mean change on one scale by kind of people.

    By age and language only where everybody on the site is in it: those of two areas could be taken from one
    another, down to one person.
    """
    mine = _here(basis, one, area)
    whole = area == SITE or len(mine) == len(one.courses)
    if not basis.span.whole_year or (code != "area" and not whole):
        return {}
    groups = by_group(mine, code, _open(basis, one) if code == "area" else None)
    return {group.value: group.change for group in groups}
