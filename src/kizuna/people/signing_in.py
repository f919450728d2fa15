"""Sessions: when somebody last showed that it is them, how long one lasts, and a device in words."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from kizuna.access.wording import N_

SEEN = "kizuna_seen"
"""Where a session keeps when it began and when it was last used, in seconds since 1970."""
VOUCHED = "kizuna_vouched"
"""Where a session keeps that somebody's organisation vouched for a second factor at this sign-in."""
KIOSK = "kizuna_kiosk"
"""Where the session of a shared computer says that it is one."""
HELPED = "kizuna_helped"
"""Where it says that somebody beside the person types for them."""
KIOSK_LASTS = (timedelta(minutes=3), timedelta(hours=1))
"""How long somebody may do nothing there, and stay signed in at most."""
TOLD_EVERY = timedelta(minutes=1)
"""How often a session writes down that it is still used."""
PROGRAMS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
DEVICES = (
    ("iPhone", N_("iPhone")),
    ("iPad", N_("iPad")),
    ("Android", N_("Android phone or tablet")),
    ("Windows", N_("Windows computer")),
    ("Macintosh", N_("Mac")),
    ("CrOS", N_("Chromebook")),
    ("Linux", N_("Linux computer")),
)


def confirmed_at(records: Iterable[Mapping[str, Any]]) -> datetime | None:
    """When the last way of signing in was used in this session; None when none was."""
    times = [float(record["at"]) for record in records if "at" in record]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def fresh(records: Iterable[Mapping[str, Any]], now: datetime, within: timedelta) -> bool:
    """Whether that was a short while ago. A time that is still to come counts for nothing."""
    at = confirmed_at(records)
    return at is not None and timedelta(minutes=-1) <= now - at <= within


def over(seen: Mapping[str, float], now: datetime, *, idle: timedelta, longest: timedelta) -> bool:
    """Whether a session has ended: nothing happened for too long, or it began too long ago."""
    at = now.timestamp()
    return at - seen["seen"] > idle.total_seconds() or at - seen["since"] > longest.total_seconds()


def device(user_agent: str) -> str:
    """What a person would call the device, as `program|device`; what the browser said is not kept."""
    program = next((name for mark, name in PROGRAMS if mark in user_agent), "")
    kind = next((name for mark, name in DEVICES if mark in user_agent), "")
    return f"{program}|{kind}"
