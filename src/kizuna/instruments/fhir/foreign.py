"""Somebody else's questionnaire as a site's own: asked by its conditions, worked out by its formulas."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import Any

from kizuna.access.wording import N_
from kizuna.instruments.answers import Answer
from kizuna.instruments.asked_about import marked
from kizuna.instruments.definition import Choice, DangerKind, Instrument, Item
from kizuna.instruments.fhir.asking import OTHER, instrument_of, response_of
from kizuna.instruments.fhir.shape import (
    BASE,
    KNOWN_LISTS,
    Given,
    Question,
    Questionnaire,
    Response,
    extensions,
)
from kizuna.instruments.fhir.working import calculated, enabled

LONGEST_CODE = 50
Rules = Mapping[str, Mapping[float, DangerKind]]
"""Which points of an answer mean which danger, by the LOINC code of the question."""
YES, NO = N_("Yes"), N_("No")


@dataclass(frozen=True)
class Result:
    """What a formula of the file gave: a number, or words."""

    link_id: str
    title: str
    value: float | str
    loinc: str = ""


@dataclass(frozen=True, kw_only=True)
class Foreign(Instrument):
    """A questionnaire from a file. `form` is the file; `language` the one of its words."""

    form: Questionnaire
    language: str = ""

    def asked(self, answers: Mapping[str, Answer]) -> frozenset[str]:
        """The ids of the questions that are asked after these answers, by the file's own conditions."""
        on = enabled(self.form, response_of(self.form, answers))
        return frozenset(item.id for item in self.items if item.id.removesuffix(OTHER) in on)

    def kept(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """The answers to what is asked after them; a change of mind may have closed a question."""
        told = dict(answers)
        for _ in range(len(self.items) + 1):
            on = self.asked(told)
            left = {name: value for name, value in told.items() if name in on}
            if left == told:
                break
            told = left
        return told

    def _worked_out(self, answers: Mapping[str, Answer]) -> dict[str, list[dict[str, Any]]]:
        """What the formulas give, but for those that cannot be worked out or are not asked after these."""
        told = response_of(self.form, self.kept(answers))
        on = enabled(self.form, told)
        found = calculated(self.form, told, lenient=True)
        return {name: values for name, values in found.items() if name in on}

    def response(self, answers: Mapping[str, Answer], status: str = "completed") -> Response:
        """The answers as the file's own response, with what its formulas give."""
        worked = {
            name: [Given(*next(iter(one.items()))) for one in told]
            for name, told in self._worked_out(answers).items()
        }
        return response_of(self.form, self.kept(answers), status, worked)

    def results(self, answers: Mapping[str, Answer], hidden: bool = False) -> tuple[Result, ...]:
        """What the formulas give, in their order; with those that the file hides only if asked for."""
        worked = self._worked_out(answers)
        return tuple(
            Result(item.link_id, item.text or item.link_id, value, item.loinc)
            for item in self.form.walk()
            if hidden or not _hidden(item)
            for one in worked.get(item.link_id, ())
            if (value := _value(one)) is not None
        )


def _hidden(item: Question) -> bool:
    return any(one.get("valueBoolean") for one in extensions(item.more, f"{BASE}questionnaire-hidden"))


def _value(answer: Mapping[str, Any]) -> float | str | None:
    value = next(iter(answer.values()))
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Mapping):
        return value.get("display") or value.get("code") or value.get("value")
    return value if isinstance(value, int | float) else str(value)


def danger_rules(known: Iterable[Instrument]) -> Rules:
    """What the definitions that Kizuna knows say of danger, to hold for the same questions of others."""
    found: dict[str, dict[float, DangerKind]] = {}
    for instrument in known:
        for item in instrument.items:
            told = {one.score: one.danger for one in item.choices if one.danger and one.score is not None}
            if item.loinc and told:
                found.setdefault(item.loinc, {}).update(told)
    return found


_POINTS = {code: points for one in KNOWN_LISTS.values() for code, points in one.items()}


def _guarded(item: Item, rules: Rules) -> Item:
    """The same question, with the danger that its answers tell of: by its code, else by its words."""
    told = rules.get(item.loinc, {})

    def one(at: int, choice: Choice) -> Choice:
        # Who wrote no points in the file wrote the answers in their order: the mildest first.
        points = choice.score if choice.score is not None else _POINTS.get(choice.value, float(at))
        return replace(choice, danger=told.get(points))

    if not told:
        return marked(item)
    return replace(item, choices=tuple(one(at, choice) for at, choice in enumerate(item.choices)))


def unguarded(found: Instrument, rules: Rules) -> tuple[str, ...]:
    """Questions about danger whose answers are not in the file, so that no danger could be seen."""
    return tuple(item.text for item in found.items if item.loinc in rules and not item.choices)


def open_lists(found: Questionnaire) -> tuple[str, ...]:
    """Questions whose answers stand elsewhere: they can only be answered in one's own words."""
    return tuple(
        item.text or item.link_id
        for item in found.walk()
        if item.type in {"choice", "open-choice"} and not item.offered and item.calculated is None
    )


def foreign_of(found: Questionnaire, code: str, version: str, language: str, rules: Rules) -> Foreign:
    """The questionnaire as an instrument of this site. Raises NotR4 when it asks nothing."""
    plain = instrument_of(found, code)
    given = {one.name: getattr(plain, one.name) for one in fields(plain)}
    items = tuple(_guarded(item, rules) for item in plain.items)
    return Foreign(**{**given, "items": items, "version": version}, form=found, language=language)


def code_of(found: Questionnaire) -> str:
    """What a questionnaire is called in addresses: after its own address, else its name or title."""
    name = found.url.rstrip("/").rpartition("/")[2] or str(found.more.get("name", "")) or found.title
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:LONGEST_CODE].strip("-")
    return slug or f"form-{sha256(name.encode()).hexdigest()[:8]}"
