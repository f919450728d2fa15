from kizuna.screening.forms.manner import ByText, HowAsked, Sheet, WhoAnswers
from kizuna.screening.forms.pages import (
    Contact,
    Heard,
    OwnPage,
    Places,
    Questions,
    WhatWasDone,
    WhoTells,
    Worried,
    WorryOutcome,
)

__all__ = [
    "ByText",
    "Contact",
    "Heard",
    "HowAsked",
    "OwnPage",
    "Places",
    "Questions",
    "Sheet",
    "WhatWasDone",
    "WhoAnswers",
    "WhoTells",
    "Worried",
    "WorryOutcome",
]
