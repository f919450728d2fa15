from kizuna.screening.actions.again import offer_again
from kizuna.screening.actions.aging import let_go
from kizuna.screening.actions.concerns import close_concern, escalate_concern, take_concern
from kizuna.screening.actions.coping import keep_coping, show_coping
from kizuna.screening.actions.erasing import erase
from kizuna.screening.actions.loading import load_check_ups
from kizuna.screening.actions.passages import count_passage, load_passages
from kizuna.screening.actions.recording import answer_contact, count_danger, record_check_up
from kizuna.screening.actions.replies import read_replies
from kizuna.screening.actions.saving import put_aside, throw_away
from kizuna.screening.actions.texting import begin_by_word, end_text, hear_text, invite_by_text
from kizuna.screening.actions.words import heed_words
from kizuna.screening.actions.worries import (
    close_worry,
    escalate_worry,
    link_worry,
    raise_worry,
    take_worry,
)

__all__ = [
    "answer_contact",
    "begin_by_word",
    "close_concern",
    "close_worry",
    "count_danger",
    "count_passage",
    "end_text",
    "erase",
    "escalate_concern",
    "escalate_worry",
    "hear_text",
    "heed_words",
    "invite_by_text",
    "keep_coping",
    "let_go",
    "link_worry",
    "load_check_ups",
    "load_passages",
    "offer_again",
    "put_aside",
    "raise_worry",
    "read_replies",
    "record_check_up",
    "show_coping",
    "take_concern",
    "take_worry",
    "throw_away",
]
