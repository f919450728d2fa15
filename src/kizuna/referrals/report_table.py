"""The report as rows of text, for a file and for a terminal: one figure a row, what is hidden said."""

from collections.abc import Callable, Iterator

from kizuna.referrals.report import GroupLine, Line, Report
from kizuna.referrals.telling import Share, Spread

HEADING = ("section", "code", "label", "figure", "value")
HIDDEN = "hidden"
Row = tuple[str, str, str, str, str]
Say = Callable[[str], str]


def rows(found: Report, say: Say = str) -> list[Row]:
    """The heading and every figure; `say` translates words. A report that is hidden says so in one row."""
    about = [
        HEADING,
        ("report", "", "", "period", found.span.code),
        ("report", "", "", "area", found.area_name),
        ("report", "", "", "as of", found.as_of.date().isoformat()),
    ]
    if found.hidden:
        return [*about, ("report", "", "", "all figures", HIDDEN)]
    return [*about, *_referrals(found, say), *_wanted(found, say), *_moved(found, say), *_sides(found, say)]


def _n(n: int | float | None) -> str:
    return HIDDEN if n is None else f"{n:.1f}" if isinstance(n, float) else str(n)


def _lines(section: str, lines: tuple[Line, ...], say: Say) -> Iterator[Row]:
    for line in lines:
        yield section, line.code, say(line.label), "referrals", _n(line.n)


def _share(section: str, code: str, label: str, share: Share) -> Iterator[Row]:
    bound = {"most": "percent at most", "least": "percent at least"}.get(share.bound, "percent")
    if share.hidden:
        yield section, code, label, "percent", HIDDEN
        return
    if share.percent is not None:
        yield section, code, label, bound, str(share.percent)
    yield section, code, label, "out of", _n(share.of)


def _spread(section: str, code: str, label: str, spread: Spread) -> Iterator[Row]:
    if spread.hidden:
        yield section, code, label, "days, median", HIDDEN
        return
    if spread.middle is not None:
        for figure, days in (
            ("days, median", spread.middle),
            ("days, first quartile", spread.low),
            ("days, third quartile", spread.high),
        ):
            yield section, code, label, figure, _n(days)
    yield section, code, label, "out of", _n(spread.n)


def _referrals(found: Report, say: Say) -> Iterator[Row]:
    yield "people", "", "", "people", _n(found.people)
    yield from _lines("funnel", found.funnel, say)
    yield from _lines("state", found.ends, say)
    for why, lines in found.reasons:
        yield from _lines(f"reason: {say(why)}", lines, say)
    yield from _share("known end", "", f"after {found.days} days", found.known_end)
    yield "known end", "", "asked later than that", "referrals", _n(found.young)
    yield from _share("did not come", "", "", found.not_come)
    yield from _spread("first contact", "", "", found.contact)
    yield "first contact", "", "not yet", "people", _n(found.uncontacted)
    yield from _spread("answer", "", "", found.answer)


def _wanted(found: Report, say: Say) -> Iterator[Row]:
    for one in found.unmet:
        yield "unmet need", one.need, say(one.label), "nothing found", _n(one.not_found)
        yield "unmet need", one.need, say(one.label), "no places", _n(one.no_places)
    for line in found.goals:
        yield "goals", line.code, say(line.label), "goals", _n(line.n)


def _moved(found: Report, say: Say) -> Iterator[Row]:
    for one in found.moved:
        section, code, label = "before and after", one.instrument, say(one.scale)
        yield section, code, label, "as of", found.frozen.date().isoformat()
        yield section, code, label, "begun", _n(one.begun)
        for kind, n in one.counts.items():
            yield section, code, label, kind, _n(n)
        yield from _share(f"{section}: did not answer again", code, label, one.lost)
        if one.sizes is None:
            yield section, code, label, "mean change", HIDDEN if one.hidden else ""
            continue
        for figure in ("before", "after", "change", "low", "high", "size", "size_low", "size_high"):
            value = getattr(one.sizes, figure)
            digits = 2 if figure.startswith("size") else 1
            yield section, code, label, figure, "" if value is None else f"{value:.{digits}f}"
        for verdict, n in (one.moved or {}).items():
            yield section, code, label, verdict, _n(n)


def _sides(found: Report, say: Say) -> Iterator[Row]:
    names = [say(one.scale) for one in found.moved]
    for side in found.sides:
        for line in side.lines:
            yield from _group(f"by {side.code}", line, say(line.label) if line.label else "", names)


def _group(section: str, line: GroupLine, label: str, names: list[str]) -> Iterator[Row]:
    yield section, line.value, label, "referrals", _n(line.n)
    if line.n is None:
        return
    yield from _share(f"{section}: known end", line.value, label, line.known_end)
    yield from _share(f"{section}: began", line.value, label, line.begun)
    yield from _spread(f"{section}: answer", line.value, label, line.answer)
    for name, change in zip(names, line.changes, strict=False):
        if change is not None:
            yield section, line.value, label, f"mean change: {name}", f"{change:.1f}"
