"""Message catalogues on disk: what the program says, from Python, templates and TOML; .po and .mo files."""

import io
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1]
LOCALE = Path(__file__).parent / "locale"
TEMPLATE = "kizuna.pot"

# Function: which of its arguments is what. A pair (1, "c") is a context.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "N_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
TOML_KEYS = frozenset({"text", "hint", "why", "label", "title", "note", "about"})
# One date for ever: a catalogue changes when its words change, not when somebody runs a command.
_DATE = datetime(2026, 1, 1, tzinfo=UTC)

Found = tuple[Any, str | None]


def read_template(source: Path = SOURCE) -> Catalog:
    """Everything the program says, read afresh from its sources."""
    catalogue = Catalog(
        project="Kizuna", copyright_holder="the Kizuna authors", creation_date=_DATE, fuzzy=False
    )
    for file in sorted(source.rglob("*")):
        place = file.relative_to(source).as_posix()
        for identity, context in _read(file):
            catalogue.add(identity, locations=[(place, 1)], context=context)
    return catalogue


def _read(file: Path) -> Iterator[Found]:
    parts = file.parts
    if file.suffix == ".py":
        yield from _from_python(file.read_text())
    elif file.suffix == ".toml" and "library" in parts:
        yield from ((text, None) for text in _from_toml(tomllib.loads(file.read_text())))
    elif "templates" in parts and file.is_file():
        # The tokenizer minds indentation, templates do not.
        lines = templatize(file.read_text(), origin=str(file)).splitlines()
        yield from _from_python("\n".join(line.strip() for line in lines))


def _from_python(code: str) -> Iterator[Found]:
    stream = io.BytesIO(code.encode())
    for _, function, said, _ in extract_python(stream, KEYWORDS, [], {"encoding": "utf-8"}):
        arguments = said if isinstance(said, tuple) else (said,)
        context, texts = _sort_out(str(function), arguments)
        if texts and all(isinstance(text, str) and text for text in texts):
            yield (texts if len(texts) > 1 else texts[0]), context


def _sort_out(function: str, arguments: tuple[Any, ...]) -> tuple[str | None, tuple[Any, ...]]:
    """The context and the texts among the arguments of gettext, ngettext, pgettext or npgettext."""
    context: str | None = None
    texts: list[Any] = []
    for place in KEYWORDS[function] or (1,):
        index = place if isinstance(place, int) else place[0]
        value = arguments[index - 1] if index <= len(arguments) else None
        if isinstance(place, tuple):
            context = value
        else:
            texts.append(value)
    return context, tuple(texts)


def _from_toml(entry: Any) -> Iterator[str]:
    if isinstance(entry, dict):
        for key, value in entry.items():
            if key in TOML_KEYS and isinstance(value, str) and value:
                yield value
            elif key in TOML_KEYS and isinstance(value, list):
                yield from (text for text in value if isinstance(text, str) and text)
            yield from _from_toml(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from _from_toml(value)


def po_file(language: str, locale: Path = LOCALE) -> Path:
    """Where the translation into this language stands."""
    return locale / language / "LC_MESSAGES" / "django.po"


def languages(locale: Path = LOCALE) -> list[str]:
    """The languages that have a catalogue."""
    return sorted(file.parents[1].name for file in locale.glob("*/LC_MESSAGES/django.po"))


def read_translation(language: str, locale: Path = LOCALE) -> Catalog:
    """A translation, as it stands in its file."""
    with po_file(language, locale).open("rb") as stream:
        return read_po(stream, locale=language)


def write_template(template: Catalog, file: Path) -> None:
    """Write what the program says, for translators."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        write_po(stream, template, width=110, sort_by_file=True, include_lineno=False)


def update_translation(language: str, template: Catalog, locale: Path = LOCALE) -> Catalog:
    """Bring a translation up to date: new words empty, old words gone, nothing guessed."""
    file = po_file(language, locale)
    known = read_translation(language, locale) if file.exists() else Catalog(locale=language, fuzzy=False)
    known.project, known.creation_date, known.revision_date = "Kizuna", _DATE, _DATE
    known.update(template, no_fuzzy_matching=True)
    known.obsolete.clear()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        write_po(stream, known, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return known


def compile_translation(language: str, locale: Path = LOCALE) -> int:
    """Write the .mo file that the program reads; gives back how many messages it holds."""
    catalogue = read_translation(language, locale)
    with po_file(language, locale).with_suffix(".mo").open("wb") as stream:
        write_mo(stream, catalogue)
    return sum(bool(message.id and any(message.string or ())) for message in catalogue)
