"""Danger in answers: choices that say so, and phrases in own words. It only ever raises concern."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kizuna.instruments.answers import Answer
from kizuna.instruments.definition import DangerKind, Instrument
from kizuna.screening.hearing import forms, found_in, pattern
from kizuna.screening.phrases import PHRASES

ORDER: tuple[DangerKind, ...] = ("life", "home", "other")
"""What the page speaks of first, when somebody tells of more than one danger."""


@dataclass(frozen=True)
class Danger:
    """What somebody told us: `kind` leads, `kinds` are all of them, `because` the questions."""

    kind: DangerKind
    kinds: tuple[DangerKind, ...]
    because: tuple[str, ...]

    @property
    def quiet(self) -> bool:
        """Somebody at home may be the danger: nothing may reach a shared telephone or address."""
        return "home" in self.kinds


def in_order(kinds: Iterable[str]) -> list[DangerKind]:
    """Each kind once, what the page speaks of first at the front."""
    found = set(kinds)
    return [kind for kind in ORDER if kind in found]


_PATTERNS: dict[DangerKind, tuple[re.Pattern[str], ...]] = {
    kind: tuple(pattern(languages[kind]) for languages in PHRASES.values()) for kind in ORDER
}


def spoken(text: str) -> frozenset[DangerKind]:
    """The dangers that a text speaks of, in any of the languages we know: people mix them."""
    said = forms(text)
    return frozenset(
        kind for kind in ORDER if any(found_in(one, wanted) for one in said for wanted in _PATTERNS[kind])
    )


def language_of(text: str) -> str:
    """The language in whose words a text speaks of danger; empty when it does not."""
    said = forms(text)
    for place, language in enumerate(PHRASES):
        if any(found_in(one, wanted[place]) for one in said for wanted in _PATTERNS.values()):
            return language
    return ""


def danger(instrument: Instrument, answers: Mapping[str, Answer]) -> Danger | None:
    """The danger that these answers tell of, or None. One sign is enough; no other answer takes it back."""
    found: dict[DangerKind, list[str]] = {}
    for item in instrument.items:
        value = answers.get(item.id)
        if value is None:
            continue
        picked = value if isinstance(value, list) else [value]
        kinds = {choice.danger for choice in item.choices if choice.value in picked and choice.danger}
        if item.kind == "text":
            kinds |= spoken(" ".join(picked))
        for kind in kinds:
            found.setdefault(kind, []).append(item.id)
    kinds_found = tuple(kind for kind in ORDER if kind in found)
    if not kinds_found:
        return None
    because = {item: None for kind in kinds_found for item in found[kind]}
    return Danger(kinds_found[0], kinds_found, tuple(because))
