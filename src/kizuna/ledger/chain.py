"""How lines become a chain of seals: canonical text, digests, and what a seal says and signs."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

Row = tuple[int, str, str, str | None, str, str]
"""A line: id, verb, subject, person (32 hexadecimal digits), by, at (ISO 8601 in UTC)."""
START = "0" * 64
LOWEST = -(2**62)
"""Below every line."""
PURPOSE = "ledger"
PRINT = 4
"""Bytes of a row's print: enough to say which row of a seal is another one; the digest says whether."""


@dataclass(frozen=True)
class SealValue:
    """One link of the chain: `rows` lines with ids from `first` to `last`, sealed at `at`.

    `content` is the digest of its lines alone, `digest` of them and of everything before.
    """

    number: int
    first: int
    last: int
    rows: int
    content: str
    digest: str
    at: datetime
    signature: str = ""

    @property
    def words(self) -> str:
        """What is signed."""
        head = f"seal {self.number} {self.first} {self.last} {self.rows}"
        return f"{head} {self.content} {self.digest} {self.at.astimezone(UTC).isoformat()}"


def canonical(row: Row) -> str:
    """A line as the text that is hashed: the same on every database, and never that of another line."""
    id_, verb, subject, person, by, at = row
    return f"{id_} {person} {at} {len(verb)} {len(subject)} {len(by)} {verb}{subject}{by}\n"


def content(rows: Iterable[Row]) -> str:
    """The digest of these lines."""
    return hashlib.sha256("".join(map(canonical, rows)).encode()).hexdigest()


def prints(rows: Iterable[Row]) -> bytes:
    """A short print of each line, one after the other."""
    return b"".join(hashlib.blake2s(canonical(row).encode(), digest_size=PRINT).digest() for row in rows)


def linked(before: str, number: int, first: int, last: int, rows: int, content: str) -> str:
    """The digest of a seal that follows the one whose digest is `before`."""
    return hashlib.sha256(f"{before} {number} {first} {last} {rows} {content}".encode()).hexdigest()


def next_seal(before: SealValue | None, rows: Sequence[Row], at: datetime) -> SealValue:
    """The seal, not signed yet, over these lines (at least one), in the order of their ids."""
    number, digest = (before.number + 1, before.digest) if before else (1, START)
    first, last, inside = rows[0][0], rows[-1][0], content(rows)
    chained = linked(digest, number, first, last, len(rows), inside)
    return SealValue(number, first, last, len(rows), inside, chained, at)
