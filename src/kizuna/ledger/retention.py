"""What the ledger keeps, and why."""

from kizuna.access.keeping import Kind
from kizuna.access.wording import N_

KINDS = (
    Kind(
        code="ledger.lines",
        what=N_("The list of who did what, who looked, and when. It holds numbers instead of names."),
        days=None,
        since=N_("the day it was written"),
        why=N_(
            "The law asks us to be able to show who looked at a record and who changed it. Lines older than "
            "a year may go when two administrators agree."
        ),
        who=N_("You, about yourself. Those who check that nobody looked without a reason."),
        then="kept",
        tables=("ledger.Entry",),
        stays=N_(
            "The list of who did what and when stays, with numbers instead of names. "
            "Without it nobody could find out who looked at a record without a reason."
        ),
    ),
)
