from kizuna.referrals.forms.front_door import IntakeForm, PartnerForm
from kizuna.referrals.forms.instead import InsteadForm
from kizuna.referrals.forms.steps import (
    AnswerField,
    MarkForm,
    OpenForm,
    ReasonField,
    SearchForm,
    StepForm,
    is_repeat,
)
from kizuna.referrals.forms.talks import TalkForm
from kizuna.referrals.forms.todos import ToDoForm

__all__ = [
    "AnswerField",
    "InsteadForm",
    "IntakeForm",
    "MarkForm",
    "OpenForm",
    "PartnerForm",
    "ReasonField",
    "SearchForm",
    "StepForm",
    "TalkForm",
    "ToDoForm",
    "is_repeat",
]
