import pytest

from kizuna.access.viewer import STRANGER, NotFound
from kizuna.instruments import files, queries
from kizuna.instruments.definition import WrongDefinition
from tests.instruments.reading_age import grade, syllables

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
    small = files.parse(SMALL)
    assert small.scales[0].reverse == {"a"}
    assert small.items[0].choice("1").score == 1


def test_a_file_that_contradicts_itself_is_refused():
    with pytest.raises(WrongDefinition):
        files.parse(SMALL.replace("below = 1", "below = 0.5"))
    with pytest.raises(TypeError):
        files.parse(SMALL.replace('text = "A?"', 'text = "A?"\ncolour = "blue"'))


def test_an_unknown_questionnaire_does_not_exist():
    with pytest.raises(NotFound):
        queries.instrument(STRANGER, "../check-up")
    assert [found.code for found in queries.instruments(STRANGER)] == ["check-up"]


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
