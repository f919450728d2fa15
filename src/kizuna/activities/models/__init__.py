from kizuna.activities.models.aid import (
    Aid,
    AidMatch,
)
from kizuna.activities.models.buddies import Greeting, Introduction
from kizuna.activities.models.groups import (
    Absence,
    Attendance,
    Edition,
    Event,
    Group,
    GroupNeed,
)
from kizuna.activities.models.news import (
    Newsletter,
    PosterUse,
)
from kizuna.activities.models.nudges import Nudge
from kizuna.activities.models.participation import (
    AreaProfile,
)
from kizuna.activities.models.seats import (
    OwnCalendar,
    Seat,
)
from kizuna.activities.models.shifts import (
    Helping,
    Role,
    Shift,
    Stint,
)
from kizuna.activities.models.talking import (
    Letter,
    Member,
    Notes,
    Talk,
)
from kizuna.activities.models.volunteering import (
    Check,
    PersonSkill,
    Reference,
    Volunteer,
)
from kizuna.activities.models.workshops import Rating, Workshop

__all__ = [
    "Absence",
    "Aid",
    "AidMatch",
    "AreaProfile",
    "Attendance",
    "Check",
    "Edition",
    "Event",
    "Greeting",
    "Group",
    "GroupNeed",
    "Helping",
    "Introduction",
    "Letter",
    "Member",
    "Newsletter",
    "Notes",
    "Nudge",
    "OwnCalendar",
    "PersonSkill",
    "PosterUse",
    "Rating",
    "Reference",
    "Role",
    "Seat",
    "Shift",
    "Stint",
    "Talk",
    "Volunteer",
    "Workshop",
]
