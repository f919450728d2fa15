"""The head of the chain as one line that a person can keep: on paper, in a mail, in a file elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from kizuna.ledger.chain import SealValue

_LINE = re.compile(
    r"kizuna-ledger\s+seal=(\d{1,18})\s+last=(\d{1,18})\s+digest=([0-9a-f]{64})"
    r"\s+at=(\d{4}-\d\d-\d\dT[0-9:.]+\+00:00)\s+signed=([0-9a-f]{64})"
)


@dataclass(frozen=True)
class Anchor:
    """What the head was: seal number, the id of its last line, the digest of everything up to it."""

    number: int
    last: int
    digest: str
    at: datetime
    signature: str = ""

    @property
    def words(self) -> str:
        """What is signed."""
        when = self.at.astimezone(UTC).isoformat()
        return f"kizuna-ledger seal={self.number} last={self.last} digest={self.digest} at={when}"

    @property
    def line(self) -> str:
        """The line to keep."""
        return f"{self.words} signed={self.signature}"


def anchor_of(seal: SealValue) -> Anchor:
    """A seal as the head that it is, not signed yet. Its time is that of the seal: one line a head."""
    return Anchor(seal.number, seal.last, seal.digest, seal.at)


def anchors_in(text: str) -> Iterator[Anchor]:
    """Every head that a text holds, such as a saved mail or a file of lines; broken lines are no heads."""
    for number, last, digest, at, signature in _LINE.findall(text):
        try:
            when = datetime.fromisoformat(at)
        except ValueError:
            continue
        yield Anchor(int(number), int(last), digest, when, signature)
