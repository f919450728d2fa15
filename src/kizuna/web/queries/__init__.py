from kizuna.web.queries.health import health, link_workers, ready
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
    "RAW",
    "area_names",
    "asked_for",
    "blind_fields",
    "due",
    "health",
    "held_about",
    "kept_kinds",
    "link_workers",
    "my_data",
    "open_concerns",
    "provider_link",
    "raw",
    "ready",
    "sealed_names",
    "state_of_town",
    "tables",
    "tally",
]
