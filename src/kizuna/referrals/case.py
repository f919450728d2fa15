"""Referrals as values: what this room's queries return, and what its bulk loader takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kizuna.access.viewer import Role
from kizuna.directory.needs import BY_CODE as NEEDS
from kizuna.people.consent import REFERRAL, ConsentValue, active
from kizuna.people.profile import Contact
from kizuna.referrals.due import LABELS as DUE_LABELS
from kizuna.referrals.handing import HANDOVERS, TOLD
from kizuna.referrals.pathway import (
    BOTH,
    BY_CODE,
    REASON_BY_CODE,
    REQUESTER,
    STEPS,
    TARGET,
    Side,
    State,
    Step,
    next_steps,
)

LINK_PURPOSE = "referral"
LINK_LIVES = timedelta(days=14)
CONSENT_LASTS = timedelta(days=365)
BY_VOICE = frozenset({"spoken", "phone"})
"""Ways to agree of which nothing stays but what was said, and so that is written down."""
SHOWS_CONTACT = frozenset({"accepted", "in-progress", "on-hold"})
"""States in which the provider needs to reach the person, and so may see how."""
WHAT = ("need", "area", "name")
"""What every referral tells the provider; a note and the contact come on top when the person wants it."""


def recipient(kind: str, option: str) -> str:
    """How a consent names the provider of a service or group."""
    return f"{kind}:{option}"


def link_viewer_token(referral: str) -> str:
    """What the viewer of a provider's link carries; it opens this referral only."""
    return f"referrals:{referral}"


def sides_of(role: str, as_told: bool) -> frozenset[Side]:
    """For which side somebody of this role acts. A worker may write down what the provider told them."""
    if role == "system":
        return BOTH
    if role == "provider":
        return frozenset({TARGET})
    return frozenset({TARGET if as_told else REQUESTER})


def agreement(
    consents: Iterable[ConsentValue], *, consent: str | None, kind: str, option: str, now: datetime
) -> ConsentValue | None:
    """The agreement that a referral stands on, if it holds now.

    That is the very one given for it; where a loaded referral names none, any for the same recipient.
    """
    holding = [c for c in consents if active(c, now) and c.purpose == REFERRAL]
    if consent is not None:
        return next((c for c in holding if c.id == consent), None)
    return next((c for c in holding if c.recipient == recipient(kind, option)), None)


def need_label(code: str) -> str:
    """The plain words for a need; the code itself when it is no longer in the list."""
    return NEEDS[code].label if code in NEEDS else code


@dataclass(frozen=True)
class Asking:
    """What is asked for, how the person agreed to it, and how it goes out."""

    id: UUID
    kind: str
    need: str
    note: str
    share_contact: bool
    how: str
    said: str = ""
    send_to: str = ""
    send_sms: str = ""
    handover: str = ""
    replaces: str = ""
    assessment: bool = False

    @property
    def what(self) -> tuple[str, ...]:
        """What the provider may be told."""
        note = ("note",) if self.note.strip() else ()
        return (*WHAT, *note, *(("contact",) if self.share_contact else ()))


@dataclass(frozen=True)
class StepValue:
    """One step of the history."""

    before: str
    after: str
    reason: str
    note: str
    by_role: str
    by_account: str | None
    as_told: bool
    at: datetime
    by_name: str = ""

    @property
    def state(self) -> State:
        """The state that this step led to."""
        return BY_CODE[self.after]

    @property
    def reason_label(self) -> str:
        """The reason in plain words, or nothing."""
        return REASON_BY_CODE[self.reason].label if self.reason else ""


@dataclass(frozen=True)
class Case:
    """A referral as the link worker sees it."""

    id: str
    person: str
    kind: str
    option: str
    option_name: str
    area: str
    status: str
    reason: str
    need: str
    note: str
    consent: str | None
    requested_by: str | None
    requested_at: datetime
    answer_by: datetime
    updated_at: datetime
    closed_at: datetime | None
    news_at: datetime | None
    link_until: datetime | None
    owner: str | None = None
    """The account that looks after it; None: the whole team does."""
    due_step: str = ""
    due_at: datetime | None = None
    estimate_weeks: int | None = None
    """How long the provider thinks that its waiting list takes."""
    replaces: str | None = None
    assessment: bool = False
    """They are asked to look what is needed, and to say so."""
    handover: str = ""
    by_sms: bool = False
    """Its link went out as a text message."""
    pathway: tuple[Step, ...] = STEPS
    """The steps that this site allows."""
    steps: tuple[StepValue, ...] = ()
    person_name: str = ""
    requested_by_name: str = ""
    owner_name: str = ""
    consent_holds: bool | None = None
    """None where it was not looked up."""

    @property
    def state(self) -> State:
        """The state with its words."""
        return BY_CODE[self.status]

    @property
    def closed(self) -> bool:
        """Whether nothing more is expected."""
        return self.state.closed

    @property
    def need_label(self) -> str:
        """The need in plain words."""
        return need_label(self.need)

    @property
    def reason_label(self) -> str:
        """The reason in plain words, or nothing."""
        return REASON_BY_CODE[self.reason].label if self.reason else ""

    def overdue(self, now: datetime) -> bool:
        """Whether the step that is due should have been taken by now."""
        return self.due_at is not None and self.due_at < now

    @property
    def handover_label(self) -> str:
        """How the person is introduced, in the words of the one who does it; or nothing."""
        return dict(HANDOVERS).get(self.handover, "")

    @property
    def due_label(self) -> str:
        """What is due next, in plain words, or nothing."""
        return DUE_LABELS.get(self.due_step, "")

    def worker_steps(self) -> tuple[str, ...]:
        """Steps a link worker may take as the one who asked."""
        return next_steps(self.status, frozenset({REQUESTER}), self.pathway)

    def told_steps(self) -> tuple[str, ...]:
        """Steps a link worker may write down as told by the provider."""
        mine = set(self.worker_steps())
        theirs = next_steps(self.status, frozenset({TARGET}), self.pathway)
        return tuple(step for step in theirs if step not in mine)


@dataclass(frozen=True)
class ProviderCase:
    """A referral as its provider sees it: what the consent covers, and the contact only after a yes."""

    id: str
    person: str
    """For the ledger; no page shows it."""
    option_name: str
    status: str
    reason: str
    need: str
    area_name: str
    note: str
    name: str
    contact: Contact | None
    contact_promised: bool
    """The person agreed that the provider may reach them once it said yes."""
    worker_name: str
    requested_at: datetime
    answer_by: datetime
    link_until: datetime
    estimate_weeks: int | None = None
    assessment: bool = False
    pathway: tuple[Step, ...] = STEPS
    handover: str = ""

    @property
    def handover_label(self) -> str:
        """Who introduces them, in plain words, or nothing."""
        return TOLD.get(self.handover, "")

    @property
    def state(self) -> State:
        """The state with its words."""
        return BY_CODE[self.status]

    @property
    def need_label(self) -> str:
        """The need in plain words."""
        return need_label(self.need)

    @property
    def reason_label(self) -> str:
        """The reason in plain words, or nothing."""
        return REASON_BY_CODE[self.reason].label if self.reason else ""

    def next_steps(self) -> tuple[str, ...]:
        """Steps the provider may take from here."""
        return next_steps(self.status, frozenset({TARGET}), self.pathway)


@dataclass(frozen=True)
class Sent:
    """What `open_referral` and `resend_link` did."""

    referral: str
    by_mail: bool
    """False when there is no address: then somebody has to ring the provider."""


@dataclass(frozen=True)
class NewStep:
    """A step for the bulk loader."""

    after: str
    at: datetime
    by_role: Role
    reason: str = ""
    note: str = ""
    by_account: UUID | None = None


@dataclass(frozen=True)
class NewReferral:
    """A referral with its whole history for the bulk loader; the first step opens it."""

    id: UUID
    person: UUID
    kind: str
    option: UUID
    option_name: str
    area: UUID
    need: str
    steps: tuple[NewStep, ...]
    note: str = ""
    consent: UUID | None = None
    requested_by: UUID | None = None
    seen: bool = True
    """False: the last answer still waits for a link worker's look."""


class LinkClosed(Exception):
    """A true link that opens nothing any more. It never says why: the reason may be the person's own."""

    def __init__(self, worker_name: str = "") -> None:
        super().__init__("referral link closed")
        self.worker_name = worker_name
