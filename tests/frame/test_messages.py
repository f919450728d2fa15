"""The catalogues, and the planted faults that show that each kind of fault is found."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.command import no_arguments
from kizuna.cli import build_parser
from kizuna.frame import commands, files
from kizuna.frame.catalogue import EQUAL, findings

SOURCE = Catalog()
SOURCE.add("Hello %(name)s")
SOURCE.add("{count} of 5")
SOURCE.add(("%(n)s day in %(town)s", "%(n)s days in %(town)s"))
SOURCE.add("Next", context="the page after")
SOURCE.add("Kizuna")
GOOD = {
    "Hello %(name)s": "Hola %(name)s",
    "{count} of 5": "{count} de 5",
    ("%(n)s day in %(town)s", "%(n)s days in %(town)s"): ("Un día en %(town)s", "%(n)s días en %(town)s"),
    "Next": "Siguiente",
    "Kizuna": "Kizuna",
}
DAYS = ("%(n)s day in %(town)s", "%(n)s days in %(town)s")


def spanish(changes: dict | None = None, without: str = "", fuzzy: str = "") -> Catalog:
    catalogue = Catalog(locale="es", fuzzy=False)
    for message in SOURCE:
        if not message.id or message.id == without:
            continue
        texts = {**GOOD, **(changes or {})}
        flags = ["fuzzy"] if message.id == fuzzy else []
        catalogue.add(message.id, texts[message.id], context=message.context, flags=flags)
    return catalogue


def kinds(catalogue: Catalog) -> list[str]:
    return [finding.kind for finding in findings(catalogue, SOURCE)]


def test_a_good_translation_has_no_findings():
    assert findings(spanish(), SOURCE) == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"Next": ""}, "untranslated"),
        ({"Next": "  "}, "untranslated"),
        ({DAYS: ("Un día en %(town)s", "")}, "untranslated"),
        ({"Next": "Next"}, "equal"),
        ({DAYS: ("Un día en %(town)s", "%(n)s days in %(town)s")}, "equal"),
        ({DAYS: ("Un día en %(town)s",)}, "plural"),
        ({DAYS: ("Un día en %(town)s", "%(n)s días en %(town)s", "%(n)s días en %(town)s")}, "plural"),
        ({"Next": ("Siguiente", "Siguientes")}, "plural"),
        ({"Hello %(name)s": "Hola"}, "placeholder"),
        ({"Hello %(name)s": "Hola %(nombre)s"}, "placeholder"),
        ({"Hello %(name)s": "Hola %(name)s %(name)s"}, "placeholder"),
        ({"Hello %(name)s": "Hola %(name)"}, "placeholder"),
        ({"Hello %(name)s": "Hola % (name)s"}, "placeholder"),
        ({"Hello %(name)s": "Hola %(name)d"}, "placeholder"),
        ({"{count} of 5": "{cuenta} de 5"}, "placeholder"),
        ({"{count} of 5": "{count de 5"}, "placeholder"),
        ({DAYS: ("Un día", "%(n)s días en %(town)s")}, "placeholder"),
        ({DAYS: ("Un día en %(town)s", "muchos días en %(town)s")}, "placeholder"),
    ],
)
def test_each_kind_of_fault_is_found(changes: dict, kind: str):
    assert set(kinds(spanish(changes))) == {kind}


def test_what_is_missing_unknown_or_guessed_is_found():
    assert kinds(spanish(without="Next")) == ["missing"]
    assert kinds(spanish(fuzzy="Next")) == ["fuzzy"]
    extra = spanish()
    extra.add("Gone since spring", "Se fue")
    assert kinds(extra) == ["unknown"]


def test_a_context_is_part_of_a_message():
    other = spanish(without="Next")
    other.add("Next", "Siguiente", context="something else")
    assert kinds(other) == ["missing", "unknown"]


def test_few_words_may_be_equal():
    assert len(EQUAL) <= 10


@given(st.text(max_size=30))
def test_no_translation_breaks_the_check(text: str):
    findings(spanish({"Hello %(name)s": text}), SOURCE)


LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]


@pytest.fixture(scope="module")
def template() -> Catalog:
    return files.read_template()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_of_the_site_is_really_translated(language: str, template: Catalog):
    translated = files.languages()
    if translated:
        assert language in translated, f"{language} has no catalogue: kizuna messages update {language}"
    for found in (code for code in translated if code == language):
        wrong = findings(files.read_translation(found), template)
        assert not wrong, "\n".join(map(str, wrong))


def _room(folder: Path, name: str, text: str) -> None:
    file = folder / "room" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_texts_are_read_from_python_templates_and_toml(tmp_path: Path):
    python = (
        'from x import _\nA = _("One")\nB = ngettext("a", "b", n)\nC = pgettext("mood", "Low")\nD = N_("Two")'
    )
    page = """{% load i18n %}
    <p>{% translate "Three" %}{% translate "Back" context "page" %}{# translate "no" #}</p>
      {% blocktranslate trimmed with who=name %}
          Hello {{ who }},
          come in
      {% endblocktranslate %}
  {% blocktranslate count n=n %}{{ n }} cat{% plural %}{{ n }} cats{% endblocktranslate %}
    {% include "x.html" with label=_("Four") %}"""
    _room(tmp_path, "labels.py", python)
    _room(tmp_path, "templates/room/page.html", page)
    _room(
        tmp_path, "library/one.toml", 'code = "no"\n[[items]]\ntext = "Five"\nchoices = [{ label = "Six" }]'
    )
    _room(tmp_path, "other.toml", 'text = "no"')
    found = {(message.id, message.context) for message in files.read_template(tmp_path) if message.id}
    assert found == {
        ("One", None),
        (("a", "b"), None),
        ("Low", "mood"),
        ("Two", None),
        ("Three", None),
        ("Back", "page"),
        ("Hello %(who)s, come in", None),
        (("%(n)s cat", "%(n)s cats"), None),
        ("Four", None),
        ("Five", None),
        ("Six", None),
    }


def test_a_translation_is_made_brought_up_to_date_and_compiled(tmp_path: Path):
    first, second = Catalog(), Catalog()
    first.add("Old")
    first.add("Stays")
    second.add("Stays")
    second.add("New")
    files.update_translation("ar", first, tmp_path)
    file = files.po_file("ar", tmp_path)
    file.write_text(file.read_text().replace('msgid "Stays"\nmsgstr ""', 'msgid "Stays"\nmsgstr "يبقى"'))
    known = files.update_translation("ar", second, tmp_path)
    assert known.get("Stays").string == "يبقى" and known.num_plurals == 6
    assert [f.kind for f in findings(files.read_translation("ar", tmp_path), second)] == ["untranslated"]
    assert files.languages(tmp_path) == ["ar"]
    assert files.compile_translation("ar", tmp_path) == 1
    assert file.with_suffix(".mo").exists()
    before = file.read_bytes()
    files.update_translation("ar", second, tmp_path)
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["extract", "update", "compile", "check"])
def test_the_commands_need_no_installation(name: str, tmp_path: Path, monkeypatch, capsys):
    catalogue = Catalog()
    catalogue.add("Next")
    monkeypatch.setattr(files, "LOCALE", tmp_path)
    monkeypatch.setattr(files, "read_template", lambda: catalogue)
    arguments = build_parser(commands.COMMANDS).parse_args(["messages", "update", "es"])
    assert not arguments.command.needs_settings
    arguments.command.run(arguments)
    chosen = build_parser(commands.COMMANDS).parse_args(["messages", name])
    expected = 1 if name == "check" else 0
    assert chosen.command.run(chosen) == expected
    assert capsys.readouterr().out.count("\n") >= 1
    assert (chosen.command.arguments is no_arguments) == (name == "extract")
