"""Feeds: when each is fetched again, what its answers mean, when one needs a curator."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from cronsim import CronSimError

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_
from kizuna.work.rhythm import Cron

Outcome = Literal["waiting", "imported", "same", "failed", "refused"]
OUTCOMES: Mapping[str, str] = {
    "waiting": N_("Not fetched yet"),
    "imported": N_("Fetched and read"),
    "same": N_("Nothing new"),
    "failed": N_("It did not answer"),
    "refused": N_("It was not taken"),
}
EVERY: Mapping[str, str] = {
    "1h": N_("Every hour"),
    "6h": N_("Every six hours"),
    "24h": N_("Every day"),
    "168h": N_("Every week"),
    "cron": N_("By a cron expression"),
}
UNWELL = 3
"""Failures one after the other from which a feed stands among what needs care."""
SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
MOST_PAGES = 500
"""Pages of an API: a directory of 50,000 services, 100 a page."""
FEW = 20
"""Of a smaller directory anything may be true."""
_ENDINGS = {".zip", ".json", ".ndjson", ".jsonl", ".csv", ".xml"}
_KINDS = {
    "application/zip": ".zip", "application/x-zip-compressed": ".zip", "application/json": ".json",
    "application/x-ndjson": ".ndjson", "application/jsonl": ".jsonl", "text/csv": ".csv",
    "application/xml": ".xml", "text/xml": ".xml",
}  # fmt: skip
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_BAD_RHYTHM = N_("Write when: a number of hours as 6h, or a cron expression as 15 3 * * *.")


@dataclass(frozen=True)
class FeedValue:
    """One feed, and how it is."""

    id: str
    source: str
    url: str
    publisher: str
    licence: str
    rhythm: str
    on: bool
    outcome: Outcome
    said: str
    failures: int
    fetched_at: datetime | None
    next_at: datetime | None

    @property
    def unwell(self) -> bool:
        """Whether a curator should look at it."""
        return self.on and self.failures >= UNWELL

    @property
    def label(self) -> str:
        """What came of the last fetch, marked for translation."""
        return OUTCOMES[self.outcome]

    @property
    def every(self) -> str:
        """How often, marked for translation; a cron expression as it is."""
        return EVERY.get(self.rhythm, self.rhythm)


@dataclass(frozen=True)
class ToFetch:
    """What a fetch needs to know: where, and which edition is here."""

    id: str
    url: str
    etag: str
    modified: str


@dataclass(frozen=True)
class FetchValue:
    """One fetch of a feed. `package`: where its report is, if there is one."""

    at: datetime
    outcome: Outcome
    said: str
    package: str

    @property
    def label(self) -> str:
        """What came of it, marked for translation."""
        return OUTCOMES[self.outcome]


def source_name(text: str) -> str:
    """The name of a source; raises Refused when it cannot be one."""
    name = text.strip().lower()
    if not _NAME.fullmatch(name):
        raise Refused(N_("Use small letters, figures and hyphens only, like 211-miami."))
    return name


def checked_rhythm(text: str) -> str:
    """Hours as `6h`, or a cron expression; raises Refused for anything else."""
    said = " ".join(text.split())
    hours = said.removesuffix("h")
    if said.endswith("h") and hours.isdigit() and 1 <= int(hours) <= 24 * 31:
        return f"{int(hours)}h"
    try:
        Cron("directory.feed", said)
    except CronSimError:
        raise Refused(_BAD_RHYTHM) from None
    return said


def next_turn(rhythm: str, now: datetime, failures: int) -> datetime:
    """When it is fetched again; after a failure sooner: 5 minutes, 10, 20, up to a day.

    `now` in the time zone of the site, whose days a cron expression means.
    """
    hours = rhythm.removesuffix("h")
    regular = (
        now + timedelta(hours=int(hours)) if hours.isdigit() else Cron("directory.feed", rhythm).next(now)
    )
    if not failures:
        return regular
    return min(regular, now + min(SHORTEST * (1 << min(failures - 1, 12)), LONGEST))


def too_few(here: int, coming: int) -> bool:
    """Whether a feed lost more than half of a directory: then it is broken, more likely than not."""
    return here >= FEW and coming * 2 < here


def ending_of(url: str, content_type: str) -> str:
    """What kind of file came: by the end of its address, else by what the server calls it."""
    path = urlsplit(url).path.lower()
    named = next((ending for ending in _ENDINGS if path.endswith(ending)), "")
    return named or _KINDS.get(content_type.partition(";")[0].strip().lower(), ".json")


def paged(data: bytes) -> Mapping[str, Any] | None:
    """The page of an HSDS API that these bytes are; None when they are a whole file."""
    if data.lstrip()[:1] != b"{":
        return None
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    holds = isinstance(found, dict) and isinstance(found.get("contents"), list)
    return found if holds and isinstance(found.get("total_pages"), int) else None


def page_url(url: str, number: int) -> str:
    """The address of another page."""
    parts = urlsplit(url)
    asked = [(name, value) for name, value in parse_qsl(parts.query) if name != "page"]
    return urlunsplit(parts._replace(query=urlencode([*asked, ("page", str(number))])))


def one_url(url: str, id: str) -> str:
    """The address of one service in full."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{id}", query=""))


def in_full(entry: Mapping[str, Any]) -> bool:
    """Whether a service of a list says where it happens or how it is reached: else it is asked for alone."""
    return any(entry.get(name) for name in ("service_at_locations", "phones", "schedules", "contacts"))


def lines(entries: Iterable[Mapping[str, Any]]) -> bytes:
    """Services one a line."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in entries).encode()
