from kizuna.outbox.gateways.called import Called
from kizuna.outbox.gateways.chatted import Chatted
from kizuna.outbox.gateways.exit import Exit
from kizuna.outbox.gateways.fetched import Letters
from kizuna.outbox.gateways.guard import Gateway, InsideTransaction, outside
from kizuna.outbox.gateways.mailed import Mailed
from kizuna.outbox.gateways.posted import Posted
from kizuna.outbox.gateways.printed import Nowhere, Printed
from kizuna.outbox.gateways.pushed import Pushed

__all__ = [
    "Called",
    "Chatted",
    "Exit",
    "Gateway",
    "InsideTransaction",
    "Letters",
    "Mailed",
    "Nowhere",
    "Posted",
    "Printed",
    "Pushed",
    "outside",
]
