"""What a worker holds in its hands."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Claim:
    """A task with a lease on it: `longest` is how many seconds it may run."""

    result: UUID
    path: str
    key: str
    longest: int
