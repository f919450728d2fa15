"""Languages as people write them."""

import pytest

from kizuna.people.languages import codes

SHOWN_IN = ("en", "es", "ar")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Spanish", ("es",)),
        ("spanish; ENGLISH", ("es", "en")),
        ("Español y inglés", ("es", "en")),
        ("portugues", ("pt",)),
        ("العربية", ("ar",)),
        ("الإسبانية", ("es",)),
        ("Haitian Creole", ("ht",)),
        ("Mandarin, Farsi", ("zh", "fa")),
        ("es / es / en", ("es", "en")),
        ("pt-BR", ("pt-BR",)),
        ("日本語", ("ja",)),
        ("BSL", ("bfi",)),
        ("", ()),
    ],
)
def test_names_and_codes(text: str, expected: tuple[str, ...]) -> None:
    assert codes(text, SHOWN_IN) == (expected, "")


@pytest.mark.parametrize("text", ["Blorptalk", "English, Blorptalk", "12", "_", "-"])
def test_what_is_no_language_is_named(text: str) -> None:
    found, unknown = codes(text, SHOWN_IN)
    assert found == ()
    assert unknown and unknown in text
