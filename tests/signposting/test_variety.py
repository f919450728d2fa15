"""The first five are not five of the same; nothing is lost and no score changes."""

from dataclasses import replace
from functools import partial

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.directory.needs import meets
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.matching import rank
from kizuna.signposting.suiting import CERTAIN, NO, PERHAPS
from kizuna.signposting.variety import Field, first_few, shown
from kizuna.signposting.weights import WEIGHTS
from tests.signposting.builders import NOW, facts, needs, option, options

fewer = settings(max_examples=25, deadline=None)


@st.composite
def fields(draw) -> Field:
    """Options by score, many of them alike; sometimes with needs, and some that suit."""
    rows = draw(st.lists(st.tuples(
        st.integers(0, 60), st.integers(0, 1), st.integers(0, 2), st.integers(0, 2),
        st.sampled_from([NO, PERHAPS, CERTAIN]),
    ), max_size=14))  # fmt: skip
    rows.sort(reverse=True)
    scores, kinds, organisations, groups, suits = zip(*rows, strict=True) if rows else ([],) * 5
    met = draw(st.lists(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)), max_size=4))
    whole = partial(np.asarray, dtype=np.int64)
    return Field(
        scores=whole(scores),
        tie=np.arange(len(rows)),
        organisation=whole(organisations),
        kind=whole(kinds),
        group=whole(groups),
        meets=tuple(np.asarray(one, dtype=np.bool_) for one in met),
        suits=whole(suits),
    )


@given(fields())
def test_the_first_few_are_so_many_and_the_best_stands_first(found):
    first = first_few(found, WEIGHTS)
    assert len(first) == len(set(first)) == min(len(found.scores), WEIGHTS.first)
    assert not len(found.meets) or first[:1] == [0][: len(first)]


@given(fields())
def test_what_is_promised_stands_among_those_shown_and_suits_where_anything_does(found):
    first = first_few(found, WEIGHTS)[: shown(found, WEIGHTS)]
    for met in found.meets[: WEIGHTS.first - 1]:
        if met.any():
            wanted = np.flatnonzero(met & (found.suits == found.suits[met].max()))
            assert wanted[0] in first


@given(fields())
def test_if_another_kind_is_near_enough_the_first_five_are_not_all_of_one(found):
    alike = {
        "organisation": found.organisation * 0,
        "group": found.group * 0,
        "suits": found.suits * 0 + CERTAIN,
    }
    bare = replace(found, meets=(), **alike)
    first = first_few(bare, WEIGHTS)
    if len(first) == 5 and len(set(bare.kind[first])) == 1:
        others = bare.scores[bare.kind != bare.kind[first[0]]]
        assert not len(others) or others.max() < bare.scores[first[-1]] - WEIGHTS.window


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


@fewer
@given(needs, facts(), st.lists(options(), max_size=12, unique_by=lambda one: one.id))
def test_each_need_that_something_meets_is_met_among_those_shown_first(wanted, who, offered):
    found = rank(wanted, who, offered, now=NOW)
    first = found[: found.shown]
    assert len(first) == min(len(found), max(3, len(first))) and len(first) <= 5
    for code in set(wanted) - set(found.unmet()):
        assert any(meets(code, one.option.needs) for one in first)


@fewer
@given(needs, facts(), st.lists(options(), max_size=12, unique_by=lambda one: one.id))
def test_behind_the_first_five_the_order_is_that_of_the_scores(wanted, who, offered):
    scores = [one.score for one in rank(wanted, who, offered, now=NOW)[5:]]
    assert scores == sorted(scores, reverse=True)


@fewer
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
    assert found.shown == 5
    assert {one.option.id for one in found[:5]} == set(codes[:5])
