"""What happens here that programs can be told of: kinds and numbers, never a word about anybody."""

import json
from collections.abc import Collection
from datetime import datetime

PEOPLE, SCREENING, REFERRALS = "people:read", "screening:read", "referrals:read"
EVENTS: dict[str, str] = {
    **dict.fromkeys(("person.added", "person.corrected", "person.merged", "person.unmerged"), PEOPLE),
    **dict.fromkeys(("person.died", "person.moved_away", "person.living"), PEOPLE),
    **dict.fromkeys(("person.do_not_contact", "person.contact_again"), PEOPLE),
    **dict.fromkeys(("household.added", "household.moved_in", "household.moved_out"), PEOPLE),
    **dict.fromkeys(("consent.given", "consent.renewed", "consent.withdrawn"), PEOPLE),
    "check_up.recorded": SCREENING,
    **dict.fromkeys(("concern.opened", "concern.taken", "concern.closed"), SCREENING),
    **{
        f"referral.{status}": REFERRALS
        for status in (
            *("draft", "requested", "accepted", "rejected", "in-progress", "on-hold"),
            *("completed", "failed", "cancelled", "entered-in-error"),
        )
    },
    **dict.fromkeys(
        ("area.added", "area.changed", "posture.raised", "posture.prolonged", "posture.lowered"),
        "places:read",
    ),
    **dict.fromkeys(("directory.imported", "directory.refreshed"), "directory:read"),
    **dict.fromkeys(("group.kept", "group.gone", "event.kept"), "activities:read"),
}
"""Kind of event (the verb of the ledger) → the scope that its receiver needs."""
FHIR = "fhir:read"


def lets(scopes: Collection[str], kind: str) -> bool:
    """Whether these scopes let a program hear of it. Who reads referrals as FHIR hears of their steps."""
    return EVENTS[kind] in scopes or (EVENTS[kind] == REFERRALS and FHIR in scopes)


ENDS_SIGHT = frozenset(
    {"consent.withdrawn", "person.protected", "person.erased", "person.keeper_changed", "person.merged"}
)
"""After these, what still waits to leave about a person is called back from whoever sees them no more."""
TRIED = "webhook.test"


def body(kind: str, at: datetime, subject: str = "", person: str = "") -> str:
    """What is sent: what happened, when, to which record, about whom, as numbers. The rest is fetched."""
    data = {name: value for name, value in (("subject", subject), ("person", person)) if value}
    return json.dumps({"type": kind, "timestamp": at.isoformat(), "data": data}, separators=(",", ":"))
