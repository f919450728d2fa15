"""A table of people scored like one person: the same rules as columns. Lazy, so that it may be any length."""

from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import add, and_
from typing import TYPE_CHECKING, Any

from kizuna.instruments.definition import Instrument
from kizuna.instruments.scale import Scale
from kizuna.instruments.scoring import OutOfRange, no_gate, outside, too_few

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from polars import Expr, LazyFrame

Columns = Mapping[str, str]
"""Each item with the column that holds its answers."""


class WrongColumns(ValueError):
    """The table does not have the columns that the questionnaire needs; a sentence."""


def asked(instrument: Instrument) -> tuple[str, ...]:
    """The items whose answers count, in the order of the questionnaire."""
    counted = {i for scale in instrument.scales for i in (*scale.items, *filter(None, [scale.gate]))}
    return tuple(item.id for item in instrument.items if item.id in counted)


def columns_of(instrument: Instrument, names: Sequence[str], there: Sequence[str]) -> Columns:
    """Which column holds which item: `names` in the order of the items, or the items' own ids.

    A table of nothing but so many columns, none of them called like an item, has them in that order.

    Raises WrongColumns when there are too many or too few, or the table lacks one.
    """
    items = asked(instrument)
    in_order = len(there) == len(items) and not set(there) & set(items)
    names = names or (there if in_order else items)
    if len(names) != len(items):
        raise WrongColumns(
            f"{instrument.code} has {len(items)} items ({', '.join(items)}); you named {len(names)} columns."
        )
    if len(set(names)) != len(names):
        raise WrongColumns("A column is named twice.")
    lacking = [name for name in names if name not in there]
    if lacking:
        raise WrongColumns(
            f"The table has no column {', '.join(lacking)}. Name the columns of the {len(items)} items in "
            f"their order, with --items. There are: {', '.join(there[:40])}."
        )
    return dict(zip(items, names, strict=True))


def _number(name: str, kind: str, missing: Collection[float]) -> "Expr":
    """A column as numbers: empty text and the codes for "no answer" are null, other words NaN."""
    import polars as pl

    found = pl.col(name)
    if kind == "String":
        text = found.str.strip_chars()
        number = text.cast(pl.Float64, strict=False)
        found = pl.when(text.is_null() | (text == "")).then(None).otherwise(number.fill_null(float("nan")))
    else:
        found = found.cast(pl.Float64)
    return (
        pl.when(found.is_in([float(code) for code in missing])).then(None).otherwise(found)
        if missing
        else found
    )


def _ranges(instrument: Instrument) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for scale in instrument.scales:
        found |= {item: (scale.lowest(item), scale.highest(item)) for item in scale.items}
        if scale.gate:
            found[scale.gate] = (0, 1)
    return found


def _names(columns: Columns) -> dict[str, str]:
    """A name for the numbers of each item that no table has."""
    return {item: f"kizuna_item_{n}" for n, item in enumerate(columns)}


def _answers(frame: "LazyFrame", columns: Columns, missing: Collection[float]) -> "list[Expr]":
    kinds, names = frame.collect_schema(), _names(columns)
    return [_number(name, str(kinds[name]), missing).alias(names[item]) for item, name in columns.items()]


def numbers_of(
    frame: "LazyFrame",
    names: Sequence[str],
    missing: Collection[float] = (),
    low: float | None = None,
    high: float | None = None,
) -> "NDArray[Any]":
    """These columns as numbers, people × items, NaN for a gap.

    Raises WrongColumns for a column that is not there, OutOfRange for words and for what is not in the range.
    """
    import polars as pl

    kinds = frame.collect_schema()
    lacking = [name for name in names if name not in kinds]
    if lacking:
        raise WrongColumns(f"The table has no column {', '.join(lacking)}.")
    if len(set(names)) != len(names):
        raise WrongColumns("A column is named twice.")
    found = frame.select(_number(name, str(kinds[name]), missing).alias(name) for name in names).collect()
    for name in names:
        column = found[name]
        wrong = column.is_not_null() & ~column.is_finite()
        if low is not None and high is not None:
            wrong = wrong | ~column.is_between(low, high)
        rows = wrong.arg_true()
        if len(rows):
            said = frame.select(pl.col(name)).slice(rows[0], 1).collect().item()
            raise OutOfRange(f"Row {rows[0] + 1}: {name} is {said}, which is no answer from {low} to {high}.")
    return found.to_numpy()


def check_ranges(
    frame: "LazyFrame", instrument: Instrument, columns: Columns, missing: Collection[float] = ()
) -> None:
    """Raise OutOfRange for the first answer that is no point on its scale, with its row (from 1) and item."""
    import polars as pl

    ranges, names = _ranges(instrument), _names(columns)
    good = {
        item: pl.col(name).is_null()
        | (pl.col(name).is_between(*ranges[item]) & (pl.col(name) == pl.col(name).floor()))
        for item, name in names.items()
    }
    answers = frame.select(_answers(frame, columns, missing))
    lines = answers.select(reduce(and_, good.values()).alias("good"))
    if lines.select(pl.col("good").all()).collect(engine="streaming").item():
        return
    row = int(lines.with_row_index("row").filter(~pl.col("good")).select("row").first().collect().item())
    line = answers.slice(row, 1).collect()
    item = next(i for i, fits in good.items() if not line.select(fits).item())
    said = frame.select(columns[item]).slice(row, 1).collect().item()
    where = item if columns[item] == item else f"{columns[item]} (item {item})"
    raise OutOfRange(f"Row {row + 1}: {outside(where, said, *ranges[item])}")


def _counts(scale: Scale, item: str, answer: "Expr") -> "Expr":
    """What an answer counts, with its weight."""
    if any(item in one.items for one in scale.recode):
        points = {float(point): float(count) for point, count in scale.counts(item).items()}
        answer = answer.replace_strict(points, default=None)
    elif item in scale.reverse:
        answer = (scale.lowest(item) + scale.highest(item)) - answer
    times = scale.times(item)
    return answer if times == 1 else answer * times


def _raw(scale: Scale, at: "Mapping[str, Expr]") -> "Expr":
    """The sum or mean, unanswered items filled by the scale's rule."""
    import polars as pl

    total = reduce(add, (_counts(scale, item, at[item]).fill_null(0.0) for item in scale.items))
    whole = reduce(add, (scale.times(item) for item in scale.items), 0.0)
    here = reduce(add, (at[item].is_not_null().cast(pl.Float64) * scale.times(item) for item in scale.items))
    if scale.rule == "mean":
        # By a column, never by one number: the library multiplies by its inverse then, a last digit off.
        return total / (here if scale.fill == "mean" else here * 0 + whole)
    if not scale.may_miss or scale.fill == "nothing":
        return total
    return pl.when(here < whole).then(total * whole / here).otherwise(total)


def _value(scale: Scale, at: "Mapping[str, Expr]") -> "Expr":
    raw = _raw(scale, at)
    if scale.table:
        return raw.replace_strict(dict(scale.looked_up), default=None)
    return (raw if scale.factor == 1 else raw * scale.factor).clip(scale.least, scale.most)


def _band(scale: Scale, value: "Expr") -> "Expr":
    import polars as pl

    found: Expr = pl.lit(None, dtype=pl.String)
    for band in scale.bands:
        found = pl.when(value >= band.low).then(pl.lit(band.label)).otherwise(found)
    return found


def _score(scale: Scale, at: "Mapping[str, Expr]") -> "tuple[Expr, Expr]":
    """The score, and why there is none."""
    import polars as pl

    gaps = pl.col(f"{scale.id}_missing")
    reasons = {n: too_few(scale, n) for n in range(scale.may_miss + 1, len(scale.items) + 1)}
    why = gaps.replace_strict(reasons, default=None, return_dtype=pl.String)
    score: Expr = pl.when(gaps <= scale.may_miss).then(_value(scale, at)).otherwise(None)
    if not scale.gate:
        return score, why
    gate = at[scale.gate]
    score = pl.when(gate == 0).then(pl.lit(float(scale.least))).when(gate == 1).then(score).otherwise(None)
    why = pl.when(gate.is_null()).then(pl.lit(no_gate(scale))).when(gate == 1).then(why).otherwise(None)
    return score, why


def added(instrument: Instrument) -> tuple[str, ...]:
    """The columns that scoring adds, in their order."""
    parts = ("score", "band", "missing", "why_not")
    return tuple(f"{scale.id}_{part}" for scale in instrument.scales for part in parts)


def scored(
    frame: "LazyFrame", instrument: Instrument, columns: Columns, missing: Collection[float] = ()
) -> "LazyFrame":
    """The table with four columns more for every scale: score, band, missing answers, why there is no score.

    `missing`: numbers that stand for "no answer". Call `check_ranges` first: this does not look at ranges.
    Raises WrongColumns when the table has such columns already.
    """
    import polars as pl

    there = frame.collect_schema().names()
    taken = sorted({*added(instrument), *_names(columns).values()} & set(there))
    if taken:
        raise WrongColumns(f"The table has the columns {', '.join(taken)} already.")
    at = {item: pl.col(name) for item, name in _names(columns).items()}
    found = frame.with_columns(_answers(frame, columns, missing))
    gaps, scores, bands = [], [], []
    for scale in instrument.scales:
        empty = reduce(add, (at[item].is_null().cast(pl.Int64) for item in scale.items))
        score, why = _score(scale, at)
        gaps.append(empty.alias(f"{scale.id}_missing"))
        scores += [score.alias(f"{scale.id}_score"), why.alias(f"{scale.id}_why_not")]
        bands.append(_band(scale, pl.col(f"{scale.id}_score")).alias(f"{scale.id}_band"))
    found = found.with_columns(gaps).with_columns(scores).with_columns(bands)
    return found.select(*there, *added(instrument))
