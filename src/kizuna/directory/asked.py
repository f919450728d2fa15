"""What a program asks of the standard interfaces: parameters read into values, or a sentence that says no."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from kizuna.access.viewer import Refused
from kizuna.directory import mend

DEFAULT_SIZE = 50
LARGEST_SIZE = 500
_LAST_PAGE = 1_000_000
_FARTHEST = 1_000_000.0


@dataclass(frozen=True)
class Asked:
    """One question. What was not asked for is empty or None."""

    search: str = ""
    page: int = 1
    per_page: int = DEFAULT_SIZE
    ndjson: bool = False
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    parent_id: UUID | None = None
    top_only: bool = False
    modified_after: datetime | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    postcode: str = ""
    proximity: float | None = None
    """Metres."""
    minimum_age: float | None = None
    maximum_age: float | None = None
    day: str = ""
    """As RRULE writes it: MO to SU."""
    start_time: time | None = None
    end_time: time | None = None

    @property
    def hours(self) -> bool:
        """Whether it asks for days or times."""
        return bool(self.day or self.start_time or self.end_time)


def _no(name: str) -> Refused:
    return Refused(f"{name} cannot be read. The OpenAPI document says how it is written.")


def _number(given: Mapping[str, str], name: str, highest: float) -> float | None:
    raw = given.get(name, "").strip()
    if not raw:
        return None
    try:
        found = float(raw)
    except ValueError:
        raise _no(name) from None
    if not 0 <= found <= highest:
        raise _no(name)
    return found


def _whole(given: Mapping[str, str], name: str, usual: int, highest: int) -> int:
    raw = given.get(name, "").strip()
    if not raw:
        return usual
    if not raw.isascii() or not raw.isdecimal() or len(raw) > 9 or int(raw) < 1:
        raise _no(name)
    return min(int(raw), highest)


def _id(given: Mapping[str, str], name: str) -> UUID | None:
    raw = given.get(name, "").strip()
    try:
        return UUID(raw) if raw else None
    except ValueError:
        raise _no(name) from None


def _yes(given: Mapping[str, str], name: str) -> bool:
    return mend.yes(given.get(name, ""))[0] is True


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    raw = given.get(name, "").strip().replace(" ", "+")
    try:
        found = datetime.fromisoformat(raw) if raw else None
        return None if found is None else found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise _no(name) from None


def _time(given: Mapping[str, str], name: str) -> time | None:
    try:
        return mend.clock(given.get(name, ""), half_days=False)
    except mend.Unreadable:
        raise _no(name) from None


def _day(given: Mapping[str, str]) -> str:
    raw = given.get("day", "").strip()
    try:
        found = mend.weekdays(raw) if raw else ""
    except mend.Unreadable:
        raise _no("day") from None
    if "," in found:
        raise _no("day")
    return found


def asked(given: Mapping[str, str]) -> Asked:
    """The question in these parameters. Raises Refused, naming the one that cannot be read."""
    form = given.get("format", "").strip().lower()
    if form not in {"", "json", "ndjson"}:
        raise _no("format")
    return Asked(
        search=given.get("search", "").strip()[:300],
        page=_whole(given, "page", 1, _LAST_PAGE),
        per_page=_whole(given, "per_page", DEFAULT_SIZE, LARGEST_SIZE),
        ndjson=form == "ndjson",
        taxonomy_term_id=_id(given, "taxonomy_term_id"),
        taxonomy_id=_id(given, "taxonomy_id"),
        organization_id=_id(given, "organization_id"),
        parent_id=_id(given, "parent_id"),
        top_only=_yes(given, "top_only"),
        modified_after=_moment(given, "modified_after"),
        minimal=_yes(given, "minimal"),
        full=_yes(given, "full"),
        full_service=_yes(given, "full_service"),
        postcode=given.get("postcode", "").strip()[:20],
        proximity=_number(given, "proximity", _FARTHEST),
        minimum_age=_number(given, "minimum_age", 200),
        maximum_age=_number(given, "maximum_age", 200),
        day=_day(given),
        start_time=_time(given, "start_time"),
        end_time=_time(given, "end_time"),
    )


def envelope(contents: list[dict[str, object]], total: int, asked: Asked) -> dict[str, object]:
    """A page as HSDS wraps it. A page after the last is empty, and no error."""
    pages = -(-total // asked.per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": asked.page,
        "size": len(contents),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages,
        "empty": not contents,
        "contents": contents,
    }
