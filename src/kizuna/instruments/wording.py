"""A site's own wording of a scale whose shape is known: what has to be typed, what a FHIR file brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kizuna.instruments.definition import Instrument, Item
from kizuna.instruments.fhir.shape import Question, Questionnaire

LONGEST = 1000
LEAD = "lead"
PERMISSION = "permission"
"""Who allowed the site to use the words; in no language."""


class DoesNotFit(ValueError):
    """A file that is not this scale; a sentence."""


@dataclass(frozen=True)
class Slot:
    """One text that a scale needs: `key` names it. `number` is the item's place, from 1; 0 for the rest."""

    key: str
    kind: str
    """`lead`, `item` or `answer`."""
    item: str = ""
    answer: str = ""
    turned: bool = False
    """The statement says the opposite of the others: a high answer counts low."""
    danger: bool = False
    number: int = 0
    first: int = 0
    last: int = 0
    """Of an answer: the first and the last question that it belongs to."""


@dataclass(frozen=True)
class LanguageWords:
    """How far a scale is in one language."""

    language: str
    name: str
    begun: bool
    lacks: int

    @property
    def whole(self) -> bool:
        """Whether every word is there."""
        return self.begun and not self.lacks


@dataclass(frozen=True)
class ScaleWords:
    """How far a scale is: by language that was begun, what it lacks."""

    scale: Instrument
    lacks: "Mapping[str, tuple[Slot, ...]]"
    permitted: bool = False

    @property
    def whole(self) -> int:
        """In how many languages it can be asked."""
        free = self.scale.words != "licence" or self.permitted
        return sum(1 for lacks in self.lacks.values() if not lacks) if free else 0

    def states(self, languages: "Sequence[tuple[str, str]]") -> "list[LanguageWords]":
        """Each language of the site."""
        return [
            LanguageWords(code, name, code in self.lacks, len(self.lacks.get(code, ())))
            for code, name in languages
        ]


def _turned(instrument: Instrument, item: str) -> bool:
    return any(item in scale.reverse for scale in instrument.scales)


def slots(instrument: Instrument) -> tuple[Slot, ...]:
    """What has to be typed: what stands above, each question, and each answer once for its set."""
    found = [Slot(LEAD, "lead")]
    for number, item in enumerate(instrument.items, 1):
        danger = any(choice.danger for choice in item.choices)
        turned = _turned(instrument, item.id)
        found.append(Slot(f"item:{item.id}", "item", item.id, turned=turned, danger=danger, number=number))
    sets: dict[str, Item] = {}
    for item in instrument.items:
        sets.setdefault(item.answers or item.id, item)
    for name, item in sets.items():
        places = [n for n, one in enumerate(instrument.items, 1) if (one.answers or one.id) == name]
        for choice in item.choices:
            key = f"answer:{name}:{choice.value}"
            found.append(Slot(key, "answer", name, choice.value, first=places[0], last=places[-1]))
    return tuple(found)


def missing(instrument: Instrument, words: Mapping[str, str]) -> tuple[Slot, ...]:
    """What is not typed yet. What stands above the questions may be empty."""
    return tuple(
        slot for slot in slots(instrument) if slot.key != LEAD and not words.get(slot.key, "").strip()
    )


def may_show(instrument: Instrument, words: Mapping[str, str], everywhere: Mapping[str, str]) -> bool:
    """Whether it can be asked: every word is there, and the permission where one is needed."""
    permitted = instrument.words != "licence" or bool(everywhere.get(PERMISSION))
    return bool(words) and permitted and not missing(instrument, words)


def worded(instrument: Instrument, words: Mapping[str, str]) -> Instrument:
    """The instrument in these words; what is lacking stays empty, so that `worded` of the result says no."""

    def one(item: Item) -> Item:
        name = item.answers or item.id
        choices = tuple(
            replace(choice, label=words.get(f"answer:{name}:{choice.value}", "")) for choice in item.choices
        )
        return replace(item, text=words.get(f"item:{item.id}", ""), hint=words.get(LEAD, ""), choices=choices)

    return replace(instrument, items=tuple(map(one, instrument.items)), lead=words.get(LEAD, ""))


def _questions(found: Questionnaire) -> list[Question]:
    return [
        item
        for item in found.walk()
        if item.type in {"choice", "open-choice", "boolean", "integer", "decimal"}
        and not item.read_only
        and item.calculated is None
    ]


def matched(instrument: Instrument, found: Questionnaire) -> dict[str, Question]:
    """Which question of the file is which item: by LOINC where both have codes, else by their order.

    Raises DoesNotFit with a sentence.
    """
    asked = _questions(found)
    by_code = {item.loinc: item for item in asked if item.loinc}
    codes = [item.loinc for item in instrument.items]
    known = [by_code.get(code) if code else None for code in codes]
    if any(known):
        # A file with codes may leave some out; the questions without one come in their order.
        rest = [item for item in asked if not item.loinc]
        filled = [one or (rest.pop(0) if rest else None) for one in known]
        if any(one is None for one in filled):
            lost = [item.id for item, one in zip(instrument.items, filled, strict=True) if one is None]
            raise DoesNotFit(f"The file lacks the questions {', '.join(lost)} of {instrument.code}.")
        chosen = [one for one in filled if one is not None]
    else:
        chosen = asked[: len(instrument.items)]
        if len(chosen) < len(instrument.items):
            raise DoesNotFit(
                f"{instrument.code} has {len(instrument.items)} questions; the file has {len(asked)}."
            )
    pairs = dict(zip((item.id for item in instrument.items), chosen, strict=True))
    for item in instrument.items:
        _same_answers(item, pairs[item.id])
    return pairs


def _same_answers(item: Item, question: Question) -> None:
    if not question.offered:
        return
    counts = [one.ordinal for one in question.offered]
    told = sorted(one for one in counts if one is not None)
    expected = [choice.score for choice in item.choices]
    if len(counts) != len(expected):
        raise DoesNotFit(f"Question {item.id} has {len(expected)} answers; in the file it has {len(counts)}.")
    if len(told) == len(counts) and told != expected:
        raise DoesNotFit(f"The answers to question {item.id} count otherwise in the file.")


def from_file(instrument: Instrument, found: Questionnaire) -> dict[str, str]:
    """The words of a FHIR file for a scale, by slot; answers that the file does not spell out are lacking.

    Raises DoesNotFit when it is another questionnaire.
    """
    words: dict[str, str] = {}
    pairs = matched(instrument, found)
    for item in instrument.items:
        question = pairs[item.id]
        words[f"item:{item.id}"] = question.text[:LONGEST]
        counted = all(one.ordinal is not None for one in question.offered)
        options = sorted(question.offered, key=lambda one: one.ordinal or 0) if counted else question.offered
        for choice, option in zip(item.choices, options, strict=False):
            words.setdefault(f"answer:{item.answers or item.id}:{choice.value}", option.label[:LONGEST])
    lead = _lead(found, pairs[instrument.items[0].id])
    return words | ({LEAD: lead[:LONGEST]} if lead else {})


def _lead(found: Questionnaire, first: Question) -> str:
    """What the file shows last before the first question."""
    shown = ""
    for item in found.walk():
        if item is first:
            break
        if item.type == "display" and item.text:
            shown = item.text
    return shown


def points_for(instrument: Instrument, found: Questionnaire, points: Mapping[str, float]) -> dict[str, float]:
    """Points by linkId as points by item of a built-in scale."""
    pairs = matched(instrument, found)
    return {item: points[question.link_id] for item, question in pairs.items() if question.link_id in points}
