"""When somebody last showed that it is them, from what the log-in library keeps in a session."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any


def confirmed_at(records: Iterable[Mapping[str, Any]]) -> datetime | None:
    """When the last way of signing in was used in this session; None when none was."""
    times = [float(record["at"]) for record in records if "at" in record]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def fresh(records: Iterable[Mapping[str, Any]], now: datetime, within: timedelta) -> bool:
    """Whether that was a short while ago. A time that is still to come counts for nothing."""
    at = confirmed_at(records)
    return at is not None and timedelta(minutes=-1) <= now - at <= within
