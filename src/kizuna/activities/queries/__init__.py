from kizuna.activities.queries.groups import (
    confirmed_before,
    group,
    groups_like,
    options,
    options_by_id,
    referral_address,
    search,
    upcoming,
    visible,
)
from kizuna.activities.queries.retention import aged, counted
from kizuna.activities.queries.visits import (
    absences,
    attended,
    figures,
    groups_apart,
    held_about,
    missed,
    organiser_home,
    visible_attendance,
)

__all__ = [
    "absences",
    "aged",
    "attended",
    "confirmed_before",
    "counted",
    "figures",
    "group",
    "groups_apart",
    "groups_like",
    "held_about",
    "missed",
    "options",
    "options_by_id",
    "organiser_home",
    "referral_address",
    "search",
    "upcoming",
    "visible",
    "visible_attendance",
]
