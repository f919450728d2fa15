"""One referral as a reader outside may see it: what its resources are made of."""

from dataclasses import dataclass
from datetime import datetime

from kizuna.referrals.case import Case
from kizuna.referrals.front_door import IntakeValue

ORDER_STATUS = {
    "draft": "draft",
    "requested": "active",
    "accepted": "active",
    "rejected": "revoked",
    "cancelled": "revoked",
    "in-progress": "active",
    "on-hold": "on-hold",
    "completed": "completed",
    "failed": "revoked",
    "entered-in-error": "entered-in-error",
}
"""State of a referral → status of its ServiceRequest: the order stands as long as somebody works on it."""
CLOSED_AS = {
    "helped": ("completed", ""),
    "elsewhere": ("failed", "got-help-elsewhere"),
    "not-wanted": ("failed", "did-not-want"),
    "not-reached": ("failed", "could-not-reach"),
    "not-ours": ("failed", "not-eligible"),
    "taken-back": ("cancelled", "other"),
    "by-mistake": ("entered-in-error", ""),
}
"""What came of somebody who was referred to us → state and reason of the Task."""
TAKEN_BACK = {"cancelled": "taken-back", "entered-in-error": "by-mistake"}
CAME_OF = {
    "got-help-elsewhere": "elsewhere",
    "referred-elsewhere": "elsewhere",
    "did-not-want": "not-wanted",
    "consent-withdrawn": "not-wanted",
    "could-not-reach": "not-reached",
    "did-not-come": "not-reached",
}
"""Reason of the Task → what is written down of somebody who was referred to us."""


@dataclass(frozen=True)
class Sheet:
    """One referral. Empty words are unknown, or nothing that this reader learns."""

    id: str
    person: str
    """Whom the ledger names."""
    subject: str
    """The id under which this reader knows the person: a provider has the number of the referral for it."""
    status: str
    need: str
    asked_at: datetime
    changed_at: datetime
    reason: str = ""
    note: str = ""
    name: str = ""
    consent: str = ""
    performer: str = ""
    """A reference such as HealthcareService/…"""
    performer_name: str = ""
    requester: str = ""
    requester_name: str = ""
    replaces: str = ""
    weeks: int | None = None
    closed_at: datetime | None = None
    assessment: bool = False
    concern: bool = True
    """Whether this reader finds the concern behind it as a Condition."""


def of_case(found: Case, site: str) -> Sheet:
    """A referral as its link workers see it."""
    return Sheet(
        id=found.id,
        person=found.person,
        subject=found.person,
        status=found.status,
        need=found.need,
        asked_at=found.requested_at,
        changed_at=found.updated_at,
        reason=found.reason,
        note=found.note,
        name=found.person_name,
        consent=found.consent or "",
        performer=f"HealthcareService/{found.option}",
        performer_name=found.option_name,
        requester_name=site,
        replaces=found.replaces or "",
        weeks=found.estimate_weeks,
        closed_at=found.closed_at,
        assessment=found.assessment,
    )


def state_of(found: IntakeValue) -> tuple[str, str]:
    """State and reason of the Task of somebody who was referred to us."""
    if not found.closed_at:
        return ("accepted" if found.contacted_at else "requested"), ""
    if found.outcome == "not-reached" and not found.contacted_at:
        return "rejected", "could-not-reach"
    return CLOSED_AS[found.outcome]


def came_of(state: str, reason: str) -> str:
    """What is written down when a Task is put into a closed state; nothing for a state that is none."""
    if state == "completed":
        return "helped"
    return CAME_OF.get(reason, "not-ours") if state in {"rejected", "failed"} else ""


def of_intake(found: IntakeValue, site: str, *, for_partner: bool) -> Sheet:
    """Somebody who was referred to us: whole for us, and for the partner what the person agreed to."""
    hears = not for_partner or found.may_hear
    status, reason = state_of(found) if hears else ("requested", "")
    news = [at for at in (found.closed_at, found.contacted_at) if at is not None] if hears else []
    return Sheet(
        id=found.id,
        person=found.person,
        subject=found.id if for_partner else found.person,
        status=status,
        need=found.need,
        asked_at=found.received_at,
        changed_at=max([found.received_at, *news]),
        reason=reason,
        note=found.note,
        performer_name=site,
        requester=f"Organization/{found.partner}",
        requester_name=found.partner_name,
        closed_at=found.closed_at if hears else None,
        concern=not for_partner,
    )
