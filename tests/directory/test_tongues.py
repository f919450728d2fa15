"""Questions in other languages find what English listings offer; English ones stay as they are."""

import pytest
from django.conf import settings

from kizuna.directory.finding import words
from kizuna.directory.needs_map import needs_in
from kizuna.directory.needs_words import WORDS as NEEDS_WORDS
from kizuna.directory.synonyms import SYNONYMS
from kizuna.directory.tongue_words import FILLERS, WORDS
from kizuna.directory.tongues import folded, in_english, is_foreign


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("comida gratis", "food"),
        ("necesito un abogado", "lawyer"),
        ("ABOGADAS", "lawyer"),
        ("¿Dónde puedo dormir esta noche?", "shelter"),
        ("cuidado de niñas", "care"),
        ("me siento sola", "lonely"),
        ("أحتاج طعام", "food"),
        ("الطعام", "food"),
        ("وطعام", "food"),
        ("مُحَامٍ", "lawyer"),
        ("مساعدة في الإيجار", "rent"),
        ("مساعده في الايجار", "rent"),
        ("خدمات الصحة النفسية", "counseling"),
        ("cours d'anglais", "english"),
        ("médecin", "doctor"),
        ("manje", "food"),
        ("nowhere to sleep tonight", "homeless"),
        ("my husband hits me", "violence"),
    ],
)
def test_what_is_said_in_another_language_is_looked_for_in_english(question: str, said: str) -> None:
    assert said in in_english(question).split()


@pytest.mark.parametrize(
    "question", ["", "food pantry", "I need a lawyer", "sleep problems", "CASA", "💊", "a", "東京", "%_\\x00"]
)
def test_other_questions_stay_as_they_are(question: str) -> None:
    assert in_english(question) == question


def test_no_word_of_ours_is_taken_for_a_foreign_one() -> None:
    english = {
        each for text in (*SYNONYMS, *SYNONYMS.values(), *NEEDS_WORDS.values()) for each in words(text, None)
    }
    assert {word for word in english if is_foreign(word)} <= {"diabetes"}


def test_words_that_say_nothing_are_left_out_and_the_others_stay() -> None:
    assert in_english("necesito ayuda con la renta").split() == ["rent", "rental", "assistance", "renta"]
    assert "sleep" not in in_english("somewhere to sleep").split()
    assert len(in_english("comida " * 2000)) < 3000


def test_the_table_is_whole() -> None:
    """Every line has both sides, every language of the site has words, and lead to needs of all kinds."""
    spoken = {code.partition("-")[0] for code, _ in settings.LANGUAGES}
    assert spoken <= set(WORDS) == set(FILLERS)
    reached = set()
    for lines in WORDS.values():
        for line in lines.strip().splitlines():
            listed, _, said = line.partition("=")
            assert listed.split() and all(phrase.split() for phrase in said.split(",")), line
            reached |= {need.partition(".")[0] for need in needs_in(listed)}
    assert len(reached) >= 12, reached


def test_letters_that_people_write_in_several_ways_are_one() -> None:
    assert folded("Médico") == "medico"
    assert folded("إِقامَة") == folded("اقامه")
