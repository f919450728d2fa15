import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kizuna.access.viewer import Refused
from kizuna.referrals import pathway
from kizuna.referrals.diagram import mermaid, redraw
from kizuna.referrals.pathway import BOTH, CODES, REQUESTER, TARGET, check_step, may_step, next_steps

PAGE = Path(__file__).parents[2] / "docs" / "methods" / "referral-pathway.md"

# Written by hand from the standard's diagram, on purpose not from the table under test.
NORMAL = {
    ("draft", "requested"),
    ("requested", "accepted"),
    ("requested", "rejected"),
    ("requested", "cancelled"),
    ("accepted", "in-progress"),
    ("accepted", "on-hold"),
    ("accepted", "cancelled"),
    ("accepted", "completed"),
    ("accepted", "failed"),
    ("in-progress", "completed"),
    ("in-progress", "failed"),
    ("on-hold", "in-progress"),
    ("on-hold", "cancelled"),
    ("on-hold", "completed"),
    ("on-hold", "failed"),
    ("cancelled", "in-progress"),
}
ALLOWED = NORMAL | {(code, "entered-in-error") for code in CODES if code != "entered-in-error"}
REQUESTERS = {"draft", "requested", "entered-in-error", "cancelled"}
TARGETS = {"accepted", "rejected", "in-progress", "on-hold", "failed", "completed", "cancelled"}
NEEDS_REASON = {"rejected", "failed", "cancelled"}


def test_there_are_ten_states_with_25_allowed_steps_and_65_refused():
    pairs = [(a, b) for a, b in itertools.product(CODES, CODES) if a != b]
    assert len(CODES) == 10
    assert sum(may_step(a, b, sides=BOTH) for a, b in pairs) == 25
    assert sum(not may_step(a, b, sides=BOTH) for a, b in pairs) == 65


@pytest.mark.parametrize(("before", "after"), list(itertools.product(CODES, CODES)))
@pytest.mark.parametrize("side", [REQUESTER, TARGET])
def test_every_pair_of_states_is_allowed_or_refused_as_the_standard_says(before, after, side):
    sides = frozenset({side})
    mine = after in (REQUESTERS if side == REQUESTER else TARGETS)
    expected = (before, after) in ALLOWED and mine
    assert may_step(before, after, sides=sides) is expected
    if expected:
        check_step(before, after, sides=sides, reason="other")
    else:
        with pytest.raises(Refused, match=r"\.$"):
            check_step(before, after, sides=sides, reason="other")


@pytest.mark.parametrize(("before", "after"), sorted(ALLOWED))
def test_a_reason_is_required_exactly_for_rejected_failed_and_cancelled(before, after):
    if after in NEEDS_REASON:
        with pytest.raises(Refused, match="reason"):
            check_step(before, after, sides=BOTH)
    else:
        check_step(before, after, sides=BOTH)


def test_an_unknown_reason_or_state_is_refused():
    with pytest.raises(Refused, match="reason"):
        check_step("requested", "rejected", sides=BOTH, reason="bored")
    with pytest.raises(Refused):
        check_step("requested", "ready", sides=BOTH)


def test_a_referral_starts_as_a_draft_or_as_a_request_by_the_requester():
    assert next_steps(pathway.START, frozenset({REQUESTER})) == ("draft", "requested")
    assert next_steps(pathway.START, frozenset({TARGET})) == ()


def test_every_state_that_needs_a_reason_offers_some_and_other_is_always_among_them():
    for code in NEEDS_REASON:
        assert "other" in {reason.code for reason in pathway.reasons_for(code)}
    offered = {r.code for code in CODES for r in pathway.reasons_for(code)}
    assert offered == set(pathway.REASON_BY_CODE)
    assert all(reason.states <= set(CODES) for reason in pathway.REASONS)


def test_every_state_has_words_for_worker_provider_and_person():
    for state in pathway.STATES:
        assert all((state.worker, state.provider, state.person))
        assert state.tag in {"info", "care", "done", "wait", "plain"}
    assert set(pathway.NEEDS_REASON) == NEEDS_REASON
    assert set(pathway.CLOSED) | set(pathway.OPEN) == set(CODES)


def test_a_site_may_add_steps_as_data():
    more = (*pathway.STEPS, pathway.Step("in-progress", "on-hold", frozenset({TARGET})))
    assert not may_step("in-progress", "on-hold", sides=BOTH)
    assert may_step("in-progress", "on-hold", sides=BOTH, steps=more)
    check_step("in-progress", "on-hold", sides=frozenset({TARGET}), steps=more)


@given(
    st.sampled_from(CODES), st.sampled_from([frozenset(), frozenset({REQUESTER}), frozenset({TARGET}), BOTH])
)
def test_check_and_may_always_agree(before, sides):
    for after in CODES:
        try:
            check_step(before, after, sides=sides, reason="other")
            checked = True
        except Refused:
            checked = False
        assert checked is may_step(before, after, sides=sides)


class Walk(RuleBasedStateMachine):
    """Random sides try random steps: only the allowed edges are ever walked."""

    def __init__(self) -> None:
        super().__init__()
        self.path = ["requested"]

    @rule(after=st.sampled_from(CODES), side=st.sampled_from([REQUESTER, TARGET]))
    def try_a_step(self, after: str, side: pathway.Side) -> None:
        try:
            check_step(self.path[-1], after, sides=frozenset({side}), reason="other")
        except Refused:
            return
        self.path.append(after)

    @invariant()
    def only_allowed_edges(self) -> None:
        assert set(itertools.pairwise(self.path)) <= ALLOWED
        assert "draft" not in self.path
        assert self.path.count("entered-in-error") <= 1


TestWalk = Walk.TestCase


def test_the_page_about_the_pathway_is_drawn_from_the_table():
    page = PAGE.read_text()
    assert mermaid() in page
    assert page == redraw(page), "docs/methods/referral-pathway.md is stale: run the command that it shows"


def test_a_stale_page_is_noticed():
    page = PAGE.read_text().replace("requested --> accepted", "requested --> completed")
    assert page != redraw(page)
