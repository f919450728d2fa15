"""Every read of the directory. All of it is public; what may only be seen in an emergency is checked here."""

from kizuna.directory.queries.bodies import organisation_names, organisations_named
from kizuna.directory.queries.figures import figures
from kizuna.directory.queries.gather import cards
from kizuna.directory.queries.options import options, options_by_id
from kizuna.directory.queries.pages import (
    how_many,
    listed,
    referral_address,
    service,
    services_of_need,
    sources,
    stats,
)
from kizuna.directory.queries.search import hits, search

__all__ = [
    "cards",
    "figures",
    "hits",
    "how_many",
    "listed",
    "options",
    "options_by_id",
    "organisation_names",
    "organisations_named",
    "referral_address",
    "search",
    "service",
    "services_of_need",
    "sources",
    "stats",
]
