"""A ServiceRequest and a Task that somebody sent, as what can be done with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from kizuna.directory.needs import BY_CODE as NEEDS
from kizuna.directory.needs import GROUPS
from kizuna.directory.needs import NEEDS as FINER
from kizuna.frame.fhir import (
    Json,
    Misread,
    codes,
    extension,
    identifier,
    node,
    notes,
    one,
    reference,
    references,
    rows,
    text,
    words,
)
from kizuna.referrals.fhir.writing import NEED, ORDER, REASON, SDOH, WEEKS
from kizuna.referrals.pathway import BY_CODE, REASON_BY_CODE

ORDERS = frozenset(["draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"])
ALIKE: Mapping[str, str] = {
    "no-capacity": "no-places",
    "waitlist": "no-places",
    "additional-assessment-required": "referred-elsewhere",
}
"""Codes of the guide for why somebody says no, and what they mean here."""
LONGEST = 104
"""Weeks on a waiting list, as on the pages."""


@dataclass(frozen=True)
class Order:
    """A ServiceRequest: what is asked, and of whom."""

    status: str
    subject: str
    need: str
    note: str
    performers: tuple[str, ...]
    replaces: str
    assessment: bool
    mark: str
    """The sender's own number."""


@dataclass(frozen=True)
class Answer:
    """A Task: the state into which somebody puts it, and why."""

    status: str
    reason: str
    note: str
    weeks: int | None
    focus: str
    owner: str
    subject: str
    mark: str


def _need_of(resource: Json) -> str:
    """Our own code, else what the guide's category means here. Raises Misread when neither says anything."""
    for system, code in codes(one(resource, "code")):
        if system == NEED and code in NEEDS:
            return code
    for category in rows(resource, "category"):
        for system, code in codes(category):
            found = next((need.code for need in (*GROUPS, *FINER) if need.sdoh == code), "")
            if found and system in {SDOH, ""}:
                return found
    known = ", ".join(sorted({need.sdoh for need in (*GROUPS, *FINER)}))
    raise Misread(f"Say what the place is for, by a category of the guide: {known}.", "category")


def read_order(resource: object) -> Order:
    """What a ServiceRequest asks for. Raises Misread."""
    found = node(resource, "ServiceRequest")
    status = text(found, "status")
    if status not in ORDERS:
        raise Misread(f"status of a ServiceRequest is one of: {', '.join(sorted(ORDERS))}.", "status")
    if not (subject := reference(found, "subject")):
        raise Misread("Say for whom: subject is a reference like Patient/….", "subject")
    what = one(found, "code")
    # The exact service that somebody had in mind has a code that is not ours: its words go along.
    own = any(system == NEED for system, _code in codes(what))
    said = [*([] if own else [words(what)]), notes(found)]
    return Order(
        status=status,
        subject=subject,
        need=_need_of(found),
        note="\n".join(filter(None, said)),
        performers=references(found, "performer"),
        replaces=next(iter(references(found, "replaces")), ""),
        assessment=any((system, code) == (ORDER, "assessment") for system, code in codes(what)),
        mark=identifier(found),
    )


def _reason_of(resource: Json) -> tuple[str, str]:
    """The code of the reason, and what it says in words when the code is not ours."""
    why = one(resource, "statusReason")
    for system, code in codes(why):
        if system in {REASON, ""} and code in REASON_BY_CODE:
            return code, ""
        if code in ALIKE:
            return ALIKE[code], words(why)
    return ("other", words(why)) if words(why) or why else ("", "")


def read_task(resource: object) -> Answer:
    """The state into which a Task is to be put. Raises Misread."""
    found = node(resource, "Task")
    status = text(found, "status")
    if status not in BY_CODE:
        raise Misread(f"status of a referral's Task is one of: {', '.join(BY_CODE)}.", "status")
    reason, why = _reason_of(found)
    weeks = extension(found, WEEKS, "valuePositiveInt")
    if weeks is not None and not (type(weeks) is int and 1 <= weeks <= LONGEST):
        raise Misread(f"The waiting time is a number of weeks from 1 to {LONGEST}.", "extension")
    return Answer(
        status=status,
        reason=reason,
        note="\n".join(filter(None, (why, notes(found)))),
        weeks=weeks if isinstance(weeks, int) else None,
        focus=reference(found, "focus"),
        owner=reference(found, "owner"),
        subject=reference(found, "for"),
        mark=identifier(found),
    )
