from kizuna.screening.views.concerns import concern, contact_done
from kizuna.screening.views.contact import call_me, contact
from kizuna.screening.views.crisis import crisis
from kizuna.screening.views.paper import paper, type_in
from kizuna.screening.views.questions import heard, questions, start, with_person
from kizuna.screening.views.scores import keep_score
from kizuna.screening.views.worried import worried
from kizuna.screening.views.worries import worries, worry

__all__ = [
    "call_me",
    "concern",
    "contact",
    "contact_done",
    "crisis",
    "heard",
    "keep_score",
    "paper",
    "questions",
    "start",
    "type_in",
    "with_person",
    "worried",
    "worries",
    "worry",
]
