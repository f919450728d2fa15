from kizuna.exchange.actions.answering import answer_task, change_order
from kizuna.exchange.actions.consenting import give, withdraw
from kizuna.exchange.actions.taking import Taken, take_in

__all__ = ["Taken", "answer_task", "change_order", "give", "take_in", "withdraw"]
