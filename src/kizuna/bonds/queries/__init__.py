from kizuna.bonds.queries.around import around, growth, indicators
from kizuna.bonds.queries.company import company
from kizuna.bonds.queries.held import aged, counted, held_about
from kizuna.bonds.queries.near import near
from kizuna.bonds.queries.suggesting import suggestions
from kizuna.bonds.queries.ties import standing, tie_of
from kizuna.bonds.queries.trees import tree, tree_people, tree_wanted, trees

__all__ = [
    "aged",
    "around",
    "company",
    "counted",
    "growth",
    "held_about",
    "indicators",
    "near",
    "standing",
    "suggestions",
    "tie_of",
    "tree",
    "tree_people",
    "tree_wanted",
    "trees",
]
