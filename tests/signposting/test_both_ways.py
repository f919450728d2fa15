"""A whole directory at a stroke, and one option after the other, say the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.signposting.columns import table
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.matching import rank
from tests.signposting import plain
from tests.signposting.builders import NOW, facts, needs, option, options

fewer = settings(max_examples=150, deadline=None)
some = st.lists(options(), max_size=9, unique_by=lambda one: (one.kind, one.id))


def rough(reason):
    """The reason with its metres as whole numbers: sines differ in the last digit from machine to machine."""
    if "metres" not in reason.params:
        return reason.code, reason.points, reason.known, dict(reason.params)
    return reason.code, reason.points, reason.known, round(reason.params["metres"], 3)


@fewer
@given(needs, facts(), some)
def test_columns_and_the_plain_loop_agree_on_every_score_and_every_reason(wanted, who, offered):
    slowly = plain.rank(wanted, who, offered, now=NOW)
    quickly = sorted(rank(wanted, who, offered, now=NOW), key=plain.order)
    assert [one.option for one in quickly] == [one.option for one in slowly]
    for quick, slow in zip(quickly, slowly, strict=True):
        assert quick.score == slow.score
        assert list(map(rough, quick.reasons)) == list(map(rough, slow.reasons))


@fewer
@given(needs, facts(), some)
def test_a_table_that_was_prepared_ranks_as_the_options_do_and_each_option_as_it_does_alone(
    wanted, who, offered
):
    found = rank(wanted, who, table(offered), now=NOW)
    assert found == rank(wanted, who, offered, now=NOW)
    for one in found:
        assert rank(wanted, who, [one.option], now=NOW) == [one]


def test_where_stands_before_what_is_known_of_the_home():
    (one,) = rank(
        ("company.friend",),
        PersonFacts(lat=10.0, lon=10.0),
        [option(lat=52.0, lon=4.0)],
        (52.0, 4.0),
        now=NOW,
    )
    (said,) = (reason for reason in one.reasons if reason.code == "distance")
    assert said.params["metres"] == pytest.approx(0, abs=0.01)
