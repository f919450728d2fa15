"""How hard a text is to read: by the formula of its language, and not at all where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.directory.reading import JUDGED, LEAST_WORDS, level, syllables

EASY = {
    "en": "We cook lunch. You can come and eat with us. It is free. Bring a friend. We are here each day. ",
    "es": "Hay comida para todos. Ven a casa. Come con nosotros. Es gratis. Trae a un amigo. Ven hoy. ",
    "fr": "Il y a un repas. Venez avec nous. Tout est bon. Un ami peut venir. La porte est là. ",
    "de": "Es gibt Essen. Komm zu uns. Bring Oma mit. Wir sind da. Es ist gut. Der Tee ist warm. ",
    "it": "Qui si mangia. Vieni con noi. Porta un amico. La casa è qui. Il pane è buono. La porta è lì. ",
}
HARD = {
    "en": "Multidisciplinary rehabilitation facilitating individualised biopsychosocial recovery "
    "following interdisciplinary assessment, documentation of eligibility, and authorisation. ",
    "es": "Rehabilitación interdisciplinaria individualizada destinada a beneficiarios autorizados "
    "mediante procedimientos administrativos correspondientes, considerando particularidades documentadas. ",
}


@pytest.mark.parametrize("language", sorted(JUDGED))
def test_plain_words_are_easy(language) -> None:
    assert level(EASY[language] * 2, language).ease == "easy"


@pytest.mark.parametrize("language", sorted(HARD))
def test_long_words_in_one_long_sentence_are_hard(language) -> None:
    assert level(HARD[language] * 2, language).ease == "hard"
    assert level(HARD[language] * 2, f"{language}-XX").ease == "hard"


def test_what_nobody_can_judge_is_not_known() -> None:
    assert level("Lunch.", "en").ease is None
    assert level(" ".join(["word"] * (LEAST_WORDS - 1)), "en").ease is None
    assert level("غداء للجميع. تعال كما أنت. " * 20, "ar").ease is None
    assert level("", "en").label.endswith("not known.")


@pytest.mark.parametrize(
    ("word", "number"), [("lunch", 1), ("kitchen", 2), ("beautiful", 3), ("organisation", 5), ("made", 1)]
)
def test_english_syllables(word, number) -> None:
    assert syllables(word, "en") == number


@given(st.text(max_size=400), st.sampled_from([*JUDGED, "ar", "", "xx"]))
def test_any_text_has_an_answer(text, language) -> None:
    found = level(text, language)
    assert found.ease in (None, "easy", "middling", "hard") and found.label
