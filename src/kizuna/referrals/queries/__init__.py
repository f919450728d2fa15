from kizuna.referrals.queries.aging import aged, counted
from kizuna.referrals.queries.cases import (
    agreed,
    case,
    caseload,
    held_about,
    of_person,
    visible,
)
from kizuna.referrals.queries.desk import people_of, person_page, today
from kizuna.referrals.queries.figures import figures
from kizuna.referrals.queries.links import by_link, link_url, waiting, waiting_link
from kizuna.referrals.queries.opening import opening
from kizuna.referrals.queries.options import address_of, find_option
from kizuna.referrals.queries.outreach import outreach, outreach_of
from kizuna.referrals.queries.owing import next_due, site_calendar, site_steps, workers_near

__all__ = [
    "address_of",
    "aged",
    "agreed",
    "by_link",
    "case",
    "caseload",
    "counted",
    "figures",
    "find_option",
    "held_about",
    "link_url",
    "next_due",
    "of_person",
    "opening",
    "outreach",
    "outreach_of",
    "people_of",
    "person_page",
    "site_calendar",
    "site_steps",
    "today",
    "visible",
    "waiting",
    "waiting_link",
    "workers_near",
]
