"""What programs may be let do through the API: scopes, roles, how long."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

ROOMS = (
    *("places", "directory", "people", "screening", "activities"),
    *("signposting", "referrals", "outbox", "ledger", "work", "webhooks"),
    "fhir",
)
SCOPES = tuple(f"{room}:{kind}" for room in ROOMS for kind in ("read", "write"))
# An administrator's rights cannot be lent: opening them takes two people, and a program is none.
ROLES = ("worker", "organiser", "provider", "coordinator", "analyst")
TOKEN_LASTS = timedelta(hours=1)
LONGEST = 366
"""Days after which a program has to be let in anew, at the latest."""
ANSWERS_LAST = timedelta(hours=24)
PURPOSE = "api token"


@dataclass(frozen=True)
class Program:
    """A program that was let in: what it is called, what it may, how long."""

    id: str
    name: str
    account: str
    scopes: tuple[str, ...]
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None
    """When it last got a token."""
    role: str = ""
    areas: tuple[str, ...] = ()
    """Names of the areas where it works."""

    def open(self, now: datetime) -> bool:
        """Whether it still gets in."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True)
class Kept:
    """The answer to a write, as it went out."""

    status: int
    body: str
    content_type: str = "application/json; charset=utf-8"
    again: bool = False
    """Whether it is an earlier answer, given once more."""


def room_of(path: str) -> str:
    """The room that an address of the API belongs to; empty for what belongs to none. FHIR is one door.

    A link of a referral is a key of its own, and asks for no scope.
    """
    if f"{path}/".startswith("/fhir/R4/"):
        open_to_all = path == "/fhir/R4/metadata" or path.startswith("/fhir/R4/light/")
        return "" if open_to_all else "fhir"
    part = path.removeprefix("/api/v1/").partition("/")[0]
    return part if part in ROOMS else ""


def is_read(method: str, path: str) -> bool:
    """Whether a request only reads. A search does, though its words travel in the body."""
    return method in {"GET", "HEAD", "OPTIONS"} or path.rstrip("/").endswith(("/search", "/_search"))


def scope_for(method: str, path: str) -> str:
    """The scope that a request needs."""
    return f"{room_of(path)}:{'read' if is_read(method, path) else 'write'}"


def named(body: bytes) -> str:
    """What is kept of an answer, for who asks again: of a FHIR resource its name alone.

    The resource itself is read anew, by whoever may still read it then: agreements end in between.
    """
    text = body.decode()
    try:
        told = json.loads(text)
    except ValueError:
        return text
    if not isinstance(told, dict) or told.get("resourceType", "Bundle") == "Bundle":
        return text
    return json.dumps({key: told[key] for key in ("resourceType", "id") if key in told})
