from kizuna.web.queries.health import health, link_workers, ready
from kizuna.web.queries.my_data import asked_for, held_about, my_data
from kizuna.web.queries.town import (
    area_names,
    open_concerns,
    provider_link,
    state_of_town,
)

__all__ = [
    "area_names",
    "asked_for",
    "health",
    "held_about",
    "link_workers",
    "my_data",
    "open_concerns",
    "provider_link",
    "ready",
    "state_of_town",
]
