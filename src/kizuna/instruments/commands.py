"""The room's part of `kizuna …`: tables scored, items that hang together, questionnaires from files."""

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM, Refused
from kizuna.instruments import queries
from kizuna.instruments.actions import load_questionnaire, switch_questionnaire
from kizuna.instruments.definition import Instrument
from kizuna.instruments.files import WrongTable, codes, needs, opened, read, written
from kizuna.instruments.reliability import Interval, Reliability, TooLittle, reliability
from kizuna.instruments.scoring import OutOfRange
from kizuna.instruments.table import WrongColumns, check_ranges, columns_of, numbers_of, scored

if TYPE_CHECKING:
    from polars import LazyFrame


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _numbers(text: str) -> list[float]:
    try:
        return [float(name) for name in _names(text)]
    except ValueError:
        raise Refused(f"“{text}” is not a list of numbers like 7,9.") from None


def _instrument(code: str) -> Instrument:
    found = read(code)
    if found is None or not found.scales:
        known = [name for name in codes() if (one := read(name)) and one.scales]
        raise Refused(f"There is no scale “{code}”. There are: {', '.join(known)}.")
    return found


def _summary(instrument: Instrument, frame: "LazyFrame") -> dict[str, Any]:
    """How many people each scale has a score for, their mean, and how many are in each band."""
    import polars as pl

    told: dict[str, Any] = {}
    for scale in instrument.scales:
        score = pl.col(f"{scale.id}_score").cast(pl.Float64)
        rows, there, mean = frame.select(n=pl.len(), there=score.count(), mean=score.mean()).collect().row(0)
        found = frame.group_by(f"{scale.id}_band").len().collect()
        bands = dict(found.iter_rows())
        told[scale.id] = {
            "scored": there,
            "not_scorable": rows - there,
            "mean": mean,
            "bands": {band.label: bands.get(band.label, 0) for band in scale.bands},
        }
    return told


def _said(instrument: Instrument, rows: int, out: Path, told: dict[str, Any]) -> str:
    lines = [f"{instrument.title}: {rows} rows scored into {out}."]
    for scale in instrument.scales:
        found = told[scale.id]
        mean = "" if found["mean"] is None else f", mean {found['mean']:.2f}"
        there, gone = found["scored"], found["not_scorable"]
        lines.append(f"  {scale.title or scale.id}: {there} scored{mean}, {gone} not scorable")
        lines += [f"    {label}: {count}" for label, count in found["bands"].items()]
    return "\n".join(lines)


def _score(arguments: Namespace) -> int:
    instrument, missing = _instrument(arguments.instrument), _numbers(arguments.missing)
    source, target = Path(arguments.file), Path(arguments.out)
    if source.resolve() == target.resolve():
        raise Refused("Write to another file than the one that is read.")
    try:
        frame = opened(source, arguments.only)
        columns = columns_of(instrument, _names(arguments.items), frame.collect_schema().names())
        check_ranges(frame, instrument, columns, missing)
        written(scored(frame, instrument, columns, missing), target)
        told = _summary(instrument, opened(target))
    except (WrongTable, WrongColumns, OutOfRange) as wrong:
        raise Refused(str(wrong)) from None
    first = next(iter(told.values()))
    rows = first["scored"] + first["not_scorable"]
    whole = {
        "instrument": instrument.code,
        "version": instrument.version,
        "rows": rows,
        "out": str(target),
        "scales": told,
    }
    sys.stdout.write(json.dumps(whole, indent=2) if arguments.json else _said(instrument, rows, target, told))
    sys.stdout.write("\n")
    return 0


def _range(text: str) -> tuple[float | None, float | None]:
    ends = _numbers(text)
    if not ends:
        return None, None
    if len(ends) != 2 or not ends[0] < ends[1]:
        raise Refused("Give the range as two numbers, the lower first: --range 1,4.")
    return ends[0], ends[1]


def _between(one: Interval, shape: str = ".3f") -> str:
    return f"{one.value:{shape}} ({one.low:{shape}} to {one.high:{shape}})"


def _told(found: Reliability) -> str:
    lines = [
        f"{found.rows} people answered every item; {found.left_out} had a gap and are left out.",
        f"Cronbach's alpha  {_between(found.alpha)}",
        f"McDonald's omega  {_between(found.omega)}",
        f"At the floor      {_between(found.floor, '.1%')}",
        f"At the ceiling    {_between(found.ceiling, '.1%')}",
        f"Sum: mean {found.mean:.2f}, standard deviation {found.sd:.2f}, error {found.error:.2f}.",
        f"A change of {found.change:.2f} points or more is more than chance (95 %).",
        "Item with the sum of the others:",
    ]
    for item in found.items:
        without = "" if item.alpha_without is None else f", alpha without it {item.alpha_without:.3f}"
        lines.append(f"  {item.item}: {_between(item.correlation)}{without}")
    lines.append(f"In brackets: 95 of 100 such samples ({found.resamples} resamples, seed {found.seed}).")
    return "\n".join(lines)


def _reliability(arguments: Namespace) -> int:
    names, turned = _names(arguments.items), _names(arguments.reverse)
    strange = sorted(set(turned) - set(names))
    if strange:
        raise Refused(f"--reverse names {', '.join(strange)}, which --items does not.")
    low, high = _range(arguments.range)
    try:
        needs("polars", "numpy")
        frame = opened(Path(arguments.file), arguments.only)
        answers = numbers_of(frame, names, _numbers(arguments.missing), low, high)
        found = reliability(
            answers, names, reverse=frozenset(turned), low=low, high=high, seed=arguments.seed
        )
    except (WrongTable, WrongColumns, OutOfRange, TooLittle) as wrong:
        raise Refused(str(wrong)) from None
    sys.stdout.write(json.dumps(asdict(found), indent=2) if arguments.json else _told(found))
    sys.stdout.write("\n")
    return 0


def _of_a_table(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a .csv or .parquet with one row a person")
    parser.add_argument("--only", default="", metavar="COLUMN=VALUE", help="only the rows with this value")
    parser.add_argument(
        "--missing", default="", metavar="NUMBERS", help="numbers that stand for “no answer”, like 7,9"
    )
    parser.add_argument("--json", action="store_true", help="for machines")


def _score_arguments(parser: ArgumentParser) -> None:
    _of_a_table(parser)
    parser.add_argument("--instrument", required=True, metavar="CODE", help="the scale, like phq-9")
    parser.add_argument("--out", required=True, metavar="FILE", help="where to write: .csv or .parquet")
    parser.add_argument(
        "--items",
        default="",
        metavar="COLUMNS",
        help="the columns of the items in their order; without it they are named like the items",
    )


def _reliability_arguments(parser: ArgumentParser) -> None:
    _of_a_table(parser)
    parser.add_argument("--items", required=True, metavar="COLUMNS", help="the columns of the items")
    parser.add_argument("--reverse", default="", metavar="COLUMNS", help="those that say the opposite")
    parser.add_argument(
        "--range",
        default="",
        metavar="LOW,HIGH",
        help="the ends of each item; else what is there",
    )
    parser.add_argument("--seed", type=int, default=1, help="of the resamples behind the intervals")


def _load(options: Namespace) -> int:
    file, by, now = Path(options.file), SYSTEM("kizuna questionnaire load"), timezone.now()
    try:
        resource = json.loads(file.read_bytes())
    except (OSError, ValueError) as wrong:
        raise Refused(f"{file} cannot be read as JSON: {wrong}") from None
    language = options.language or resource.get("language", "") or settings.LANGUAGE_CODE
    code = load_questionnaire(
        resource=resource, language=language, licence=options.licence, code=options.code, by=by, now=now
    )
    if options.on:
        switch_questionnaire(code=code, language=language, on=True, by=by, now=now)
    state = "is asked from now on" if options.on else "is switched off: kizuna questionnaire switch CODE on"
    sys.stdout.write(f"{code}: loaded in {language}; it {state}.\n")
    return 0


def _load_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a Questionnaire of FHIR R4, as JSON")
    parser.add_argument("--language", default="", help="the language of its words; else the file's own")
    parser.add_argument("--licence", default="", help="who allows you to use it, where the file does not say")
    parser.add_argument("--code", default="", help="its short name in addresses; else one from the file")
    parser.add_argument("--on", action="store_true", help="let it be asked at once")


def _switch(options: Namespace) -> int:
    by, now = SYSTEM("kizuna questionnaire switch"), timezone.now()
    found = [one for one in queries.loaded(by) if one.code == options.code]
    if not found:
        raise Refused(f"No questionnaire from a file is called “{options.code}”.")
    for one in found:
        if options.language in {"", one.language}:
            switch_questionnaire(code=one.code, language=one.language, on=options.to == "on", by=by, now=now)
    return 0


def _switch_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("to", choices=("on", "off"))
    parser.add_argument("--language", default="", help="only in this language")


def _listing(options: Namespace) -> int:
    for one in queries.loaded(SYSTEM("kizuna questionnaire list")):
        state = "on" if one.on else "off"
        sys.stdout.write(f"{one.code}  {one.language}  {one.version}  {state}  {one.title}\n")
    return 0


COMMANDS = (
    Command("score", "scores a table of people with a scale", _score, _score_arguments, needs_settings=False),
    Command(
        "reliability",
        "says how well items hang together in a table of answers",
        _reliability,
        _reliability_arguments,
        needs_settings=False,
    ),
    Command(
        "questionnaire load",
        "Make a FHIR R4 Questionnaire one of this site's.",
        _load,
        _load_arguments,
    ),
    Command("questionnaire list", "List the questionnaires from files.", _listing),
    Command(
        "questionnaire switch",
        "Let a questionnaire from a file be asked, or not.",
        _switch,
        _switch_arguments,
    ),
)
