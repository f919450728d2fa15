from kizuna.people.actions.accounts import (
    close_account,
    open_account,
    set_duty,
)
from kizuna.people.actions.aging import let_go
from kizuna.people.actions.approvals import approve, carry_out, decline, propose
from kizuna.people.actions.consents import give_consent, remind_of_lapses, renew_consent, withdraw_consent
from kizuna.people.actions.erasing import erase
from kizuna.people.actions.loading import load_people
from kizuna.people.actions.persons import (
    add_person,
    block,
    correct_person,
    live_together,
    set_status,
    unblock,
)
from kizuna.people.actions.sign_ins import (
    change_factor,
    confirm_sign_in,
    end_sessions,
    record_log_in,
    record_log_out,
    reset_second_factor,
)
from kizuna.people.actions.unloading import unload_people

__all__ = [
    "add_person",
    "approve",
    "block",
    "carry_out",
    "change_factor",
    "close_account",
    "confirm_sign_in",
    "correct_person",
    "decline",
    "end_sessions",
    "erase",
    "give_consent",
    "let_go",
    "live_together",
    "load_people",
    "open_account",
    "propose",
    "record_log_in",
    "record_log_out",
    "remind_of_lapses",
    "renew_consent",
    "reset_second_factor",
    "set_duty",
    "set_status",
    "unblock",
    "unload_people",
    "withdraw_consent",
]
