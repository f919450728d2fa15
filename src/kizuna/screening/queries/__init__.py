from kizuna.screening.queries.again import dues, to_offer, waiting, waiting_and_answered
from kizuna.screening.queries.aging import aged, counted
from kizuna.screening.queries.before_after import before_after, passages, points, scored_here
from kizuna.screening.queries.check_ups import (
    asked_for_contact,
    check_up,
    held_about,
    history,
    latest,
    latest_of_all,
    needs_of,
    reached_at,
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
from kizuna.screening.queries.coping import (
    coping_draft,
    coping_library,
    coping_offered,
    coping_page,
    coping_pages,
    ships,
)
from kizuna.screening.queries.figures import contact_times, figures, unreached
from kizuna.screening.queries.over_time import courses_of, named, over_time, questionnaires
from kizuna.screening.queries.saved import saved
from kizuna.screening.queries.searching import searched
from kizuna.screening.queries.texts import drop_outs, text_rounds
from kizuna.screening.queries.worries import visible_worries, worries, worries_held, worry

__all__ = [
    "aged",
    "asked_for_contact",
    "before_after",
    "check_up",
    "concern",
    "concerns",
    "concerns_of",
    "contact_times",
    "coping_draft",
    "coping_library",
    "coping_offered",
    "coping_page",
    "coping_pages",
    "counted",
    "courses_of",
    "drop_outs",
    "dues",
    "figures",
    "held_about",
    "history",
    "latest",
    "latest_of_all",
    "named",
    "needs_of",
    "outlines",
    "over_time",
    "passages",
    "points",
    "questionnaires",
    "reach_of",
    "reached_at",
    "saved",
    "scored_here",
    "searched",
    "ships",
    "story",
    "text_rounds",
    "to_offer",
    "unreached",
    "visible",
    "visible_concerns",
    "visible_worries",
    "waiting",
    "waiting_and_answered",
    "worries",
    "worries_held",
    "worry",
]
