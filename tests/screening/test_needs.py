"""Each need comes from an answer, each answer still exists, and unknown is a third state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.directory.needs import BY_CODE
from kizuna.instruments.files import read
from kizuna.screening.facts import MOBILITY, facts, very_isolated
from kizuna.screening.needs import (
    GROUPS_AT_RISK,
    RULES,
    Because,
    HeardNeed,
    corrected,
    groups_at_risk,
    heard,
    in_words,
)

CHECK_UP = read("check-up")


@st.composite
def some_answers(draw):
    found = {}
    for item in CHECK_UP.items:
        values = [choice.value for choice in item.choices]
        if item.kind == "one":
            found[item.id] = draw(st.none() | st.sampled_from(values))
        elif item.kind == "many":
            found[item.id] = draw(st.none() | st.lists(st.sampled_from(values), unique=True))
        else:
            found[item.id] = draw(st.none() | st.text(max_size=20))
    return {item: value for item, value in found.items() if value}


SIGNS = [sign for group in GROUPS_AT_RISK for sign in sorted(group[2])]


@pytest.mark.parametrize(("item", "value"), [*RULES, *SIGNS])
def test_every_rule_speaks_of_an_answer_that_can_be_given(item, value):
    assert CHECK_UP.item(item).choice(value) is not None


def test_every_rule_leads_to_a_known_need():
    assert {code for needs in RULES.values() for code, _ in needs} <= set(BY_CODE)
    assert {weight for needs in RULES.values() for _, weight in needs} == {1, 2, 3}


def test_what_helps_in_getting_about_is_asked():
    assert all(CHECK_UP.item("access").choice(value) for value in MOBILITY)


def test_an_example():
    answers = {"lonely": "often", "upset": ["nobody"], "practical": ["food_today", "forms"]}
    assert heard(answers) == (
        HeardNeed("food.today", (Because("practical", "food_today"),), 3),
        HeardNeed("company.friend", (Because("lonely", "often"), Because("upset", "nobody")), 2),
        HeardNeed("company.group", (Because("lonely", "often"),), 2),
        HeardNeed("practical.letters", (Because("practical", "forms"),), 2),
        HeardNeed("mood.talk", (Because("upset", "nobody"),), 1),
    )


@given(some_answers())
def test_every_need_has_a_reason_that_was_said(answers):
    found = heard(answers)
    assert len({need.code for need in found}) == len(found)
    assert [need.severity for need in found] == sorted((need.severity for need in found), reverse=True)
    for need in found:
        assert need.because
        for because in need.because:
            said = answers[because.item]
            assert because.value == said or because.value in said


@given(some_answers(), some_answers())
def test_another_answer_never_takes_a_need_away(answers, more):
    both = {**more, **answers}
    assert {need.code for need in heard(answers)} <= {need.code for need in heard(both)}


@given(some_answers())
def test_a_group_is_unknown_only_when_a_question_was_skipped(answers):
    for group, (_, _, signs) in zip(groups_at_risk(answers), GROUPS_AT_RISK, strict=True):
        skipped = {item for item, _ in signs} - set(answers)
        assert group.found is True or (group.found is None) == bool(skipped)
        assert bool(group.because) == (group.found is True)


def test_the_five_groups():
    assert [group.code for group in groups_at_risk({})] == ["alone", "inactive", "no_ties", "older", "new"]
    assert [group.found for group in groups_at_risk({})] == [None] * 5
    found = {group.code: group.found for group in groups_at_risk({"living": "partner", "age": "80+"})}
    assert found == {"alone": False, "inactive": None, "no_ties": None, "older": True, "new": None}


def test_needs_are_said_in_the_words_of_the_question():
    (need,) = in_words(CHECK_UP, heard({"loss": ["death"]}))
    assert need.label == "After a death"
    assert need.said == (("Did you lose someone or something big this year?", "Someone close to me died"),)


def test_facts_hold_what_was_said_and_none_for_the_rest():
    assert facts({}) == {
        "area": None,
        "age_band": None,
        "languages": [],
        "mobility": None,
        "lives_alone": None,
        "reach": [],
        "matters": "",
        "very_isolated": False,
    }
    said = facts({"place": "a", "age": "65-79", "language": ["es", "other"], "access": ["steps", "ride"]})
    assert (said["area"], said["age_band"], said["languages"]) == ("a", "65-79", ["es"])
    assert said["mobility"] == ["limited"]


@pytest.mark.parametrize(
    ("answers", "isolated"),
    [
        ({"lonely": "often", "upset": ["nobody"]}, True),
        ({"lonely": "often", "upset": ["friends"]}, False),
        ({"lonely": "always", "living": "alone"}, True),
        ({"lonely": "always"}, False),
        ({"upset": ["nobody"]}, False),
    ],
)
def test_who_is_very_isolated(answers, isolated):
    assert very_isolated(answers) is isolated


def test_only_known_needs_are_kept_once():
    assert corrected(["food.today", "nonsense", "food.today", "mood"]) == ("food.today", "mood")
