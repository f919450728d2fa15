"""Whom a service is for and how it reaches them, as far as its words say so; None is unknown."""

import re
from collections.abc import Collection, Sequence

from kizuna.access.wording import N_

WAYS = {
    "in_person": N_("In person"),
    "phone": N_("By phone"),
    "online": N_("On-line"),
    "home": N_("At home"),
}
"""How a service may reach people."""
GENDERS = {"female": N_("Woman or girl"), "male": N_("Man or boy")}
_PHONE = re.compile(
    r"\b((hot|help|warm|advice|info\w*|support|crisis|talk) ?-?lines?|(call|phone|telephone|text)[ -]line"
    r"|(by|over the|via) (tele)?phone|phone calls?|telephone (support|counsel+ing|reassurance|advice))\b",
    re.IGNORECASE,
)
_ONLINE = re.compile(
    r"\b(on-?line|web-?based|virtual(ly)?|video (call|chat|visit)s?|zoom|webinars?|tele-?health)\b",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(in|at)[ -](your|their|the client'?s?|people'?s)?[ -]?(own )?homes?\b(?! ?(for|of|less))"
    r"|\bin-home\b|(?<!nursing )(?<!group )\bhome[ -](visit|deliver|care|help|health)\w*|\bhome-?bound\b",
    re.IGNORECASE,
)
_WOMEN = re.compile(r"\b(wom[ae]n('?s)?|females?|girls?('?s)?|ladies)\b", re.IGNORECASE)
_MEN = re.compile(r"\b(m[ae]n('?s)?|males?|boys?('?s)?|gentlem[ae]n)\b", re.IGNORECASE)
_NOT_ONLY = re.compile(
    r"\b(not only|anyone|everyone|everybody|all (people|adults|genders|persons)|famil(y|ies)|couples?"
    r"|children|both|individuals|persons|adults|he/she|any gender)\b",
    re.IGNORECASE,
)


def genders_of(names: Sequence[str], eligibility: str) -> frozenset[str] | None:
    """Only for these; None when it is for everybody or nobody said so clearly."""
    for text in (eligibility, *names):
        women, men = _WOMEN.search(text), _MEN.search(text)
        if bool(women) != bool(men) and not _NOT_ONLY.search(text):
            return frozenset({"female" if women else "male"})
        if women and men:
            return None
    return None


def ways_of(
    *, physical: bool, virtual: bool, name: str, text: str, needs: Collection[str], url: str = ""
) -> frozenset[str] | None:
    """How it reaches people; None when nothing says so. Somewhere to go to counts as in person."""
    said = f"{name}. {text}"
    found = {
        "phone": bool(_PHONE.search(said)) or "company.phone" in needs,
        "online": bool(_ONLINE.search(said)) or (virtual and bool(url)),
        "home": bool(_HOME.search(said)) or "company.visit" in needs or "food.meals" in needs,
        "in_person": physical,
    }
    return frozenset(way for way, known in found.items() if known) or None
