"""What is kept of reports, and for how long."""

from kizuna.access.keeping import YEAR, Kind
from kizuna.access.wording import N_

KINDS = (
    Kind(
        code="voice.reports",
        what=N_("What you reported, what was asked and decided; and what was decided about you."),
        days=2 * YEAR,
        since=N_("the day it was closed"),
        why=N_("So that it is looked into, and can be looked at again."),
        who=N_(
            "Coordinators and administrators who are not part of it. They do not see who reported it, "
            "unless you say so. You."
        ),
        tables=("voice.Report", "voice.About", "voice.Aside", "voice.Taken"),
        stays=N_(
            "A report that is not decided yet stays without your name and address until it is: it may be "
            "about the safety of somebody else."
        ),
    ),
    Kind(
        code="voice.codes",
        of_person=False,
        what=N_("The code of conduct of an area or a group."),
        days=None,
        since=N_("the day it was written"),
        why=N_("So that everybody knows how people want to be with each other."),
        who=N_("Everybody."),
        then="kept",
        tables=("voice.Code",),
    ),
)
