"""Phrases that may mean danger, by language and kind: docs/methods/check-up.md says how to add to them."""

from kizuna.screening.phrases.arabic import ARABIC
from kizuna.screening.phrases.english import ENGLISH
from kizuna.screening.phrases.spanish import SPANISH
from kizuna.screening.phrases.writing import Phrases, written

PHRASES: dict[str, Phrases] = {"en": written(ENGLISH), "es": written(SPANISH), "ar": written(ARABIC)}
