from kizuna.web.actions.erasing import erase_person
from kizuna.web.actions.town import load_town

__all__ = ["erase_person", "load_town"]
