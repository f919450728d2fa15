from kizuna.voice.queries.about import about, about_me
from kizuna.voice.queries.codes import code_of_area, code_of_group, may_write, own_codes, site_code
from kizuna.voice.queries.held import aged, counted, held_about
from kizuna.voice.queries.reports import (
    due_of,
    indicators,
    own_report,
    report,
    reports,
    reports_late,
    site_days,
    visible_reports,
)
from kizuna.voice.queries.tied import readers, tied

__all__ = [
    "about",
    "about_me",
    "aged",
    "code_of_area",
    "code_of_group",
    "counted",
    "due_of",
    "held_about",
    "indicators",
    "may_write",
    "own_codes",
    "own_report",
    "readers",
    "report",
    "reports",
    "reports_late",
    "site_code",
    "site_days",
    "tied",
    "visible_reports",
]
