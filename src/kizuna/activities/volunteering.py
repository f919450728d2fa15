"""People who want to lend a hand, as values."""

from dataclasses import dataclass

VOLUNTEERING = "volunteering"
ORGANISERS = "organisers"


@dataclass(frozen=True)
class NewVolunteer:
    """Somebody who offers their help: a person's id, what they can do and when, in their words."""

    person: str
    can_do: str = ""
    times: str = ""


@dataclass(frozen=True)
class VolunteerValue:
    """A volunteer as organisers see one."""

    person: str
    name: str
    area: str
    can_do: str
    times: str
