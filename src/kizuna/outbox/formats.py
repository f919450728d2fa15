"""How a provider wants to be told and answers, as data: a site writes one down for a provider of its own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

OURS = ("sent", "delivered", "failed", "bounced")
USUAL_WORDS = {
    **dict.fromkeys(("queued", "accepted", "scheduled", "sending", "sent"), "sent"),
    **dict.fromkeys(("delivered", "read"), "delivered"),
    **dict.fromkeys(("failed", "undelivered", "rejected", "expired"), "failed"),
    "bounced": "bounced",
}


class WrongFormat(ValueError):
    """A format that cannot be read; the message says which part."""


@dataclass(frozen=True)
class Format:
    """`fields`: what is posted, with {to} {text} {reference}. `status`, `id`, `reference`: paths in answers.

    `ask`: what is put behind the way's address to ask about {reference}.
    `words`: what the provider's words mean in ours.
    """

    kind: str = "json"
    fields: Mapping[str, str] = field(
        default_factory=lambda: {"to": "{to}", "text": "{text}", "reference": "{reference}"}
    )
    headers: Mapping[str, str] = field(default_factory=dict)
    ask: str = "/{reference}"
    status: str = "status"
    reference: str = "reference"
    error: str = "error"
    words: Mapping[str, str] = field(default_factory=lambda: USUAL_WORDS)

    @property
    def content_type(self) -> str:
        """The kind of what is posted, as HTTP says it."""
        return "application/json" if self.kind == "json" else "application/x-www-form-urlencoded"

    def body(self, *, to: str, text: str, reference: str) -> str:
        """What is posted for one message."""
        known = {"{to}": to, "{text}": text, "{reference}": reference}
        said = {name: _filled(value, known) for name, value in self.fields.items()}
        return json.dumps(said) if self.kind == "json" else urlencode(said)

    def meaning(self, said: object) -> tuple[str, str, str]:
        """Reference, our word for the state, and the error of an answer or a receipt; empty where unknown."""
        word = str(found(said, self.status) or "").casefold()
        reference, error = found(said, self.reference), found(said, self.error)
        return str(reference or ""), self.words.get(word, ""), str(error or "")[:40]


def _filled(value: str, known: Mapping[str, str]) -> str:
    """Each place filled once: what a text holds is never taken for a place of its own."""
    parts, rest = [], value
    while rest:
        places = [(rest.find(place), place) for place in known if place in rest]
        if not places:
            break
        at, place = min(places)
        parts += [rest[:at], known[place]]
        rest = rest[at + len(place) :]
    return "".join([*parts, rest])


def found(said: object, path: str) -> Any:
    """What stands at a path such as `messages.0.status`; None when nothing does."""
    for step in filter(None, path.split(".")):
        if isinstance(said, Mapping):
            said = said.get(step)
        elif isinstance(said, list) and step.isdecimal() and int(step) < len(said):
            said = said[int(step)]
        else:
            return None
    return said


def read(tables: Mapping[str, Any]) -> dict[str, Format]:
    """Formats by name from the tables of a TOML file; raises WrongFormat with the name of what is wrong."""
    return {name: _one(name, table) for name, table in tables.items()}


def _one(name: str, table: Any) -> Format:
    usual = Format()
    if not isinstance(table, Mapping) or set(table) - set(Format.__dataclass_fields__):
        raise WrongFormat(f"[{name}] may hold {', '.join(Format.__dataclass_fields__)} and nothing else.")
    if table.get("kind", "json") not in {"json", "form"}:
        raise WrongFormat(f"[{name}] kind must be json or form.")
    for part in ("fields", "headers", "words"):
        if not all(isinstance(value, str) for value in dict(table.get(part, {})).values()):
            raise WrongFormat(f"[{name}] {part} must hold text only.")
    if wrong := set(dict(table.get("words", {})).values()) - set(OURS):
        raise WrongFormat(f"[{name}] words must mean one of {', '.join(OURS)}; not {sorted(wrong)[0]}.")
    fields = table.get("fields", usual.fields)
    if not all(any(place in value for value in fields.values()) for place in ("{to}", "{text}")):
        raise WrongFormat(f"[{name}] fields must hold {{to}} and {{text}} somewhere.")
    words = {key.casefold(): value for key, value in dict(table.get("words", {})).items()}
    return Format(**{**table, "words": {**USUAL_WORDS, **words}})
