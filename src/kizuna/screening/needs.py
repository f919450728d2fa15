"""What we heard: answers to needs, each with the answers it comes from, and the groups more at risk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kizuna.access.wording import N_
from kizuna.directory.needs import BY_CODE
from kizuna.instruments.answers import Answer
from kizuna.instruments.definition import Instrument

# (question, answer) → needs with how much they weigh: 1 could help, 2 is needed, 3 is pressing.
RULES: dict[tuple[str, str], tuple[tuple[str, int], ...]] = {
    ("lonely", "sometimes"): (("company.group", 1),),
    ("lonely", "often"): (("company.friend", 2), ("company.group", 2)),
    ("lonely", "always"): (("company.friend", 3), ("company.group", 2)),
    ("upset", "nobody"): (("company.friend", 2), ("mood.talk", 1)),
    ("advice", "nobody"): (("practical", 1),),
    ("moving", "rarely"): (("moving.walk", 1),),
    ("moving", "cannot"): (("moving.exercise", 2),),
    ("loss", "death"): (("mood.grief", 2),),
    ("loss", "break_up"): (("mood.breakup", 2),),
    ("loss", "friend"): (("company.friend", 1),),
    ("loss", "work"): (("learning.job", 1),),
    ("loss", "pet"): (("company.friend", 1),),
    ("living", "children"): (("caring.parents", 1),),
    ("living", "nowhere"): (("home.shelter", 3),),
    ("new", "new"): (("new.settle", 2),),
    ("access", "housebound"): (("company.visit", 2),),
    ("access", "ride"): (("moving.lift", 2),),
    ("access", "seeing"): (("health.disability", 1),),
    ("access", "hearing"): (("health.disability", 1),),
    ("mood", "often"): (("mood.talk", 2),),
    ("mood", "always"): (("mood.talk", 3),),
    ("practical", "food_today"): (("food.today", 3),),
    ("practical", "food"): (("food.parcel", 2),),
    ("practical", "bills"): (("money.bills", 2),),
    ("practical", "forms"): (("practical.letters", 2),),
    ("practical", "rent"): (("home.rent", 2),),
    ("practical", "tonight"): (("home.shelter", 3),),
    ("practical", "warm"): (("home.energy", 2),),
    ("practical", "work"): (("learning.job", 2),),
    ("practical", "doctor"): (("health.doctor", 2),),
    ("practical", "shopping"): (("practical.shopping", 2),),
    ("practical", "computer"): (("practical.computer", 2),),
    ("practical", "caring"): (("caring.rest", 2),),
    ("safe", "life"): (("mood.crisis", 3),),
    ("safe", "home"): (("safety.home", 3),),
    ("safe", "other"): (("safety", 3),),
}


@dataclass(frozen=True)
class Because:
    """One answer that something follows from."""

    item: str
    value: str


@dataclass(frozen=True)
class HeardNeed:
    """A need of `directory.needs`; `severity` 1 to 3, the highest that its answers give."""

    code: str
    because: tuple[Because, ...]
    severity: int


@dataclass(frozen=True)
class RiskGroup:
    """One of the five groups that are more often left alone. `found` is None when we cannot know."""

    code: str
    label: str
    found: bool | None
    because: tuple[Because, ...] = ()


# code, label, the answers that show it.
GROUPS_AT_RISK: tuple[tuple[str, str, frozenset[tuple[str, str]]], ...] = (
    ("alone", N_("Lives alone"), frozenset({("living", "alone")})),
    (
        "inactive",
        N_("Moves little or not at all"),
        frozenset({("moving", "rarely"), ("moving", "cannot"), ("access", "housebound")}),
    ),
    (
        "no_ties",
        N_("Has no one to turn to, or has just lost someone"),
        frozenset({("upset", "nobody"), ("loss", "break_up"), ("loss", "friend"), ("loss", "death")}),
    ),
    (
        "older",
        N_("Is older, or finds it hard to get about"),
        frozenset(
            {
                ("age", "65-79"),
                ("age", "80+"),
                ("access", "steps"),
                ("access", "wheelchair"),
                ("access", "housebound"),
            }
        ),
    ),
    ("new", N_("Is new here"), frozenset({("new", "new")})),
)


def _picked(answers: Mapping[str, Answer]) -> list[tuple[str, str]]:
    """Every answer as (question, answer), in the order of the questions."""
    return [
        (item, one)
        for item, value in answers.items()
        for one in (value if isinstance(value, list) else [value])
    ]


def heard(answers: Mapping[str, Answer]) -> tuple[HeardNeed, ...]:
    """The needs in these answers, the most pressing first, then in the order of the questions."""
    because: dict[str, list[Because]] = {}
    severity: dict[str, int] = {}
    for item, value in _picked(answers):
        for code, weight in RULES.get((item, value), ()):
            because.setdefault(code, []).append(Because(item, value))
            severity[code] = max(weight, severity.get(code, 0))
    found = [HeardNeed(code, tuple(because[code]), severity[code]) for code in because]
    return tuple(sorted(found, key=lambda need: -need.severity))


def groups_at_risk(answers: Mapping[str, Answer]) -> tuple[RiskGroup, ...]:
    """The five groups: found, not found, or unknown because a question was skipped."""
    picked = _picked(answers)
    groups = []
    for code, label, signs in GROUPS_AT_RISK:
        shown = tuple(Because(*one) for one in picked if one in signs)
        unasked = any(item not in answers for item, _ in signs)
        found = True if shown else None if unasked else False
        groups.append(RiskGroup(code, label, found, shown))
    return tuple(groups)


def corrected(codes: Iterable[str]) -> tuple[str, ...]:
    """Known needs, each once, in the order given: what a person keeps after reading what we heard."""
    return tuple(dict.fromkeys(code for code in codes if code in BY_CODE))


@dataclass(frozen=True)
class InWords:
    """A need with the answers behind it, each as (question, answer) in words still to be translated."""

    label: str
    said: tuple[tuple[str, str], ...]


def in_words(instrument: Instrument, needs: Iterable[HeardNeed]) -> tuple[InWords, ...]:
    """What we heard and why, for people to read."""
    found = []
    for need in needs:
        said = []
        for because in need.because:
            item = instrument.item(because.item)
            choice = item.choice(because.value)
            said.append((item.text, choice.label if choice else because.value))
        found.append(InWords(BY_CODE[need.code].label, tuple(said)))
    return tuple(found)
