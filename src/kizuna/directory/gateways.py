"""Fetching directories of others: one file, or an API page by page. The only network of this room."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kizuna.access.gateways import Fetched, fetch
from kizuna.access.viewer import Refused
from kizuna.directory.feeds import MOST_PAGES, ending_of, in_full, lines, one_url, page_url, paged

LARGEST = 60_000_000
"""Bytes of all that is fetched together."""
SECONDS = 60.0
"""For one request."""
LONGEST = 900.0
"""Seconds for all requests of one feed."""
MOST_ALONE = 5000
"""Services that are asked for one by one, where a list says little of each."""


@dataclass(frozen=True)
class Came:
    """What came: what kind of file it is, its bytes, what the server calls this edition."""

    ending: str
    data: bytes
    etag: str = ""
    modified: str = ""


class _Line:
    """Requests that share one limit of bytes and of time."""

    def __init__(self) -> None:
        self.end, self.left = time.monotonic() + LONGEST, LARGEST

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        left = min(SECONDS, self.end - time.monotonic())
        if left <= 0:
            raise TimeoutError(_("It took too long."))
        found = fetch(url, most_bytes=self.left, seconds=left, headers=headers)
        self.left -= len(found.data)
        if found.status >= 500 or found.status == 429:
            raise OSError(_("The server answered with an error (%(status)d).") % {"status": found.status})
        if found.status >= 400:
            raise Refused(_("The server does not give it out (%(status)d).") % {"status": found.status})
        return found


def bring(url: str, *, etag: str = "", modified: str = "") -> Came | None:
    """Fetch a package or all pages of an HSDS API; None when nothing is new since that edition.

    Raises Refused with a sentence when it cannot be taken, OSError when the other side breaks.
    """
    line = _Line()
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    first = line.get(url, {name: value for name, value in known.items() if value})
    if first.status == 304:
        return None
    page = paged(first.data)
    if page is None:
        return Came(ending_of(first.url, first.content_type), first.data, first.etag, first.modified)
    # The mark of one page says nothing of the others: next time all of them are asked for again.
    return Came(".ndjson", lines(_services(line, url, page)))


def _services(line: _Line, url: str, page: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every service of all pages, in full."""
    pages, alone = int(page["total_pages"]), 0
    if pages > MOST_PAGES:
        raise Refused(
            _("This API has more than %(most)d pages. Ask for more on each.") % {"most": MOST_PAGES}
        )
    for number in range(1, max(pages, 1) + 1):
        entries = page["contents"] if number == 1 else _page(line, page_url(url, number))
        for entry in entries:
            if not isinstance(entry, Mapping):
                raise Refused(_("This is no list of services, as HSDS describes it."))
            if in_full(entry) or not entry.get("id") or alone >= MOST_ALONE:
                yield entry
            else:
                alone += 1
                yield _alone(line, one_url(url, str(entry["id"])), entry)


def _page(line: _Line, url: str) -> list[Any]:
    found = paged(line.get(url).data)
    if found is None:
        raise Refused(_("A page of this API cannot be read."))
    return list(found["contents"])


def _alone(line: _Line, url: str, entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """One service in full; as the list has it when the API gives no more."""
    try:
        found = json.loads(line.get(url).data)
    except (Refused, ValueError, RecursionError):
        return entry
    return found if isinstance(found, Mapping) and found.get("id") == entry["id"] else entry
