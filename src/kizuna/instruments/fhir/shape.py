"""A FHIR Questionnaire and its response as typed values. What has no field of its own is kept as it came."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Json = Mapping[str, Any]
NOTHING: Json = MappingProxyType({})
BASE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
WEIGHTS = (f"{BASE}ordinalValue", f"{BASE}itemWeight")
"""The two spellings of how many points an answer counts."""

KNOWN_LISTS: Mapping[str, Mapping[str, float]] = {
    "http://loinc.org/vs/LL358-3": {"LA6568-5": 0, "LA6569-3": 1, "LA6570-1": 2, "LA6571-9": 3},
}
"""How much the answers of lists count that stand elsewhere: their codes, never their words."""


def extensions(more: Json, *urls: str) -> tuple[Json, ...]:
    """The extensions with one of these addresses."""
    return tuple(one for one in more.get("extension", ()) if one.get("url") in urls)


@dataclass(frozen=True)
class Expression:
    """A formula in FHIRPath. `name` for a variable."""

    expression: str
    name: str = ""


@dataclass(frozen=True)
class Option:
    """One answer to choose: `element` says what kind (`valueCoding`, `valueInteger`, …)."""

    element: str
    value: Any
    more: Json = field(default_factory=dict)

    @property
    def code(self) -> str:
        """What names this answer: its code, or itself."""
        return str(self.value.get("code", self.label)) if self.element == "valueCoding" else str(self.value)

    @property
    def label(self) -> str:
        """Its words."""
        if self.element == "valueCoding":
            return str(self.value.get("display") or self.value.get("code", ""))
        if self.element == "valueReference":
            return str(self.value.get("display") or self.value.get("reference", ""))
        return str(self.value)

    @property
    def ordinal(self) -> float | None:
        """How many points it counts, in either spelling, beside the option or inside its coding."""
        inside = self.value if isinstance(self.value, Mapping) else NOTHING
        for one in (*extensions(self.more, *WEIGHTS), *extensions(inside, *WEIGHTS)):
            if "valueDecimal" in one:
                return float(one["valueDecimal"])
        return None

    @property
    def alone(self) -> bool:
        """Whether it rules out the others."""
        return any(
            one.get("valueBoolean") for one in extensions(self.more, f"{BASE}questionnaire-optionExclusive")
        )


@dataclass(frozen=True)
class When:
    """A condition: the answer to `question`, compared with `answer`."""

    question: str
    operator: str
    element: str
    answer: Any
    more: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """An item: a question, a group of them, or words to show."""

    link_id: str
    type: str
    text: str = ""
    prefix: str = ""
    required: bool | None = None
    repeats: bool | None = None
    read_only: bool | None = None
    options: tuple[Option, ...] = ()
    listed: tuple[Option, ...] = ()
    """The answers of a list that stands elsewhere in the same file."""
    when: tuple[When, ...] = ()
    behaviour: str = ""
    items: "tuple[Question, ...]" = ()
    more: Json = field(default_factory=dict)

    @property
    def offered(self) -> tuple[Option, ...]:
        """The answers to choose from."""
        return self.options or self.listed

    @property
    def calculated(self) -> Expression | None:
        """The formula that answers it."""
        found = extensions(self.more, f"{SDC}calculatedExpression")
        return _expression(found[0]) if found else None

    @property
    def enabled_by(self) -> Expression | None:
        """The formula that says whether it is asked."""
        found = extensions(self.more, f"{SDC}enableWhenExpression")
        return _expression(found[0]) if found else None

    @property
    def variables(self) -> tuple[Expression, ...]:
        """Named formulas, for this item and what is in it."""
        return tuple(_expression(one) for one in extensions(self.more, f"{BASE}variable"))

    @property
    def points(self) -> Mapping[str, float]:
        """How much each answer counts, by its code; those that count nothing are not in it."""
        if not self.offered:
            return KNOWN_LISTS.get(str(self.more.get("answerValueSet", "")), NOTHING)
        return {one.code: one.ordinal for one in self.offered if one.ordinal is not None}

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The smallest and the largest number that it takes."""
        return _bound(self.more, "minValue"), _bound(self.more, "maxValue")

    @property
    def loinc(self) -> str:
        """Its LOINC code."""
        codes = self.more.get("code", ())
        return next((str(c.get("code", "")) for c in codes if c.get("system") == "http://loinc.org"), "")

    def walk(self) -> "Iterator[Question]":
        """This item and everything in it, in order."""
        yield self
        for item in self.items:
            yield from item.walk()


def _bound(more: Json, name: str) -> float | None:
    found = extensions(more, f"{BASE}{name}")
    numbers = (one.get("valueInteger", one.get("valueDecimal")) for one in found)
    return next((float(n) for n in numbers if isinstance(n, int | float) and not isinstance(n, bool)), None)


def _expression(extension: Json) -> Expression:
    value = extension.get("valueExpression", NOTHING)
    return Expression(str(value.get("expression", "")), str(value.get("name", "")))


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire."""

    status: str
    items: tuple[Question, ...]
    title: str = ""
    url: str = ""
    version: str = ""
    copyright: str = ""
    more: Json = field(default_factory=dict)

    @property
    def variables(self) -> tuple[Expression, ...]:
        """Named formulas, for all of it."""
        return tuple(_expression(one) for one in extensions(self.more, f"{BASE}variable"))

    @property
    def loinc(self) -> str:
        """The LOINC code of the panel."""
        codes = self.more.get("code", ())
        return next((str(c.get("code", "")) for c in codes if c.get("system") == "http://loinc.org"), "")

    def walk(self) -> Iterator[Question]:
        """Every item, in order."""
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True)
class Given:
    """One answer: `element` says what kind; `items` are questions below it."""

    element: str
    value: Any
    items: "tuple[Reply, ...]" = ()
    more: Json = field(default_factory=dict)

    @property
    def code(self) -> str:
        """What names this answer: its code, or itself as text."""
        if isinstance(self.value, Mapping):
            return str(self.value.get("code", self.value.get("display", self.value.get("reference", ""))))
        return str(self.value).lower() if isinstance(self.value, bool) else str(self.value)


@dataclass(frozen=True)
class Reply:
    """What was answered to one item, and to those in it."""

    link_id: str
    text: str = ""
    answers: tuple[Given, ...] = ()
    items: "tuple[Reply, ...]" = ()
    more: Json = field(default_factory=dict)

    def walk(self) -> "Iterator[Reply]":
        """This and everything in it, in order."""
        yield self
        for item in (*self.items, *(below for one in self.answers for below in one.items)):
            yield from item.walk()


@dataclass(frozen=True)
class Response:
    """A questionnaire answered."""

    status: str
    items: tuple[Reply, ...] = ()
    questionnaire: str = ""
    more: Json = field(default_factory=dict)

    def walk(self) -> Iterator[Reply]:
        """Every item, in order."""
        for item in self.items:
            yield from item.walk()

    def answers(self) -> dict[str, tuple[Given, ...]]:
        """The answers by linkId; a linkId that repeats has them all."""
        found: dict[str, tuple[Given, ...]] = {}
        for item in self.walk():
            if item.answers:
                found[item.link_id] = (*found.get(item.link_id, ()), *item.answers)
        return found
