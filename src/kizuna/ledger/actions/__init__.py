from kizuna.ledger.actions.checking import record_verification
from kizuna.ledger.actions.noting import looked, note, note_many
from kizuna.ledger.actions.pruning import finish_pruning, prune
from kizuna.ledger.actions.sealing import BATCHES, seal
from kizuna.ledger.actions.watching import heard, watch

__all__ = [
    "BATCHES",
    "finish_pruning",
    "heard",
    "looked",
    "note",
    "note_many",
    "prune",
    "record_verification",
    "seal",
    "watch",
]
