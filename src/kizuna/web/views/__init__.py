from kizuna.web.views.accounts import (
    accounts,
    close_account,
    invitation,
    invitations,
    one_account,
    reopen_account,
    sign_out_account,
)
from kizuna.web.views.asking import ask, done, own_link
from kizuna.web.views.calls import calls
from kizuna.web.views.choosing import own_messages
from kizuna.web.views.hooks import webhook, webhooks
from kizuna.web.views.inbound import incoming
from kizuna.web.views.messages import run, runs, sent_messages
from kizuna.web.views.metrics import metrics
from kizuna.web.views.my_data import (
    about_me,
    erase,
    everything,
    export,
    my_data,
    own_scores,
    withdraw,
)
from kizuna.web.views.notices import new_run
from kizuna.web.views.operation import operation, ready
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
from kizuna.web.views.received import answer, answers
from kizuna.web.views.stopping import end_messages
from kizuna.web.views.work import work_board
from kizuna.web.views.writing import write_to_us

__all__ = [
    "about",
    "about_me",
    "accounts",
    "answer",
    "answers",
    "ask",
    "brought_list",
    "calls",
    "close_account",
    "close_program",
    "done",
    "end_messages",
    "erase",
    "everything",
    "export",
    "healthy",
    "home",
    "incoming",
    "invitation",
    "invitations",
    "list_faults",
    "list_step",
    "lists",
    "look_again",
    "metrics",
    "my_data",
    "new_run",
    "one_account",
    "operation",
    "own_link",
    "own_messages",
    "own_scores",
    "privacy",
    "programs",
    "ready",
    "reopen_account",
    "run",
    "runs",
    "sent_messages",
    "sign_in_as",
    "sign_out_account",
    "webhook",
    "webhooks",
    "withdraw",
    "work_board",
    "write_to_us",
]
