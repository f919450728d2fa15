from kizuna.web.views.asking import ask, done, own_link
from kizuna.web.views.messages import sent_messages
from kizuna.web.views.my_data import erase, everything, export, my_data, withdraw
from kizuna.web.views.pages import (
    about,
    brought_list,
    healthy,
    home,
    list_faults,
    list_step,
    lists,
    look_again,
    privacy,
    sign_in_as,
)
from kizuna.web.views.programs import close_program, programs

__all__ = [
    "about",
    "ask",
    "brought_list",
    "close_program",
    "done",
    "erase",
    "everything",
    "export",
    "healthy",
    "home",
    "list_faults",
    "list_step",
    "lists",
    "look_again",
    "my_data",
    "own_link",
    "privacy",
    "programs",
    "sent_messages",
    "sign_in_as",
    "withdraw",
]
