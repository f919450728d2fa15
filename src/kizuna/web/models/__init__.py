from kizuna.web.models.closing import close_for_good, closed_to_writers, is_closed, open_again
from kizuna.web.models.hooks import Webhook
from kizuna.web.models.lists import BroughtList
from kizuna.web.models.notices import Notice
from kizuna.web.models.programs import Answer, Program
from kizuna.web.models.report import HealthReport
from kizuna.web.models.sealing import RAW, TOKEN, blind_fields, in_libraries, raw, sealed_names, tables
from kizuna.web.models.travelling import (
    LEFT_OUT,
    MADE_BY_TABLES,
    as_of_now,
    clear_made,
    is_empty,
    layouts,
    sequence,
    set_sequence,
    store,
    stored,
)

__all__ = [
    "LEFT_OUT",
    "MADE_BY_TABLES",
    "RAW",
    "TOKEN",
    "Answer",
    "BroughtList",
    "HealthReport",
    "Notice",
    "Program",
    "Webhook",
    "as_of_now",
    "blind_fields",
    "clear_made",
    "close_for_good",
    "closed_to_writers",
    "in_libraries",
    "is_closed",
    "is_empty",
    "layouts",
    "open_again",
    "raw",
    "sealed_names",
    "sequence",
    "set_sequence",
    "store",
    "stored",
    "tables",
]
