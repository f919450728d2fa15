"""Questionnaires that a site loaded, as its pages show them."""

from dataclasses import dataclass
from datetime import datetime

from kizuna.instruments.fhir.foreign import Foreign

LONGEST_SOURCE = 500
NO_VERSION = "1"


@dataclass(frozen=True)
class LoadedValue:
    """One questionnaire from a file, in one language, with what stands in its way."""

    code: str
    version: str
    language: str
    title: str
    source: str
    licence: str
    on: bool
    loaded_at: datetime
    found: Foreign
    unguarded: tuple[str, ...] = ()
    """Questions about danger that it cannot see answered: it may not be asked."""
    own_words: tuple[str, ...] = ()
    """Questions whose answers stand elsewhere, to be answered in one's own words."""

    @property
    def formulas(self) -> int:
        """How many scores and findings it works out by itself."""
        return sum(1 for item in self.found.form.walk() if item.calculated is not None)

    @property
    def dangers(self) -> int:
        """How many questions tell of a danger."""
        return sum(1 for item in self.found.items if any(choice.danger for choice in item.choices))
