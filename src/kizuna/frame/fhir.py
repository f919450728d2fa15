"""FHIR R4 as it comes in: elements taken out of a resource, each with the place where it stood."""

from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
CODES = 20
"""Codings that are looked at in one element: more of them say nothing more."""


class Misread(ValueError):
    """What came in is not what FHIR R4 lets stand there; a sentence, and the place in the resource."""

    def __init__(self, sentence: str, at: str = "") -> None:
        super().__init__(sentence)
        self.at = at


def node(value: object, at: str) -> Json:
    """An element that has elements of its own."""
    if not isinstance(value, Mapping):
        raise Misread(f"{at} is an object.", at)
    return value


def one(parent: Json, name: str) -> Json:
    """The object under a name; an empty one when there is none."""
    value = parent.get(name)
    return {} if value is None else node(value, name)


def rows(parent: Json, name: str) -> list[Json]:
    """The objects in the list under a name."""
    value = parent.get(name)
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise Misread(f"{name} is a list.", name)
    return [node(each, name) for each in value]


def text(parent: Json, name: str) -> str:
    """The words under a name; nothing when there are none."""
    value = parent.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Misread(f"{name} is a text.", name)
    return value.strip()


def codes(concept: Json) -> Iterator[tuple[str, str]]:
    """System and code of each coding of a concept."""
    for coding in rows(concept, "coding")[:CODES]:
        yield text(coding, "system"), text(coding, "code")


def words(concept: Json) -> str:
    """What a concept says in words: its text, else the first display."""
    return text(concept, "text") or next(
        (shown for coding in rows(concept, "coding")[:CODES] if (shown := text(coding, "display"))), ""
    )


def notes(parent: Json) -> str:
    """The annotations of a resource, one below the other."""
    return "\n".join(said for each in rows(parent, "note") if (said := text(each, "text")))


def reference(parent: Json, name: str) -> str:
    """The reference under a name; nothing when there is none, or it is a name alone."""
    return text(one(parent, name), "reference")


def references(parent: Json, name: str) -> tuple[str, ...]:
    """The references in the list under a name."""
    return tuple(said for each in rows(parent, name) if (said := text(each, "reference")))


def identifier(parent: Json) -> str:
    """The first identifier of a resource, as `system|value`; nothing when there is none."""
    for each in rows(parent, "identifier")[:CODES]:
        if value := text(each, "value"):
            return f"{text(each, 'system')}|{value}"
    return ""


def extension(parent: Json, url: str, name: str) -> object:
    """The value of an extension, by the name of its type such as `valueCode`; None when it is not there."""
    for each in rows(parent, "extension"):
        if each.get("url") == url:
            return each.get(name)
    return None


def concept(system: str, code: str, display: str = "") -> dict[str, Any]:
    """A CodeableConcept of one coding."""
    coding = {"system": system, "code": code} | ({"display": display} if display else {})
    return {"coding": [coding]}


def without_nothing(resource: Mapping[str, Any]) -> dict[str, Any]:
    """The resource without elements that are empty: FHIR has none."""
    return {name: value for name, value in resource.items() if value not in (None, "", [], {}, ())}
