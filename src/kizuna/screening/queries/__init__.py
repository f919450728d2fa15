from kizuna.screening.queries.aging import aged, counted
from kizuna.screening.queries.check_ups import (
    asked_for_contact,
    check_up,
    held_about,
    history,
    latest,
    needs_of,
    story,
    visible,
)
from kizuna.screening.queries.concerns import (
    concern,
    concerns,
    concerns_of,
    outlines,
    reach_of,
    visible_concerns,
)
from kizuna.screening.queries.figures import figures, unreached
from kizuna.screening.queries.searching import searched
from kizuna.screening.queries.worries import visible_worries, worries, worries_held, worry

__all__ = [
    "aged",
    "asked_for_contact",
    "check_up",
    "concern",
    "concerns",
    "concerns_of",
    "counted",
    "figures",
    "held_about",
    "history",
    "latest",
    "needs_of",
    "outlines",
    "reach_of",
    "searched",
    "story",
    "unreached",
    "visible",
    "visible_concerns",
    "visible_worries",
    "worries",
    "worries_held",
    "worry",
]
