from kizuna.people.actions.accounts import open_account, set_duty
from kizuna.people.actions.aging import let_go
from kizuna.people.actions.apart import block, block_colleague, unblock
from kizuna.people.actions.approvals import approve, carry_out, close_lapsed, decline, propose
from kizuna.people.actions.asking import ask_for_link, open_own_link, send_own_link
from kizuna.people.actions.clearing import clear_sessions
from kizuna.people.actions.coming_back import ask_back, come_back
from kizuna.people.actions.consents import give_consent, remind_of_lapses, renew_consent, withdraw_consent
from kizuna.people.actions.correcting import answer_correction, ask_correction, hand_back, keep_apart
from kizuna.people.actions.devices import choose_news, drop_devices, drop_gone_devices, keep_device
from kizuna.people.actions.duty import accept_duty, offer_duty, remove_duty, repeat_duty
from kizuna.people.actions.erasing import erase
from kizuna.people.actions.glass import (
    break_glass,
    keep_quiet,
    look_through,
    review_glass,
    say_glass,
    tell_glass,
)
from kizuna.people.actions.guessing import forget_tries, try_once
from kizuna.people.actions.homes import (
    add_name,
    drop_name,
    end_speaking,
    let_speak,
    live_together,
    move_in,
    move_out,
)
from kizuna.people.actions.invitations import (
    accept_invitation,
    invite,
    invite_admin,
    open_own_account,
    send_again,
    withdraw_invitation,
)
from kizuna.people.actions.keeping import change_account, close_account, make_admin, reopen_account
from kizuna.people.actions.loading import load_people
from kizuna.people.actions.merging import find_doubles, merge_persons, say_different, undo_merge
from kizuna.people.actions.own import correct_own
from kizuna.people.actions.persons import add_person, correct_person
from kizuna.people.actions.protecting import (
    ask_to_unprotect,
    change_keeper,
    lift_protection,
    protect,
    unprotect,
)
from kizuna.people.actions.resting import let_rest, use_again
from kizuna.people.actions.sign_ins import (
    change_factor,
    confirm_sign_in,
    end_sessions,
    may_sign_in_by,
    record_log_in,
    record_log_out,
    reset_second_factor,
    set_email,
    set_phone,
)
from kizuna.people.actions.standing import (
    add_dependence,
    end_dependence,
    leave_in_peace,
    set_status,
)
from kizuna.people.actions.unloading import unload_people
from kizuna.people.actions.welcoming import welcome

__all__ = [
    "accept_duty",
    "accept_invitation",
    "add_dependence",
    "add_name",
    "add_person",
    "answer_correction",
    "approve",
    "ask_back",
    "ask_correction",
    "ask_for_link",
    "ask_to_unprotect",
    "block",
    "block_colleague",
    "break_glass",
    "carry_out",
    "change_account",
    "change_factor",
    "change_keeper",
    "choose_news",
    "clear_sessions",
    "close_account",
    "close_lapsed",
    "come_back",
    "confirm_sign_in",
    "correct_own",
    "correct_person",
    "decline",
    "drop_devices",
    "drop_gone_devices",
    "drop_name",
    "end_dependence",
    "end_sessions",
    "end_speaking",
    "erase",
    "find_doubles",
    "forget_tries",
    "give_consent",
    "hand_back",
    "invite",
    "invite_admin",
    "keep_apart",
    "keep_device",
    "keep_quiet",
    "leave_in_peace",
    "let_go",
    "let_rest",
    "let_speak",
    "lift_protection",
    "live_together",
    "load_people",
    "look_through",
    "make_admin",
    "may_sign_in_by",
    "merge_persons",
    "move_in",
    "move_out",
    "offer_duty",
    "open_account",
    "open_own_account",
    "open_own_link",
    "propose",
    "protect",
    "record_log_in",
    "record_log_out",
    "remind_of_lapses",
    "remove_duty",
    "renew_consent",
    "reopen_account",
    "repeat_duty",
    "reset_second_factor",
    "review_glass",
    "say_different",
    "say_glass",
    "send_again",
    "send_own_link",
    "set_duty",
    "set_email",
    "set_phone",
    "set_status",
    "tell_glass",
    "try_once",
    "unblock",
    "undo_merge",
    "unload_people",
    "unprotect",
    "use_again",
    "welcome",
    "withdraw_consent",
    "withdraw_invitation",
]
