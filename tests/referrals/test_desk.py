from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kizuna.referrals.case import Case
from kizuna.referrals.desk import (
    KIND,
    KINDS,
    NEWS,
    asked_matter,
    case_matter,
    compose,
    concern_matter,
    counts,
)
from kizuna.referrals.pathway import CLOSED, CODES
from tests.conftest import NOW

DAY = timedelta(days=1)


def case(status: str = "requested", **changes: object) -> Case:
    found = Case(
        id="r1",
        person="ana",
        kind="service",
        option="s1",
        option_name="Soup",
        area="north",
        status=status,
        reason="other" if status in {"rejected", "cancelled", "failed"} else "",
        need="company.meal",
        note="",
        consent=None,
        requested_by=None,
        requested_at=NOW - 2 * DAY,
        answer_by=NOW + 5 * DAY,
        due_step="answer" if status == "requested" else "follow-up",
        due_at=None if status in CLOSED else NOW + 5 * DAY,
        updated_at=NOW - DAY,
        closed_at=NOW - DAY if status in CLOSED else None,
        news_at=None,
        link_until=NOW + 12 * DAY,
    )
    return replace(found, **changes)


def kind(found: Case, agreed: bool = True) -> str:
    matter = case_matter(found, NOW, agreed)
    return matter.kind.code if matter else ""


def test_a_question_waits_until_its_answer_is_due_and_then_is_overdue():
    assert kind(case()) == "waiting"
    assert kind(case(due_at=NOW + timedelta(hours=19))) == "waiting"
    assert kind(case(due_at=NOW + timedelta(hours=9))) == "due"
    assert kind(case(due_at=NOW - DAY)) == "overdue"
    assert kind(case("on-hold")) == "waiting"


def test_each_step_that_is_due_says_what_to_do():
    said = set()
    for status, step in (
        ("requested", "answer"),
        ("accepted", "follow-up"),
        ("on-hold", "outcome"),
        ("draft", "contact"),
    ):
        for at in (NOW - DAY, NOW + timedelta(hours=3)):
            matter = case_matter(case(status, due_step=step, due_at=at), NOW)
            assert matter is not None and matter.kind.code == ("overdue" if at < NOW else "due")
            said.add(matter.why)
    assert len(said) == 8


def test_an_answer_needs_a_look_and_a_closed_and_seen_referral_asks_nothing():
    for status in CODES:
        assert kind(case(status, news_at=NOW)) == "news"
    for status in CLOSED:
        assert kind(case(status)) == ""
    assert set(NEWS) < set(CLOSED)


def test_consent_taken_back_is_told_while_the_referral_is_open():
    assert kind(case(), agreed=False) == "withdrawn"
    assert kind(case("accepted", news_at=NOW), agreed=False) == "withdrawn"
    assert kind(case("completed", news_at=NOW), agreed=False) == "news"
    assert kind(case("completed"), agreed=False) == ""


def test_without_a_link_the_next_step_is_to_ring():
    matter = case_matter(case(link_until=None), NOW)
    assert matter is not None and "Ring" in matter.next


def test_each_person_has_one_line_with_what_is_most_urgent_and_how_much_more():
    lines = compose(
        [
            case_matter(case(), NOW),
            case_matter(case("accepted", person="ben"), NOW),
            asked_matter("ben", NOW),
            concern_matter("ana", NOW, "c1"),
            concern_matter("", NOW - DAY, "c2", "Somebody"),
        ]
    )
    assert [(m.person or m.concern, m.kind.code, more) for m, more in lines] == [
        ("c2", "ring", 0),
        ("ana", "ring", 1),
        ("ben", "asked", 1),
    ]
    assert {c.code: c.n for c in counts(lines, 23)} == {
        "ring": 2,
        "overdue": 0,
        "due": 0,
        "news": 0,
        "waiting": 0,
        "asked": 1,
        "people": 23,
    }


MATTERS = st.builds(
    lambda who, code, hours: replace(asked_matter(who, NOW - timedelta(hours=hours)), kind=KIND[code]),
    st.sampled_from("abcdefg"),
    st.sampled_from([k.code for k in KINDS]),
    st.integers(0, 500),
)


@given(st.lists(MATTERS, max_size=40))
def test_the_list_is_sorted_complete_and_counts_everybody_once(matters):
    lines = compose(matters)
    people = [m.person for m, _ in lines]
    assert sorted(people) == sorted({m.person for m in matters})
    assert sum(more + 1 for _, more in lines) == len(matters)
    rank = {k.code: i for i, k in enumerate(KINDS)}
    order = [(rank[m.kind.code], m.since) for m, _ in lines]
    assert order == sorted(order)
    for found, _ in lines:
        assert (rank[found.kind.code], found.since) == min(
            (rank[m.kind.code], m.since) for m in matters if m.person == found.person
        )
    shown = {c.code: c.n for c in counts(lines, 0)}
    assert sum(shown.values()) + sum(m.kind.code in {"going", "again"} for m, _ in lines) == len(lines)
