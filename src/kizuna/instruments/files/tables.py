"""Tables of answers on disk: CSV or Parquet, read lazily, written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from polars import LazyFrame


class WrongTable(ValueError):
    """A table that cannot be read or written; a sentence that says how to go on."""


def needs(*libraries: str) -> None:
    """Raise WrongTable with the way out when a library of the extra "analytics" is missing."""
    lacking = [name for name in libraries if find_spec(name) is None]
    if lacking:
        raise WrongTable(
            f"Working with tables needs {' and '.join(lacking)}, which is not installed here. "
            "Install it with: pip install 'kizuna[analytics]'"
        )


@contextmanager
def _plainly(what: str) -> Iterator[None]:
    """A library's error as one sentence."""
    import polars as pl

    try:
        yield
    except (pl.exceptions.PolarsError, OSError) as wrong:
        first = str(wrong).splitlines()[0] if str(wrong) else type(wrong).__name__
        raise WrongTable(f"{what}: {first}") from None


def _kind(path: Path) -> str:
    kind = path.suffix.lower().lstrip(".")
    if kind not in {"csv", "parquet"}:
        raise WrongTable(f"{path.name} is neither .csv nor .parquet.")
    return kind


def opened(path: Path, only: str = "") -> "LazyFrame":
    """A table, lazily. A CSV keeps every value as it is written. `only`: COLUMN=VALUE keeps those rows.

    Raises WrongTable with a sentence.
    """
    needs("polars")
    import polars as pl

    kind = _kind(path)
    if not path.is_file():
        raise WrongTable(f"There is no file {path}.")
    with _plainly(f"{path.name} cannot be read"):
        if kind == "csv":
            found = pl.scan_csv(path, infer_schema=False, encoding="utf8")
        else:
            found = pl.scan_parquet(path)
        there = found.collect_schema().names()
    if not only:
        return found
    column, _, value = only.partition("=")
    if column not in there:
        raise WrongTable(f"{path.name} has no column {column}, which --only names.")
    return found.filter(pl.col(column).cast(pl.String) == value)


def written(frame: "LazyFrame", path: Path) -> None:
    """Write a table beside its place first, then under its name: nobody ever meets half of it."""
    kind = _kind(path)
    if not path.parent.is_dir():
        raise WrongTable(f"There is no folder {path.parent}.")
    half = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with _plainly(f"{path.name} cannot be written"):
            if kind == "csv":
                frame.sink_csv(half)
            else:
                frame.sink_parquet(half, compression="lz4", statistics=False)
            half.replace(path)
    finally:
        half.unlink(missing_ok=True)
