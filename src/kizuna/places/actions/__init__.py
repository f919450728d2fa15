from kizuna.places.actions.areas import add_area, change_area
from kizuna.places.actions.crisis import set_crisis_numbers
from kizuna.places.actions.importing import import_areas
from kizuna.places.actions.postcodes import load_postcodes
from kizuna.places.actions.posture import set_posture

__all__ = ["add_area", "change_area", "import_areas", "load_postcodes", "set_crisis_numbers", "set_posture"]
