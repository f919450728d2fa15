from kizuna.bonds.actions.answering import answer, forget_tie, load_answers
from kizuna.bonds.actions.keeping import erase, let_go
from kizuna.bonds.actions.trees import build_tree, drop_tree, make_tree, repair_tree

__all__ = [
    "answer",
    "build_tree",
    "drop_tree",
    "erase",
    "forget_tie",
    "let_go",
    "load_answers",
    "make_tree",
    "repair_tree",
]
