from kizuna.web.queries.health import health, link_workers, ready
from kizuna.web.queries.lists import agreed_on, area_choices, brought_list, kinds, my_lists
from kizuna.web.queries.my_data import asked_for, held_about, my_data
from kizuna.web.queries.retention import due, kept_kinds
from kizuna.web.queries.sealing import tally
from kizuna.web.queries.town import (
    area_names,
    open_concerns,
    provider_link,
    state_of_town,
)

__all__ = [
    "area_names",
    "asked_for",
    "RAW",
    "agreed_on",
    "area_choices",
    "area_names",
    "asked_for",
    "blind_fields",
    "brought_list",
    "due",
    "health",
    "held_about",
    "kept_kinds",
    "kinds",
    "link_workers",
    "my_data",
    "my_lists",
    "open_concerns",
    "provider_link",
    "ready",
    "state_of_town",
    "tally",
]
