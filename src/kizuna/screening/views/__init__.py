from kizuna.screening.views.concerns import concern, contact_done
from kizuna.screening.views.contact import call_me, contact
from kizuna.screening.views.coping import (
    coping,
    coping_page,
    library,
    library_new,
    library_page,
    library_show,
)
from kizuna.screening.views.crisis import crisis
from kizuna.screening.views.figures import figures
from kizuna.screening.views.paper import paper, type_in
from kizuna.screening.views.questions import heard, questions, start, with_person
from kizuna.screening.views.saved import come_back, save
from kizuna.screening.views.scores import keep_score
from kizuna.screening.views.texts import text
from kizuna.screening.views.worried import worried
from kizuna.screening.views.worries import worries, worry

__all__ = [
    "call_me",
    "come_back",
    "concern",
    "contact",
    "contact_done",
    "coping",
    "coping_page",
    "crisis",
    "figures",
    "heard",
    "keep_score",
    "library",
    "library_new",
    "library_page",
    "library_show",
    "paper",
    "questions",
    "save",
    "start",
    "text",
    "type_in",
    "with_person",
    "worried",
    "worries",
    "worry",
]
