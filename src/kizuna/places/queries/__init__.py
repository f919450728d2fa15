from kizuna.places.queries.areas import (
    above,
    area,
    area_at,
    area_named,
    areas,
    box_of_all,
    outlines,
    outlines_of,
    plan_of,
    reach_of,
    top_area,
    under,
)
from kizuna.places.queries.crisis import crisis_drafts, crisis_numbers, crisis_numbers_problem
from kizuna.places.queries.postcodes import postcode, postcodes_known
from kizuna.places.queries.posture import (
    any_emergency,
    emergencies,
    emergency_areas,
    posture,
    posture_history,
)

__all__ = [
    "above",
    "any_emergency",
    "area",
    "area_at",
    "area_named",
    "areas",
    "box_of_all",
    "crisis_drafts",
    "crisis_numbers",
    "crisis_numbers_problem",
    "emergencies",
    "emergency_areas",
    "outlines",
    "outlines_of",
    "plan_of",
    "postcode",
    "postcodes_known",
    "posture",
    "posture_history",
    "reach_of",
    "top_area",
    "under",
]
