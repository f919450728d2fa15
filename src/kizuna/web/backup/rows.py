"""Rows as they travel between databases: one spelling for each value, whichever database it comes from."""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

Kind = Literal["text", "number", "truth", "moment", "uuid", "decimal", "real", "json", "bytes", "span"]
KINDS: dict[str, Kind] = {
    "AutoField": "number",
    "BigAutoField": "number",
    "BigIntegerField": "number",
    "BinaryField": "bytes",
    "BooleanField": "truth",
    "CharField": "text",
    "DateField": "text",
    "DateTimeField": "moment",
    "DecimalField": "decimal",
    "DurationField": "span",
    "EmailField": "text",
    "FloatField": "real",
    "GenericIPAddressField": "text",
    "IntegerField": "number",
    "JSONField": "json",
    "PositiveBigIntegerField": "number",
    "PositiveIntegerField": "number",
    "PositiveSmallIntegerField": "number",
    "SlugField": "text",
    "SmallIntegerField": "number",
    "TextField": "text",
    "TimeField": "text",
    "URLField": "text",
    "UUIDField": "uuid",
}
"""What Django calls a field, and how its values are spelt here."""


def _moment(value: object) -> str:
    """A moment in UTC as SQLite keeps it, such as `2026-11-23 09:00:00`; its driver gives no zone."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return str(value)


def _uuid(value: object) -> str:
    return value.hex if isinstance(value, UUID) else str(value).replace("-", "")


def _decimal(value: object) -> str:
    """A decimal without the zeros at its end: databases keep different numbers of them."""
    return format(Decimal(str(value)).normalize(), "f")


def _span(value: object) -> object:
    """Microseconds."""
    return value // timedelta(microseconds=1) if isinstance(value, timedelta) else value


def _bytes(value: Any) -> str:
    return bytes(value).hex()


_SPELT: dict[str, Callable[[Any], object]] = {
    "bytes": _bytes,
    "decimal": _decimal,
    "json": str,
    "moment": _moment,
    "number": int,
    "real": float,
    "span": _span,
    "text": str,
    "truth": bool,
    "uuid": _uuid,
}


def spell(row: Sequence[Any], kinds: Sequence[Kind]) -> list[object]:
    """A row that the database's driver gave, spelt the one way; unknown stays None."""
    return [value if value is None else _SPELT[kind](value) for value, kind in zip(row, kinds, strict=True)]


def _for_sqlite(value: Any, kind: Kind) -> object:
    if value is None:
        return None
    if kind == "bytes":
        return bytes.fromhex(value)
    return int(value) if kind == "truth" else value


def _for_postgresql(value: Any, kind: Kind) -> object:
    """As the COPY command takes it."""
    if value is None:
        return None
    if kind == "bytes":
        return bytes.fromhex(value)
    if kind == "moment":
        return f"{value}+00"
    if kind == "span":
        return f"{value} microseconds"
    return value


def for_database(row: Sequence[Any], kinds: Sequence[Kind], vendor: str) -> list[object]:
    """A spelt row as this kind of database takes it."""
    give = _for_sqlite if vendor == "sqlite" else _for_postgresql
    return [give(value, kind) for value, kind in zip(row, kinds, strict=True)]


def line_of(row: Sequence[object]) -> bytes:
    """A row as one line of text."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(text: str) -> object:
    """JSON without the differences that databases make: order of keys, spaces, `1.0` for `1`."""
    return json.loads(text, parse_float=_as_float)


def _as_float(text: str) -> float | int:
    value = float(text)
    return int(value) if value.is_integer() else value


class TableHash:
    """A hash over all rows of a table in any order: databases disagree about the order of texts.

    It is the sum of the rows' SHA-256 numbers. It guards against faults; a seal around the whole file guards
    against people.
    """

    def __init__(self, kinds: Sequence[Kind]) -> None:
        self.rows, self._sum = 0, 0
        self._json = [place for place, kind in enumerate(kinds) if kind == "json"]

    def add(self, row: Sequence[Any], line: bytes) -> None:
        """One more row, spelt, and its line."""
        if self._json:
            same = list(row)
            for place in self._json:
                same[place] = None if row[place] is None else [_plain(row[place])]
            line = json.dumps(same, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        self._sum += int.from_bytes(hashlib.sha256(line).digest())
        self.rows += 1

    @property
    def digest(self) -> str:
        """64 characters."""
        return f"{self._sum % (1 << 256):064x}"
