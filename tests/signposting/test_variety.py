"""The first five are not five of the same; nothing is lost and no score changes."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kizuna.directory.needs import meets
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.matching import Suggestion, rank
from kizuna.signposting.variety import shown, varied
from kizuna.signposting.weights import WEIGHTS
from tests.signposting.builders import NOW, facts, needs, option, options


@st.composite
def ranked(draw) -> list[Suggestion]:
    """Suggestions in order of their scores, many of them alike."""
    rows = draw(st.lists(st.tuples(
        st.integers(0, 60), st.sampled_from(["service", "group"]), st.sampled_from(["", "Hall", "Clinic"]),
        st.sampled_from(["", "company", "food"]),
    ), max_size=14))  # fmt: skip
    made = [
        Suggestion(option(id=str(n), kind=kind, organisation=organisation), score, (), group)
        for n, (score, kind, organisation, group) in enumerate(rows)
    ]
    return sorted(made, key=lambda one: -one.score)


@given(ranked())
def test_nothing_is_lost_or_changed_and_the_best_stays_first(found):
    mixed = varied(found, WEIGHTS)
    assert sorted(mixed, key=lambda one: one.option.id) == sorted(found, key=lambda one: one.option.id)
    assert mixed[:1] == found[:1]


@given(ranked())
def test_if_another_kind_is_near_enough_the_first_five_are_not_all_of_one(found):
    first = varied(found, WEIGHTS)[:5]
    rest = [one for one in found if one not in first]
    if len(first) == 5 and len({one.option.kind for one in first}) == 1:
        lowest = min(one.score for one in first)
        assert not any(
            one.option.kind != first[0].option.kind
            and one.score >= lowest
            and one.option.organisation != "Hall"
            and one.option.organisation != "Clinic"
            and not one.group
            for one in rest
        )


@given(ranked())
def test_behind_the_first_five_the_order_is_that_of_the_scores(found):
    scores = [one.score for one in varied(found, WEIGHTS)[5:]]
    assert scores == sorted(scores, reverse=True)


def test_one_organisation_does_not_fill_the_page():
    hall = [option(id=f"h{n}", name=f"A{n}", organisation="Hall") for n in range(6)]
    other = option(id="o", name="Z", organisation="Library")
    first = rank(("company.friend",), PersonFacts(), [*hall, other], now=NOW)[:3]
    assert [one.option.organisation for one in first] == ["Hall", "Hall", "Library"]


def test_something_much_worse_is_not_pulled_up_for_the_sake_of_variety():
    hall = [option(id=f"h{n}", name=f"A{n}", organisation="Hall", remote=True) for n in range(6)]
    poor = replace(
        option(id="o", name="Z", organisation="Library", places_left=0), needs=frozenset({"company"})
    )
    found = rank(("company.friend",), PersonFacts(), [*hall, poor], now=NOW)
    assert [one.option.id for one in found][-1] == "o"


@given(needs, facts(), st.lists(options(), max_size=12))
def test_the_best_for_each_need_stands_among_those_shown_first(wanted, who, offered):
    found = rank(wanted, who, offered, now=NOW)
    first = found[: shown(wanted, found, WEIGHTS)]
    assert len(first) == min(len(found), max(3, len(first))) and len(first) <= 5
    for code in wanted:
        best = max((one.score for one in found if meets(code, one.option.needs)), default=None)
        if best is not None:
            assert any(one.score == best and meets(code, one.option.needs) for one in first)


@given(needs, facts(), st.lists(options(), max_size=12, unique_by=lambda one: one.id))
def test_a_place_for_each_need_changes_no_score_and_is_certain(wanted, who, offered):
    found = rank(wanted, who, offered, now=NOW)
    assert rank(wanted, who, offered[::-1], now=NOW) == found
    assert not found or found[0].score == max(one.score for one in found)
    for one in found:
        (alone,) = rank(wanted, who, [one.option], now=NOW)
        assert alone == one


def test_much_company_does_not_crowd_out_food():
    company = [option(id=f"c{n}", name=f"A{n}", remote=True, gentle=True) for n in range(9)]
    food = option(id="f", name="Z", needs=frozenset({"food"}), places_left=0)
    found = rank(("company.friend", "food"), PersonFacts(very_isolated=True), [*company, food], now=NOW)
    assert [one.option.id for one in found][:3] == ["c0", "c1", "f"]
    assert [one.option.id for one in found][3:] == [f"c{n}" for n in range(2, 9)]


def test_more_needs_than_places_leave_the_last_named_for_later():
    codes = ["company", "food", "money", "home", "health", "moving"]
    offered = [option(id=code, name=code, needs=frozenset({code})) for code in codes]
    found = rank(codes, PersonFacts(), offered, now=NOW)
    assert shown(codes, found, WEIGHTS) == 5
    assert {one.option.id for one in found[:5]} == set(codes[:5])
