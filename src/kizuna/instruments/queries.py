"""Reading questionnaires. They are public: every viewer may see every question that the site may show."""

from collections.abc import Sequence

from django.conf import settings

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.instruments.definition import Instrument
from kizuna.instruments.files import codes, read
from kizuna.instruments.models import Wording
from kizuna.instruments.wording import PERMISSION, ScaleWords, may_show, missing, worded


def _words(scale: str, languages: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {language: {} for language in languages}
    for row in Wording.objects.filter(scale=scale, language__in=languages):
        found[row.language][row.key] = row.text
    return found


def instrument(viewer: Viewer, code: str, language: str = "") -> Instrument:
    """The questionnaire with this code, in the site's words of a language; NotFound when there is none.

    Without a language, or without all its words, a published scale comes without any: `worded` says so.
    """
    found = read(code)
    if found is None:
        raise NotFound(code)
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
    return sorted(found, key=lambda one: one.title)


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
