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
        code="activities.seats",
        what=N_("Your place at a meeting, with the name and the way to reach you that you gave."),
        days=30,
        since=N_("the day of the meeting"),
        why=N_("So that the organiser knows who comes, and we can write to you if something changes."),
        who=N_("The organiser of the group. You."),
        tables=("activities.Seat",),
    ),
    Kind(
        code="activities.calendars",
        what=N_("The secret address at which your calendar asks for your dates."),
        days=2 * YEAR,
        since=N_("the day it was made"),
        why=N_("So that your calendar shows your dates by itself."),
        who=N_("You."),
        tables=("activities.OwnCalendar",),
    ),
    Kind(
        code="activities.volunteers",
        what=N_("Groups that you help at."),
        days=3 * YEAR,
        since=N_("the day it was last written down"),
        why=N_("So that the organiser knows who lends a hand."),
        who=N_("The organiser of the group. You."),
        tables=("activities.Volunteer",),
    ),
    Kind(
        code="activities.groups",
        of_person=False,
        what=N_("Groups, with the e-mail address where they can be asked."),
        days=None,
        since=N_("the day it was written"),
        why=N_("So that people find the group and can ask for a place."),
        who=N_("Everybody sees the group. Those who ask for a place write to the address."),
        tables=("activities.Group",),
    ),
    Kind(
        code="activities.absence",
        what=N_("That a group missed you and asked a link worker to see after you."),
        days=YEAR,
        since=N_("the day it was passed on"),
        why=N_("So that a link worker can reach you, and nobody asks twice."),
        who=N_("The organiser of the group, and the link worker if you let link workers help you. You."),
        tables=("activities.Absence",),
    ),
)
