from kizuna.web.actions.backup import bring_in, hand_over, note_backup, note_restored, reopen
from kizuna.web.actions.calls import take_call, tell_call
from kizuna.web.actions.erasing import erase_person, note_export
from kizuna.web.actions.hooks import (
    add_hook,
    close_hook,
    resume_hook,
    stop_silent_hooks,
    tell_programs,
    try_hook,
)
from kizuna.web.actions.keys import begin_reseal, go_on, note_retired
from kizuna.web.actions.ledger import prune_ledger, tell_of_ledger
from kizuna.web.actions.lists import (
    bring_list,
    check_list,
    forget_lists,
    keep_list,
    leave_list,
    look_through,
    undo_list,
    write_list,
)
from kizuna.web.actions.looking_after import look_after
from kizuna.web.actions.messages import address_works, decide_held, decide_message, decide_run
from kizuna.web.actions.notices import plan_notice, write_notice
from kizuna.web.actions.programs import Clash, add_program, close_program, got_token, once
from kizuna.web.actions.received import answer_reply, close_reply, pass_on_reply
from kizuna.web.actions.retention import keep_to_periods
from kizuna.web.actions.town import load_town
from kizuna.web.actions.work import decide_task
from kizuna.web.actions.writing import write_to_us

__all__ = [
    "Clash",
    "add_hook",
    "add_program",
    "address_works",
    "answer_reply",
    "begin_reseal",
    "bring_in",
    "bring_list",
    "check_list",
    "close_hook",
    "close_program",
    "close_reply",
    "decide_held",
    "decide_message",
    "decide_run",
    "decide_task",
    "erase_person",
    "forget_lists",
    "go_on",
    "got_token",
    "hand_over",
    "keep_list",
    "keep_to_periods",
    "leave_list",
    "load_town",
    "look_after",
    "look_through",
    "note_backup",
    "note_export",
    "note_restored",
    "note_retired",
    "once",
    "pass_on_reply",
    "plan_notice",
    "prune_ledger",
    "reopen",
    "resume_hook",
    "stop_silent_hooks",
    "take_call",
    "tell_call",
    "tell_of_ledger",
    "tell_programs",
    "try_hook",
    "undo_list",
    "write_list",
    "write_notice",
    "write_to_us",
]
