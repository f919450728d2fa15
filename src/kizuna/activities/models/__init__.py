from kizuna.activities.models.groups import Absence, Attendance, Edition, Event, Group, GroupNeed
from kizuna.activities.models.seats import OwnCalendar, Seat
from kizuna.activities.models.volunteering import Volunteer

__all__ = [
    "Absence",
    "Attendance",
    "Edition",
    "Event",
    "Group",
    "GroupNeed",
    "OwnCalendar",
    "Seat",
    "Volunteer",
]
