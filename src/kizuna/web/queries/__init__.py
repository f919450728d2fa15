from kizuna.web.queries.aging import aged, counted
from kizuna.web.queries.backup import migrations_applied, moved_away, table_hashes, tables_in_use, whole_site
from kizuna.web.queries.calls import callees, calls
from kizuna.web.queries.emergency import emergencies_of
from kizuna.web.queries.health import health, last_report, ready
from kizuna.web.queries.hooks import hook, hooks, hooks_stopped, programs_open, visible_hooks
from kizuna.web.queries.lists import (
    area_choices,
    brought_list,
    kinds,
    my_lists,
    site_of,
    twins_of,
    who_brought,
)
from kizuna.web.queries.looks import who_looked
from kizuna.web.queries.my_data import asked_for, exported, held_about, my_data, own_scores
from kizuna.web.queries.notices import gathered, notice_areas, notice_preview
from kizuna.web.queries.operation import operation_page, readiness, standing, watched
from kizuna.web.queries.programs import program_by_secret, program_by_token, programs
from kizuna.web.queries.received import answers, one_answer
from kizuna.web.queries.retention import due, kept_kinds
from kizuna.web.queries.sealing import tally
from kizuna.web.queries.town import (
    area_names,
    open_concerns,
    provider_link,
    state_of_town,
)

__all__ = [
    "aged",
    "answers",
    "area_choices",
    "area_names",
    "asked_for",
    "brought_list",
    "callees",
    "calls",
    "counted",
    "due",
    "emergencies_of",
    "exported",
    "gathered",
    "health",
    "held_about",
    "hook",
    "hooks",
    "hooks_stopped",
    "kept_kinds",
    "kinds",
    "last_report",
    "migrations_applied",
    "moved_away",
    "my_data",
    "my_lists",
    "notice_areas",
    "notice_preview",
    "one_answer",
    "open_concerns",
    "operation_page",
    "own_scores",
    "program_by_secret",
    "program_by_token",
    "programs",
    "programs_open",
    "provider_link",
    "readiness",
    "ready",
    "site_of",
    "standing",
    "state_of_town",
    "table_hashes",
    "tables_in_use",
    "tally",
    "twins_of",
    "visible_hooks",
    "watched",
    "who_brought",
    "who_looked",
    "whole_site",
]
