from kizuna.screening.actions.aging import let_go
from kizuna.screening.actions.concerns import close_concern, escalate_concern, take_concern
from kizuna.screening.actions.erasing import erase
from kizuna.screening.actions.loading import load_check_ups
from kizuna.screening.actions.recording import answer_contact, count_danger, record_check_up

__all__ = [
    "answer_contact",
    "close_concern",
    "count_danger",
    "erase",
    "escalate_concern",
    "let_go",
    "load_check_ups",
    "record_check_up",
    "take_concern",
]
