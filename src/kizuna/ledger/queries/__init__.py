from kizuna.ledger.queries.about import about_person, count_about, counted, recent
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
    "checkpoint",
    "count_about",
    "counted",
    "head",
    "last_verification",
    "lines_between",
    "newest_seal",
    "news",
    "prunable",
    "recent",
    "state",
    "verify",
    "waiting_since",
]
