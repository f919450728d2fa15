from kizuna.voice.actions.codes import write_code
from kizuna.voice.actions.deciding import chase, stand_aside, take_step
from kizuna.voice.actions.keeping import erase, let_go
from kizuna.voice.actions.reporting import make_report, object_to, own_step

__all__ = [
    "chase",
    "erase",
    "let_go",
    "make_report",
    "object_to",
    "own_step",
    "stand_aside",
    "take_step",
    "write_code",
]
