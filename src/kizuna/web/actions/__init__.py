from kizuna.web.actions.erasing import erase_person
from kizuna.web.actions.keys import begin_reseal, go_on, note_retired
from kizuna.web.actions.retention import keep_to_periods
from kizuna.web.actions.town import load_town

__all__ = ["begin_reseal", "erase_person", "go_on", "keep_to_periods", "load_town", "note_retired"]
