"""What is kept of referrals, and for how long."""

from kizuna.access.keeping import YEAR, Kind
from kizuna.access.wording import N_

KINDS = (
    Kind(
        code="referrals.referrals",
        what=N_("Which places were asked for you, what they answered, and what came of it."),
        days=3 * YEAR,
        since=N_("the day it was closed"),
        why=N_("So that nobody asks you to tell your story twice."),
        who=N_("Link workers of your area and the place that was asked, while you agree. You."),
        tables=("referrals.Referral", "referrals.Step"),
    ),
    Kind(
        code="referrals.outreach",
        what=N_("That a link worker rang, wrote to or visited you, or leaves you be."),
        days=2 * YEAR,
        since=N_("the day it was written down"),
        why=N_("So that you are not rung twice, and nobody forgets you."),
        who=N_("Link workers of your area, while you agree. You."),
        tables=("referrals.Reached",),
    ),
    Kind(
        code="referrals.talks",
        what=N_("When a link worker talked with you, for how long, and what they wrote down."),
        days=3 * YEAR,
        since=N_("the day of the talk"),
        why=N_("So that nobody asks you to tell your story twice."),
        who=N_("Link workers of your area, while you agree. You."),
        tables=("referrals.Talk",),
    ),
    Kind(
        code="referrals.todos",
        what=N_("What you wanted to do for yourself, and how far it is."),
        days=2 * YEAR,
        since=N_("the day it was closed"),
        why=N_("So that nobody asks you to tell your story twice."),
        who=N_("Link workers of your area, while you agree. You."),
        tables=("referrals.ToDo",),
    ),
    Kind(
        code="referrals.intakes",
        what=N_("Who referred you to us, what they wrote, and what came of it."),
        days=3 * YEAR,
        since=N_("the day it was closed"),
        why=N_("So that nobody asks you to tell your story twice."),
        who=N_("Link workers of your area, while you agree. You."),
        tables=("referrals.Intake",),
    ),
    Kind(
        code="referrals.partners",
        of_person=False,
        what=N_("Organisations whose people may refer somebody to us."),
        days=None,
        since=N_("the day it was added"),
        why=N_("So that their link works, and they hear what became of it."),
        who=N_("Coordinators of the area, and those who run this site."),
        then="kept",
        tables=("referrals.Partner",),
    ),
)
