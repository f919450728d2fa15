from kizuna.activities.models.aid import Aid, AidMatch
from kizuna.activities.models.groups import Absence, Attendance, Edition, Event, Group, GroupNeed
from kizuna.activities.models.news import Newsletter
from kizuna.activities.models.participation import AreaProfile
from kizuna.activities.models.seats import OwnCalendar, Seat
from kizuna.activities.models.talking import Letter, Member, Notes, Talk
from kizuna.activities.models.volunteering import Volunteer

__all__ = [
    "Absence",
    "Aid",
    "AidMatch",
    "AreaProfile",
    "Attendance",
    "Edition",
    "Event",
    "Group",
    "GroupNeed",
    "Letter",
    "Member",
    "Newsletter",
    "Notes",
    "OwnCalendar",
    "Seat",
    "Talk",
    "Volunteer",
]
