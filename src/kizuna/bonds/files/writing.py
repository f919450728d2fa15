"""Results into files: one row a person or call as CSV, or everything as JSON."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kizuna.access.viewer import Refused
from kizuna.bonds.fast import plain


def _rows(file: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    try:
        with file.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
    except OSError:
        raise Refused(f"{file} cannot be written. Is its folder there, and may you write to it?") from None


def write_text(file: Path, pieces: Iterable[str]) -> None:
    """A text in pieces."""
    try:
        file.write_text("".join(pieces), encoding="utf-8")
    except OSError:
        raise Refused(f"{file} cannot be written. Is its folder there, and may you write to it?") from None


def write_json(file: Path, what: Mapping[str, Any]) -> None:
    """Everything as one JSON object."""
    try:
        file.write_text(json.dumps(what, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError:
        raise Refused(f"{file} cannot be written. Is its folder there, and may you write to it?") from None


def write_measures(file: Path, header: Sequence[str], columns: Sequence[Sequence[Any]]) -> None:
    """One row a person; what is not known stays empty."""
    shown = [["" if value is None else value for value in plain(column)] for column in columns]
    _rows(file, header, zip(*shown, strict=True))


def write_calls(file: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """One row a call."""
    _rows(file, header, rows)
