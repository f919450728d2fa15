import pytest

from kizuna.access.viewer import STRANGER, NotFound
from kizuna.instruments import queries
from kizuna.instruments.definition import WrongDefinition
from kizuna.instruments.parsing import parse
from tests.instruments.reading_age import grade, syllables
from tests.instruments.shapes import LIBRARY

CHECK_UP = queries.instrument(STRANGER, "check-up")
SMALL = """
code = "small"
version = "1"
title = "Small"
[[items]]
id = "a"
kind = "one"
text = "A?"
choices = [{ value = "0", label = "No", score = 0 }, { value = "1", label = "Yes", score = 1 }]
[[scales]]
id = "s"
items = ["a"]
low = 0
high = 1
reverse = ["a"]
bands = [{ low = 0, below = 1, label = "low" }, { low = 1, below = 2, label = "high" }]
"""


def test_a_file_becomes_a_definition():
    small = parse(SMALL)
    assert small.scales[0].reverse == {"a"}
    assert small.items[0].choice("1").score == 1


def test_a_file_that_contradicts_itself_is_refused():
    with pytest.raises(WrongDefinition, match="gap between 'low' and 'high'"):
        parse(SMALL.replace("below = 1", "below = 0.5"), "small.toml")


BY_NUMBER = """
code = "n"
version = "1"
title = "N"
source = "S."
licence = "L."
words = "site"
[[answers]]
id = "often"
low = 0
high = 3
items = ["1", "2"]
[[safety]]
items = ["2"]
above = 1
danger = "life"
[[scales]]
id = "total"
items = ["1", "2"]
low = 0
high = 3
"""


def test_a_file_by_number_has_items_without_words_and_its_dangers():
    found = parse(BY_NUMBER)
    assert [choice.danger for choice in found.item("2").choices] == [None, None, "life", "life"]
    assert not found.worded
    assert not any(item.text or choice.label for item in found.items for choice in item.choices)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("low = 0", 'low = "0"', "answers"),
        ('code = "n"', "code = 3", "code"),
        ('version = "1"', "", "version"),
        ('title = "N"', 'title = "N"\ncolour = "blue"', "colour"),
        ("above = 1", "above = 1\nloud = true", "loud"),
        ('items = ["2"]', 'items = ["7"]', "safety names"),
        ('danger = "life"', 'danger = "fire"', "danger"),
        ('licence = "L."', "", "needs a source and a licence"),
        ("[[safety]]", "[[safety", "is not TOML"),
        ("high = 3\nitems", "high = 4\nitems", "wants 0 to 3"),
        ('id = "total"', 'id = "total"\nrule = "median"', "rule"),
        ('id = "total"', 'id = "total"\nbands = [{ low = 0, below = 3 }]', "label"),
        ('code = "n"', 'code = "n"\nitems = 3', "list of tables"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_that_says_where(was, becomes, said):
    assert was in BY_NUMBER
    with pytest.raises(WrongDefinition, match=r"^bad\.toml.*" + said):
        parse(BY_NUMBER.replace(was, becomes, 1), "bad.toml")


def test_no_wording_of_others_ships():
    """The words of a scale are somebody's: files of the library say who answers what, never how it is put."""
    for found in LIBRARY:
        assert (found.code == "check-up") == (found.words == "kizuna") == found.worded
        if found.words != "kizuna":
            assert not any(i.text or i.hint or any(c.label for c in i.choices) for i in found.items)


def test_every_scale_says_where_it_comes_from():
    assert len(LIBRARY) == 26
    for found in LIBRARY:
        if found.words != "kizuna":
            assert found.source and found.licence and found.about and found.notes
            assert found.scales
    assert {found.code for found in LIBRARY if found.words == "licence"} >= {
        "cd-risc-2",
        "cd-risc-10",
        "cd-risc-25",
    }
    phq = next(found for found in LIBRARY if found.code == "phq-9")
    assert (phq.loinc, phq.scale("total").loinc) == ("44249-1", "44261-6")
    assert [c.danger for c in phq.item("9").choices] == [None, "life", "life", "life"]


@pytest.mark.django_db
def test_an_unknown_questionnaire_does_not_exist():
    with pytest.raises(NotFound):
        queries.instrument(STRANGER, "../check-up")
    assert "check-up" in [found.code for found in queries.instruments(STRANGER)]


def test_the_check_up_asks_twelve_pages_and_says_why():
    assert len(CHECK_UP.pages) == 12
    assert all(page[0].why for page in CHECK_UP.pages)
    assert "conversation guide" in CHECK_UP.about


def test_every_danger_can_be_said_and_so_can_safety_and_silence():
    safe = CHECK_UP.item("safe")
    assert [choice.danger for choice in safe.choices] == [None, "life", "home", "other", None]
    assert {choice.value for choice in safe.choices if choice.alone} == {"safe", "not_said"}


def words():
    yield CHECK_UP.about
    for item in CHECK_UP.items:
        yield from (item.text, item.hint, item.why)
        yield "\n".join(choice.label for choice in item.choices)


@pytest.mark.parametrize(("word", "count"), [("cat", 1), ("money", 2), ("nearly", 2), ("family", 3)])
def test_syllables_are_counted(word, count):
    assert syllables(word) == count


def test_the_check_up_reads_at_the_age_of_nine_to_eleven():
    assert grade("\n".join(filter(None, words()))) <= 6
    for item in CHECK_UP.items:
        told = "\n".join(filter(None, (item.text, item.hint, item.why)))
        assert grade(told) <= 6, (item.id, grade(told))
