from kizuna.referrals.queries.aging import aged, counted
from kizuna.referrals.queries.cases import agreed, case, caseload, held_about, load, of_person, visible
from kizuna.referrals.queries.desk import people_of, person_page, today
from kizuna.referrals.queries.figures import figures
from kizuna.referrals.queries.flags import flag, flags_of, visible_flags
from kizuna.referrals.queries.front_door import (
    areas_near,
    intake_state,
    intakes,
    intakes_of,
    partner_areas,
    partner_by_link,
    partner_link,
    partners,
    person_of_intake,
    visible_intakes,
)
from kizuna.referrals.queries.goals import goals, plan
from kizuna.referrals.queries.links import by_link, link_url, short_url, waiting, waiting_link
from kizuna.referrals.queries.mailed import form_words, mailed, partner_at
from kizuna.referrals.queries.measuring import last_measured, measured, outcome_scales
from kizuna.referrals.queries.opening import opening, own_opening, replaceable
from kizuna.referrals.queries.options import address_of, find_option
from kizuna.referrals.queries.outreach import outreach, outreach_of
from kizuna.referrals.queries.owing import next_due, site_calendar, site_steps, workers_near
from kizuna.referrals.queries.queue import in_queue, own_organisations, queue, replies, visible_queue
from kizuna.referrals.queries.report import indicators, outcome_areas, outcome_spans, outcomes
from kizuna.referrals.queries.sheets import (
    as_partner,
    came_to_us,
    own_partners,
    sheet,
    sheet_of_link,
    sheets,
    site_name,
    was_sent,
)
from kizuna.referrals.queries.talks import (
    colleagues,
    colleagues_near,
    draft,
    looked_after,
    open_referrals_of,
    talks,
)
from kizuna.referrals.queries.todos import searched_todos, todo, todos, visible_todos
from kizuna.referrals.queries.visits import own_areas, visible_visits, visits

__all__ = [
    "address_of",
    "aged",
    "agreed",
    "areas_near",
    "as_partner",
    "by_link",
    "came_to_us",
    "case",
    "caseload",
    "colleagues",
    "colleagues_near",
    "counted",
    "draft",
    "figures",
    "find_option",
    "flag",
    "flags_of",
    "form_words",
    "goals",
    "held_about",
    "in_queue",
    "indicators",
    "intake_state",
    "intakes",
    "intakes_of",
    "last_measured",
    "link_url",
    "load",
    "looked_after",
    "mailed",
    "measured",
    "next_due",
    "of_person",
    "open_referrals_of",
    "opening",
    "outcome_areas",
    "outcome_scales",
    "outcome_spans",
    "outcomes",
    "outreach",
    "outreach_of",
    "own_areas",
    "own_opening",
    "own_organisations",
    "own_partners",
    "partner_areas",
    "partner_at",
    "partner_by_link",
    "partner_link",
    "partners",
    "people_of",
    "person_of_intake",
    "person_page",
    "plan",
    "queue",
    "replaceable",
    "replies",
    "searched_todos",
    "sheet",
    "sheet_of_link",
    "sheets",
    "short_url",
    "site_calendar",
    "site_name",
    "site_steps",
    "talks",
    "today",
    "todo",
    "todos",
    "visible",
    "visible_flags",
    "visible_intakes",
    "visible_queue",
    "visible_todos",
    "visible_visits",
    "visits",
    "waiting",
    "waiting_link",
    "was_sent",
    "workers_near",
]
