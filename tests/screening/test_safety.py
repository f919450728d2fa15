"""One sign of danger is enough, in any language, and nothing else that is said takes it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.instruments.files import read
from kizuna.screening.phrases import PHRASES
from kizuna.screening.safety import ORDER, danger, plain, spoken

CHECK_UP = read("check-up")
TEXTS = [item.id for item in CHECK_UP.items if item.kind == "text"]
WORDS = st.text(max_size=60)


@pytest.mark.parametrize("kind", ["life", "home", "other"])
def test_the_choice_says_so(kind):
    found = danger(CHECK_UP, {"safe": [kind]})
    assert (found.kind, found.kinds, found.because) == (kind, (kind,), ("safe",))


@pytest.mark.parametrize("answers", [{}, {"safe": ["safe"]}, {"safe": ["not_said"]}, {"mood": "always"}])
def test_no_danger_is_made_up(answers):
    assert danger(CHECK_UP, answers) is None


def test_a_life_comes_first_and_home_keeps_it_quiet():
    found = danger(CHECK_UP, {"safe": ["other", "home", "life"]})
    assert found.kind == "life"
    assert found.kinds == ("life", "home", "other")
    assert found.quiet
    assert not danger(CHECK_UP, {"safe": ["life"]}).quiet


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Some days I want to die.", "life"),
        ("I’m thinking about SUICIDE", "life"),
        ("i dont  want to\nlive any more", "life"),
        ("I don't want to be alive", "life"),
        ("My husband hits me", "home"),
        ("I am scared to go home at night", "home"),
        ("Ya no quiero vivir", "life"),
        ("a veces pienso en el suicidio", "life"),
        ("quiero hacerme daño", "life"),
        ("Mi marido me pega", "home"),
        ("tengo miedo de mi pareja", "home"),
        ("أريد أن أموت", "life"),
        ("أفكر في الانتحار", "life"),
        ("وأفكر بالانتحار كل يوم", "life"),
        ("زوجي يضربني", "home"),
        ("أخافُ من زوجي", "home"),
        ("أنا في خطر", "other"),
        ("someone keeps following me", "other"),
    ],
)
@pytest.mark.parametrize("item", TEXTS)
def test_words_that_may_mean_danger_are_seen_in_every_text(item, text, kind):
    assert kind in danger(CHECK_UP, {item: text}).kinds


@pytest.mark.parametrize(
    "text", ["My garden and my dog", "I want to diet", "Quiero vivir cerca del mar", "أحب حديقتي", ""]
)
def test_everyday_words_raise_nothing(text):
    assert spoken(text) == frozenset()


@pytest.mark.parametrize(
    ("language", "kind", "phrase"),
    [(lang, kind, one) for lang, kinds in PHRASES.items() for kind in kinds for one in kinds[kind]],
)
def test_every_phrase_of_the_list_is_found_as_it_is_written(language, kind, phrase):
    assert kind in spoken(f"... {phrase.removesuffix('*')}, ...")


def test_every_language_knows_every_kind():
    assert all(set(kinds) == set(ORDER) for kinds in PHRASES.values())


@given(WORDS, st.sampled_from(["I want to die", "me pega", "في خطر"]), WORDS)
def test_more_words_around_it_never_take_it_back(before, phrase, after):
    assert spoken(phrase) <= spoken(f"{before} {phrase} {after}")


@given(
    st.dictionaries(
        st.sampled_from([item.id for item in CHECK_UP.items if item.kind == "one"]), st.text(max_size=5)
    ),
    st.sampled_from(ORDER),
)
def test_no_other_answer_takes_it_back(others, kind):
    assert danger(CHECK_UP, {**others, "safe": ["safe", kind]}).kind == kind


@given(WORDS)
def test_comparing_twice_changes_nothing(text):
    assert plain(plain(text)) == plain(text)
