from kizuna.places.views.areas import add, area, bring_in, change, tree
from kizuna.places.views.crisis import crisis_numbers
from kizuna.places.views.posture import posture

__all__ = ["add", "area", "bring_in", "change", "crisis_numbers", "posture", "tree"]
