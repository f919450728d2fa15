from kizuna.outbox.actions.answering import close, pass_on, place
from kizuna.outbox.actions.claiming import adopt, go_on, turn
from kizuna.outbox.actions.deciding import address_works, decide, let_failed_go
from kizuna.outbox.actions.forgetting import (
    call_back,
    forget,
    forget_message,
    forget_person,
    forget_replies,
    halt,
    let_go,
    prune,
    sweep,
)
from kizuna.outbox.actions.handing import OUTCOMES, hand_out, tell
from kizuna.outbox.actions.hearing import collected, expect_reply, hand_on, receive
from kizuna.outbox.actions.holding import decide_held, hold
from kizuna.outbox.actions.letters import receive_letter
from kizuna.outbox.actions.recording import receipt, record
from kizuna.outbox.actions.runs import (
    cancel_run,
    end_runs,
    open_run,
    pause_run,
    plan_run,
    resume_run,
    start_run,
    stop_rows,
)
from kizuna.outbox.actions.sending import plan, send, send_many
from kizuna.outbox.actions.silence import answer, choose, stop

__all__ = [
    "OUTCOMES",
    "address_works",
    "adopt",
    "answer",
    "call_back",
    "cancel_run",
    "choose",
    "close",
    "collected",
    "decide",
    "decide_held",
    "end_runs",
    "expect_reply",
    "forget",
    "forget_message",
    "forget_person",
    "forget_replies",
    "go_on",
    "halt",
    "hand_on",
    "hand_out",
    "hold",
    "let_failed_go",
    "let_go",
    "open_run",
    "pass_on",
    "pause_run",
    "place",
    "plan",
    "plan_run",
    "prune",
    "receipt",
    "receive",
    "receive_letter",
    "record",
    "resume_run",
    "send",
    "send_many",
    "start_run",
    "stop",
    "stop_rows",
    "sweep",
    "tell",
    "turn",
]
