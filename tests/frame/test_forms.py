"""Errors of forms speak to those who fill them in, and never in the library's words."""

from pathlib import Path

from django import forms

from kizuna.frame.forms import SENTENCES, Form


class Everything(Form):
    word = forms.CharField(max_length=3, min_length=2)
    one = forms.ChoiceField(choices=[("a", "A")])
    many = forms.MultipleChoiceField(choices=[("a", "A")])
    number = forms.IntegerField(min_value=1, max_value=9)
    own = forms.CharField(error_messages={"required": "Say it in your own way."})


def said(**given: object) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in Everything(given).errors.items()}


def test_each_error_has_its_own_kind_sentence() -> None:
    found = said(word="abcd", one="x", many=["x"], number="77")
    assert found["word"] == ["This is too long. Use at most 3 characters."]
    assert found["one"] == ["Choose one of the answers on this page."]
    assert found["many"] == ["Choose one of the answers on this page."]
    assert found["number"] == ["Write a number up to 9."]


def test_what_a_field_says_itself_stays() -> None:
    assert said()["own"] == ["Say it in your own way."]
    assert said()["word"] == [str(SENTENCES["required"])]


def test_every_form_of_the_house_is_one_of_these() -> None:
    rooms = Path(__file__).parents[2] / "src" / "kizuna"
    found = [path for path in rooms.rglob("*.py") if "(forms.Form)" in path.read_text(encoding="utf-8")]
    assert found == [rooms / "frame" / "forms.py"]
