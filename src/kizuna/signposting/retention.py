"""What is kept of suggestions, and for how long."""

from kizuna.access.keeping import YEAR, Kind
from kizuna.access.wording import N_

KINDS = (
    Kind(
        code="signposting.offers",
        what=N_("What a link worker suggested to you, what you chose, and whether it helped."),
        days=2 * YEAR,
        since=N_("the day it was suggested"),
        why=N_("So that nobody suggests the same twice, and the town learns what helps."),
        who=N_("Link workers of your area, while you agree to their support. You."),
        tables=("signposting.Offer",),
    ),
)
