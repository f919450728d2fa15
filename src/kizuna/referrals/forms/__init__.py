from kizuna.referrals.forms.asking import AskForm
from kizuna.referrals.forms.front_door import IntakeForm, PartnerForm
from kizuna.referrals.forms.goals import GoalForm
from kizuna.referrals.forms.handing_over import HandOverForm
from kizuna.referrals.forms.instead import InsteadForm
from kizuna.referrals.forms.queue import QueueForm, ReplyForm
from kizuna.referrals.forms.safety import CloseFlagForm, FlagForm, VisitForm
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
    "AskForm",
    "CloseFlagForm",
    "FlagForm",
    "GoalForm",
    "HandOverForm",
    "InsteadForm",
    "IntakeForm",
    "MarkForm",
    "OpenForm",
    "PartnerForm",
    "QueueForm",
    "ReasonField",
    "ReplyForm",
    "SearchForm",
    "StepForm",
    "TalkForm",
    "ToDoForm",
    "VisitForm",
    "is_repeat",
]
