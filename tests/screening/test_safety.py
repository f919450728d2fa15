"""One sign of danger is enough, in any language, and nothing else that is said takes it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.instruments.files import read
from kizuna.screening.hearing import plain
from kizuna.screening.phrases import PHRASES
from kizuna.screening.safety import ORDER, danger, spoken

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


HEARD = {
    "life": """i wanna kms|im going to kil my self|sucidal thoughts all day|dont want to be here any more
        K I L L myself
        there's no point living|I can't do this any longer|i cant go on|I took all my pills|better off dead
        k!ll myself
        quiero desaparecer|no puedo más|kiero morir|la vida no tiene sentido|me tomé muchas pastillas
        voy a ahorcarme
        بدي موت|رح انتحر|تعبت من الحياة|الحياة لا معنى لها|بلعت حبوب كثيرة|أريد أن أؤذي نفسي|هقتل نفسي""",
    "home": """he hit me again|my carer is hurting me|i was raped|my dad punches me|he wont let me leave
        domestic violence
        I'm scared of him|he said he would kill me|my partner is violent|my husband locks the doors at night
        mi esposo me pegó|me violaron|le tengo miedo|no me deja salir|estoy encerrada|mi hijo es violento
        بيضربني كل يوم|أخاف منه|حبسني|زوجي هددني بالقتل|عنف أسري""",
    "other": """I do not feel safe|my baby is missing|call the police|gas leak|someone is breaking in
        I might hurt someone
        tiene un cuchillo|me siguen|no estoy segura|auxilio|no puedo respirar|hay peligro
        أنقذوني|لست بأمان|معه سكين|أحد يلاحقني""",
}
EVERYDAY = """My garden and my dog|I want to diet|I can't go on the bus any more|I walk 5 kms a day
        I cut my hair|a new purpose
    My knee won't let me go out|My daughter died and it hurts me still|It hit me hard when she died
        someone in my house is ill
    My carer pushes me in my wheelchair|there is no point in going to the club|I take many pills every day
        This song touches me
    I don't like to be around people|I lock the doors at night|controlling my diabetes is hard
        can you help me with a form
    Quiero vivir cerca del mar|Me toca pagar el alquiler|me sigue doliendo la rodilla|no puedo vivir solo
        he perdido a mi hija
    alguien en casa me ayuda|el sol me quema|tomo muchas pastillas para el corazón|tengo miedo de caerme
        hace frío en mi casa
    أحب حديقتي|ما عاد أقدر أمشي|لا أحد في البيت|المرض يمنعني من الخروج|أحضر نفسي للعيد|رح موت من الحر
        أخاف من الكلاب"""


def _each(lines: str) -> list[str]:
    return [text.strip() for line in lines.splitlines() for text in line.split("|")]


def test_people_write_in_haste_and_are_understood():
    missed = [
        (kind, text) for kind, lines in HEARD.items() for text in _each(lines) if kind not in spoken(text)
    ]
    assert missed == []


def test_everyday_words_raise_nothing():
    assert [text for text in ("", *_each(EVERYDAY)) if spoken(text)] == []


def _as_written(phrase: str) -> list[str]:
    """A phrase with its first words and with its last, without and with what may be left out."""
    words = [word for word in phrase.split() if word not in {"...", "."}]
    short = [word for word in words if not word.endswith("?")]
    return [
        " ".join(word.strip("*?").split("/")[place].strip("*").replace("_", " ") for word in some)
        for some in (words, short)
        for place in (0, -1)
    ]


def test_every_phrase_of_the_list_is_found_as_it_is_written():
    for kinds in PHRASES.values():
        for kind, phrases in kinds.items():
            wanted = {phrase: _as_written(phrase) for phrase in phrases}
            assert {p: t for p, some in wanted.items() for t in some if kind not in spoken(f"{t},\n")} == {}


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
