"""What the link worker's pages show, as values."""

from dataclasses import dataclass
from datetime import datetime

from kizuna.activities.group import AbsenceValue
from kizuna.directory.option import Option
from kizuna.people.profile import Contact, Profile
from kizuna.referrals.case import Case
from kizuna.referrals.desk import Count, Line, Matter
from kizuna.referrals.front_door import OUTCOMES, IntakeValue
from kizuna.referrals.goals import GoalValue
from kizuna.referrals.measuring import Asked, MeasuringValue
from kizuna.referrals.safety import FlagValue
from kizuna.screening.again import Due
from kizuna.screening.over_time import Course
from kizuna.screening.values import CheckUpValue, ConcernValue, ContactRequestValue


@dataclass(frozen=True)
class Today:
    """Today's page: the numbers at the top and one page of people, most urgent first."""

    counts: tuple[Count, ...]
    lines: tuple[Line, ...]
    total: int
    answers: int = 0
    """Messages that came in and wait for somebody near."""


@dataclass(frozen=True)
class Listed:
    """One person in a list, with what is most urgent."""

    who: Profile
    area_name: str
    matter: Matter | None


@dataclass(frozen=True)
class Listing:
    """One page of the people whom a link worker looks after."""

    total: int
    rows: tuple[Listed, ...]


@dataclass(frozen=True)
class Agreement:
    """One thing that a person agreed to, for the link worker to read."""

    purpose: str
    option_name: str
    """The service or group that may know, where the agreement is about one."""
    given_at: datetime
    until: datetime | None
    withdrawn_at: datetime | None
    holds: bool


@dataclass(frozen=True)
class Measured:
    """From one beginning on: what was asked at both times, and where each stands."""

    of: MeasuringValue
    asked: tuple[Asked, ...]

    @property
    def may_leave(self) -> tuple[str, ...]:
        """The times that are due: whoever would rather not answer one is not asked again."""
        return tuple(dict.fromkeys(one.stage for one in self.asked if one.standing == "due"))


@dataclass(frozen=True)
class Plan:
    """What somebody and their link worker agreed on, for them to take along."""

    who: Profile
    needs: tuple[str, ...]
    """In plain words, marked for translation."""
    goals: tuple[GoalValue, ...]
    referrals: tuple[Case, ...]
    worker_name: str

    @property
    def going(self) -> tuple[Case, ...]:
        """The places that are still to come, or going on."""
        return tuple(one for one in self.referrals if not one.closed)

    @property
    def over(self) -> tuple[Case, ...]:
        """The places that are over."""
        return tuple(one for one in self.referrals if one.closed)


@dataclass(frozen=True)
class PersonPage:
    """One person as their link worker sees them."""

    who: Profile
    age: int | None
    area_name: str
    contact: Contact | None
    needs: tuple[str, ...]
    history: tuple[CheckUpValue, ...]
    dues: tuple[Due, ...]
    """When they could be asked again, by questionnaire."""
    courses: tuple[Course, ...]
    """The scores of published scales over time."""
    concerns: tuple[ConcernValue, ...]
    asked: tuple[ContactRequestValue, ...]
    """What they asked to be contacted for, and when it suits them."""
    missed: tuple[AbsenceValue, ...]
    """Groups that have not seen them for a while and asked a link worker to see after them."""
    intakes: tuple[IntakeValue, ...]
    """How partners referred them to us."""
    referrals: tuple[Case, ...]
    flags: tuple[FlagValue, ...]
    """Worries about their safety that link workers wrote down, without their words."""
    agreements: tuple[Agreement, ...]
    goals: tuple[GoalValue, ...]
    measured: tuple[Measured, ...]
    """Both times of asking how they are, since each beginning."""

    @property
    def outcomes(self) -> tuple[tuple[str, str], ...]:
        """What may come of a referral to us."""
        return OUTCOMES

    @property
    def ring(self) -> bool:
        """Whether the way to reach them is a telephone."""
        return self.contact is not None and self.contact.channel != "email"


@dataclass(frozen=True)
class Opening:
    """Who would be referred where, and what the provider would see."""

    who: Profile
    area_name: str
    option: Option
    by_mail: bool
    """False: there is no address, so somebody rings the provider."""
    contact: Contact | None
    needs: tuple[tuple[str, str], ...]
    """Codes and labels to choose from: what the person needs and the option offers comes first."""

    @property
    def can_tell(self) -> bool:
        """Whether a message to the person is safe: an e-mail address that only they read."""
        return self.contact is not None and self.contact.channel == "email" and not self.contact.shared
