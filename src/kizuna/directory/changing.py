"""Changes that people propose to a listing: which fields, how each is read, and when two disagree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from kizuna.access.wording import N_
from kizuna.directory import mend
from kizuna.directory.own_hours import DAYS, UnreadableHours, read_day
from kizuna.directory.phone import e164

Origin = Literal["public", "provider", "curator", "import"]
Status = Literal["waiting", "accepted", "refused", "undone"]
Kind = Literal["line", "text", "url", "email", "phone", "age", "state", "hours"]
MOST_WAITING = 40
"""Fields of one listing that wait: whoever floods it is stopped, and the curator reads what is there."""
LONGEST = 5000


class Wrong(Exception):
    """This value cannot be taken; the message says how to go on."""


@dataclass(frozen=True)
class Field:
    """One field that can be changed: its table and column, what people call it, how it is read."""

    table: str
    column: str
    label: str
    kind: Kind = "line"
    longest: int = LONGEST
    needed: bool = False


FIELDS: tuple[Field, ...] = (
    Field("service", "name", N_("Name"), longest=300, needed=True),
    Field("service", "description", N_("What it is"), "text"),
    Field("phone", "number", N_("Phone"), "phone", 60),
    Field("service", "url", N_("Website"), "url", 500),
    Field("service", "email", N_("E-mail"), "email", 254),
    Field("address", "address_1", N_("Street and number"), longest=300),
    Field("address", "city", N_("Town"), longest=100),
    Field("address", "postal_code", N_("Postcode"), longest=20),
    Field("service", "eligibility_description", N_("Who it is for"), "text"),
    Field("service", "minimum_age", N_("Youngest age"), "age"),
    Field("service", "maximum_age", N_("Oldest age"), "age"),
    Field("service", "fees_description", N_("What it costs"), "text"),
    Field("service", "application_process", N_("How to get it"), "text"),
    Field("service", "wait_time", N_("How long it takes"), "text"),
    Field("service", "interpretation_services", N_("Interpreting"), "text"),
    Field("service", "alert", N_("A note at the top"), "text"),
    Field("service", "status", N_("Is it offered"), "state", 20, needed=True),
    *(Field("schedule", day, label, "hours", 100) for day, label in DAYS.items()),
)
OFFERED = ("active", "temporarily closed", "inactive", "defunct")
OFFERED_LABELS: Mapping[str, str] = {
    "active": N_("Yes, it is offered"),
    "temporarily closed": N_("Closed for now"),
    "inactive": N_("Not at the moment"),
    "defunct": N_("It has ended for good"),
}
BY_COLUMN: Mapping[tuple[str, str], Field] = {(field.table, field.column): field for field in FIELDS}
HELD_TABLES = ("service", "phone", "address")
"""Tables whose rows an import compares with what people decided."""


@dataclass(frozen=True)
class FieldValue:
    """One field of a listing as it is now. `key` names it in forms; a new row has no `row`."""

    field: Field
    row: UUID | None
    value: str

    @property
    def key(self) -> str:
        """`table.column` or `table.column.row`."""
        tail = "" if self.field.table in {"service", "schedule"} else f".{self.row or 'new'}"
        return f"{self.field.table}.{self.field.column}{tail}"


@dataclass(frozen=True)
class FieldChange:
    """One field of a proposed change: what was there, what is there now, what is proposed."""

    id: str
    field: Field
    previous: str
    current: str
    replacement: str
    status: Status
    decided_at: datetime | None = None

    @property
    def conflict(self) -> bool:
        """Whether somebody changed the field since this was proposed."""
        return self.status == "waiting" and self.previous != self.current

    @property
    def settled(self) -> bool:
        """Whether the listing says so already."""
        return self.status == "waiting" and self.replacement == self.current


@dataclass(frozen=True)
class ChangeValue:
    """What somebody proposes for a listing, in one go."""

    id: str
    origin: Origin
    at: datetime
    why: str
    hears_back: bool
    fields: tuple[FieldChange, ...]

    @property
    def waits(self) -> bool:
        """Whether a curator has something left to decide."""
        return any(field.status == "waiting" for field in self.fields)


def shown(value: Any) -> str:
    """A column's value as text; nothing for unknown."""
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def read(field: Field, text: str, *, country: str) -> str:
    """What was typed, as it would stand in the listing. Raises Wrong with a sentence."""
    found = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(found) > min(field.longest, LONGEST):
        raise Wrong(N_("This is too long."))
    if not found:
        if field.needed:
            raise Wrong(N_("This cannot be empty."))
        return ""
    try:
        return str(_READERS[field.kind](found, country))
    except mend.Unreadable:
        raise Wrong(_SENTENCES[field.kind]) from None


def _phone(text: str, country: str) -> str:
    return e164(text, country) or mend.line(text)[0]


def _age(text: str, _country: str) -> str:
    years = mend.number(text)[0]
    if years is None or not 0 <= years <= 120:
        raise mend.Unreadable
    return shown(float(years))


def _hours(text: str, _country: str) -> str:
    try:
        return read_day(text)
    except UnreadableHours:
        raise mend.Unreadable from None


def _state(text: str, _country: str) -> str:
    if text not in OFFERED:
        raise mend.Unreadable
    return text


_READERS = {
    "line": lambda text, _country: mend.line(text)[0],
    "text": lambda text, _country: text,
    "url": lambda text, _country: mend.url(text)[0],
    "email": lambda text, _country: mend.email(text)[0],
    "phone": _phone,
    "age": _age,
    "state": _state,
    "hours": _hours,
}
_SENTENCES: Mapping[Kind, str] = {
    "line": N_("This cannot be read. Write it again."),
    "text": N_("This cannot be read. Write it again."),
    "url": N_("This does not look like a web address. Look at it again."),
    "email": N_("This does not look like an e-mail address. Look at it again."),
    "phone": N_("This does not look like a phone number. Look at it again."),
    "age": N_("Write an age in years, from 0 to 120."),
    "state": N_("Choose one of the answers on this page."),
    "hours": N_("Write when it opens and closes, such as 09:00 and 17:00; later times after earlier."),
}


def kept(field: Field, text: str) -> Any:
    """The text as its column keeps it."""
    if field.kind == "age":
        return float(text) if text else None
    return text


@dataclass(frozen=True)
class Held:
    """A field that a human decided, and what the source said at the time."""

    value: str
    source_value: str

    def against(self, incoming: str) -> Literal["keep", "agrees", "differs"]:
        """What an import means: nothing new; the source says the same by now; it says a third thing."""
        if incoming == self.value:
            return "agrees"
        return "keep" if incoming == self.source_value else "differs"
