"""How the ledger stands, as values."""

from dataclasses import dataclass
from datetime import datetime

from kizuna.ledger.chain import SealValue
from kizuna.ledger.checkpoint import CheckpointValue
from kizuna.ledger.findings import Fault


@dataclass(frozen=True)
class Sealing:
    """How far the chain has come: lines after its head are not sealed yet."""

    head: SealValue | None
    waiting: int
    oldest_waiting: datetime | None
    checkpoint: CheckpointValue | None


@dataclass(frozen=True)
class Verified:
    """What the last nightly look found."""

    id: int
    at: datetime
    seals: int
    rows: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Prunable:
    """The last seal that may go by age, and the lines up to it."""

    seal: SealValue | None
    rows: int
