"""What is kept of visits to groups, and for how long."""

from kizuna.access.keeping import YEAR, Kind
from kizuna.access.wording import N_

KINDS = (
    Kind(
        code="activities.attendance",
        what=N_("Which group meetings you booked and came to."),
        days=2 * YEAR,
        since=N_("the day of the meeting"),
        why=N_("So that the organiser knows who comes, and notices when somebody is missed."),
        who=N_("The organiser of the group. You."),
        tables=("activities.Attendance",),
    ),
    Kind(
        code="activities.volunteers",
        what=N_("Groups that you help at."),
        days=None,
        since=N_("the day it was written"),
        why=N_("So that the organiser knows who lends a hand."),
        who=N_("The organiser of the group. You."),
        then="erased",
        tables=("activities.Volunteer",),
    ),
)
