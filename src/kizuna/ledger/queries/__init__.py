from kizuna.ledger.queries.about import (
    about_person,
    about_persons,
    counted,
    days_about,
    did_since,
    looked_at_many,
    recent,
    tallies,
)
from kizuna.ledger.queries.chain import (
    checkpoint,
    head,
    last_verification,
    newest_seal,
    prunable,
    state,
    verify,
    waiting_since,
)
from kizuna.ledger.queries.lines import lines_between
from kizuna.ledger.queries.news import news

__all__ = [
    "about_person",
    "about_persons",
    "checkpoint",
    "counted",
    "days_about",
    "did_since",
    "head",
    "last_verification",
    "lines_between",
    "looked_at_many",
    "newest_seal",
    "news",
    "prunable",
    "recent",
    "state",
    "tallies",
    "verify",
    "waiting_since",
]
