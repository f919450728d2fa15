"""What is kept of check-ups, safety concerns and wishes to be called, and for how long."""

from kizuna.access.keeping import YEAR, Kind
from kizuna.access.wording import N_

KINDS = (
    Kind(
        code="screening.check_ups",
        what=N_("Your check-ups: what you answered and what we heard."),
        days=2 * YEAR,
        since=N_("the day of the check-up"),
        why=N_("So that you and your link worker can see what has changed."),
        who=N_("Link workers of your area, while you agree. You."),
        tables=("screening.CheckUp", "screening.Asking"),
        stays=N_("The number of a check-up stays as long as a worry about your safety that came from it."),
    ),
    Kind(
        code="screening.text_rounds",
        what=N_("That we asked you by text message, and how far it got. Your answers go when it ends."),
        days=YEAR,
        since=N_("the day it ended"),
        why=N_("So that your link worker sees whether this way of asking suits you."),
        who=N_("Link workers of your area, while you agree. You."),
        tables=("screening.TextRound",),
    ),
    Kind(
        code="screening.saved",
        of_person=False,
        what=N_("Your answers, when you put the questions aside to come back by a private link."),
        days=1,
        since=N_("the day the link ends, seven days after you asked for it"),
        why=N_("So that you can go on where you were."),
        who=N_("Whoever has the link. Nobody who works here."),
        tables=("screening.Saved",),
    ),
    Kind(
        code="screening.contact_requests",
        what=N_("When you asked us to get in touch, and how."),
        days=YEAR,
        since=N_("the day somebody answered"),
        why=N_("So that whoever answers knows when and how to reach you."),
        who=N_("Link workers of your area. You."),
        tables=("screening.ContactRequest",),
    ),
    Kind(
        code="screening.concerns",
        what=N_("Worries about your safety, and what was done."),
        days=6 * YEAR,
        since=N_("the day it was closed"),
        why=N_("Your life comes first. It must be possible to look at what was done."),
        who=N_("Whoever is on duty and took it on. You."),
        tables=("screening.Concern",),
        stays=N_(
            "A worry about your safety that is still open stays until somebody has closed it, "
            "with your name and how to reach you. Then it goes within a day. Your life comes first."
        ),
    ),
    Kind(
        code="screening.worries",
        what=N_("What somebody told us because they worried about somebody else, and what was done."),
        days=YEAR,
        since=N_("the day it was closed"),
        why=N_("So that whoever looks into it knows what was said, and what was done before."),
        who=N_("Whoever is on duty and took it on."),
        tables=("screening.Worry",),
        stays=N_("What is still open stays until somebody has closed it."),
    ),
    Kind(
        code="screening.concerns_of_erased",
        what=N_("Worries about the safety of people who asked to be erased."),
        days=0,
        since=N_("the day it was closed"),
        why=N_("While it is open, somebody may still be in danger."),
        who=N_("Whoever is on duty and took it on."),
    ),
)
