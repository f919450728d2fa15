from kizuna.outbox.actions.claiming import adopt, go_on, turn
from kizuna.outbox.actions.deciding import address_works, decide
from kizuna.outbox.actions.forgetting import (
    call_back,
    forget,
    forget_person,
    halt,
    let_go,
    prune,
    sweep,
)
from kizuna.outbox.actions.hearing import collected, expect_reply, receive, stop
from kizuna.outbox.actions.recording import receipt, record
from kizuna.outbox.actions.sending import plan, send, send_many

__all__ = [
    "address_works",
    "adopt",
    "call_back",
    "collected",
    "decide",
    "expect_reply",
    "forget",
    "forget_person",
    "go_on",
    "halt",
    "let_go",
    "plan",
    "prune",
    "receipt",
    "receive",
    "record",
    "send",
    "send_many",
    "stop",
    "sweep",
    "turn",
]
