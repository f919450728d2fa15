"""Reading questionnaires. They are public: every viewer may see every question that the site may show."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from django.conf import settings

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.instruments.definition import Instrument
from kizuna.instruments.fhir.foreign import Foreign, Rules, danger_rules, foreign_of, open_lists, unguarded
from kizuna.instruments.fhir.reading import read_questionnaire
from kizuna.instruments.files import codes, read
from kizuna.instruments.loaded import LoadedValue
from kizuna.instruments.models import Loaded, Wording
from kizuna.instruments.wording import PERMISSION, ScaleWords, may_show, missing, worded


def _words(scale: str, languages: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {language: {} for language in languages}
    for row in Wording.objects.filter(scale=scale, language__in=languages):
        found[row.language][row.key] = row.text
    return found


def rules(viewer: Viewer) -> Rules:
    """What answers mean a danger, by the codes of the questions that Kizuna knows."""
    return _rules()


@lru_cache(maxsize=1)
def _rules() -> Rules:
    return danger_rules(found for code in codes() if (found := read(code)))


@lru_cache(maxsize=32)
def _made(resource: str, code: str, version: str, language: str) -> Foreign:
    """A file that was read before it was kept; reading it again for each page would take long."""
    return foreign_of(read_questionnaire(json.loads(resource)), code, version, language, _rules())


def _foreign(row: Loaded) -> Foreign:
    made = _made(row.resource, row.code, row.version, row.language)
    return replace(made, title=row.title, source=row.source, licence=row.licence)


def _loaded(code: str, language: str, version: str) -> Instrument | None:
    """The questionnaire that this site loaded; the words of another language are left out."""
    rows = Loaded.objects.filter(code=code).order_by("language")
    # A version that answers name is found for ever; what is asked today is current and switched on.
    rows = rows.filter(version=version) if version else rows.filter(on=True, current=True)
    by_language = {row.language: row for row in rows}
    if not by_language:
        return None
    if language in by_language:
        return _foreign(by_language[language])
    other = _foreign(next(iter(by_language.values())))
    return other if version or not language else worded(other, {})


def instrument(viewer: Viewer, code: str, language: str = "", version: str = "") -> Instrument:
    """The questionnaire with this code, in the site's words of a language; NotFound when there is none.

    Without a language, or without all its words, a published scale comes without any: `worded` says so.
    `version` is the one that kept answers name, of a questionnaire that this site loaded.
    """
    found = read(code)
    if found is None:
        found = _loaded(code, language, version)
        if found is None:
            raise NotFound(code)
        return found
    if found.words == "kizuna" or not language:
        return found
    words = _words(code, [language, ""])
    return worded(found, words[language]) if may_show(found, words[language], words[""]) else found


def instruments(viewer: Viewer) -> list[Instrument]:
    """Every questionnaire of this site, published scales without words."""
    return [found for code in codes() if (found := read(code))]


def askable(viewer: Viewer, language: str) -> list[Instrument]:
    """The published scales that can be asked in this language, in the site's words."""
    words: dict[str, dict[str, dict[str, str]]] = {}
    for row in Wording.objects.filter(language__in=[language, ""]):
        words.setdefault(row.scale, {}).setdefault(row.language, {})[row.key] = row.text
    found = []
    for scale, told in words.items():
        one = read(scale)
        if one is not None and may_show(one, told.get(language, {}), told.get("", {})):
            found.append(worded(one, told[language]))
    found += map(_foreign, Loaded.objects.filter(language=language, on=True, current=True))
    return sorted(found, key=lambda one: one.title)


def _value(row: Loaded) -> LoadedValue:
    found = _foreign(row)
    return LoadedValue(
        row.code,
        row.version,
        row.language,
        row.title,
        row.source,
        row.licence,
        row.on,
        row.loaded_at,
        found,
        unguarded(found, _rules()),
        open_lists(found.form),
    )


def loaded(viewer: Viewer) -> list[LoadedValue]:
    """Every questionnaire that this site loaded, as it stands now, by title."""
    allow(viewer, "questionnaire.keep")
    return [_value(row) for row in Loaded.objects.filter(current=True).order_by("title", "code", "language")]


def loaded_one(viewer: Viewer, code: str) -> list[LoadedValue]:
    """One of them in each of its languages; NotFound when there is none."""
    allow(viewer, "questionnaire.keep")
    found = [_value(row) for row in Loaded.objects.filter(code=code, current=True).order_by("language")]
    if not found:
        raise NotFound(code)
    return found


def scale_to_word(viewer: Viewer, code: str) -> Instrument:
    """A published scale, for those who keep its words; NotFound for the check-up, which has its own."""
    allow(viewer, "wording.keep")
    found = read(code)
    if found is None or found.words == "kizuna":
        raise NotFound(code)
    return found


def words_of(viewer: Viewer, code: str, language: str) -> dict[str, str]:
    """What is typed of a scale in a language so far, and the permission, if there is one."""
    scale_to_word(viewer, code)
    words = _words(code, [language, ""])
    return words[language] | {key: text for key, text in words[""].items() if key == PERMISSION}


def scales(viewer: Viewer) -> list[ScaleWords]:
    """Every published scale, and in which languages of the site how much of it is typed."""
    allow(viewer, "wording.keep")
    kept: dict[tuple[str, str], dict[str, str]] = {}
    for row in Wording.objects.all():
        kept.setdefault((row.scale, row.language), {})[row.key] = row.text
    found = []
    for one in instruments(viewer):
        if one.words != "kizuna":
            languages = {name: kept.get((one.code, name), {}) for name, _ in settings.LANGUAGES}
            lacks = {name: missing(one, words) for name, words in languages.items() if words}
            found.append(ScaleWords(one, lacks, bool(kept.get((one.code, ""), {}).get(PERMISSION))))
    return sorted(found, key=lambda one: one.scale.title)


def codes_of_address(viewer: Viewer, url: str) -> list[str]:
    """The codes of the loaded questionnaires that name themselves by this address, in any version."""
    return sorted(set(Loaded.objects.filter(url=url).values_list("code", flat=True))) if url else []
