"""The card of a service: what is kept is what is read back."""

import json
from datetime import UTC, date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.directory.capacity import STATES, Word
from kizuna.directory.card import cost_of, from_json, is_remote, step_free, summary, to_json
from kizuna.directory.hours import Opening
from kizuna.directory.listing import Card, PlaceValue

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
maybe_words = st.one_of(st.none(), st.frozensets(texts, max_size=3))
openings = st.builds(
    Opening,
    freq=st.sampled_from(["", "WEEKLY"]),
    byday=texts,
    dtstart=st.one_of(st.none(), st.dates()),
    opens_at=st.one_of(st.none(), st.times()),
    readable=st.booleans(),
)
places = st.builds(
    PlaceValue,
    texts,
    st.one_of(st.none(), st.floats(-90, 90)),
    st.none(),
    st.one_of(st.none(), st.booleans()),
)
words = st.builds(
    Word,
    st.one_of(st.none(), st.sampled_from(STATES)),
    texts,
    st.one_of(st.none(), st.integers(0, 50)),
    updated=st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
)
cards = st.builds(
    Card,
    organisation=texts,
    summary=texts,
    places=st.lists(places, max_size=2).map(tuple),
    languages=maybe_words,
    areas=maybe_words,
    cost=st.one_of(st.none(), st.decimals(0, 1000, places=2)),
    openings=st.lists(openings, max_size=3).map(tuple),
    capacity=st.lists(words, max_size=3).map(tuple),
    needs=st.frozensets(texts, max_size=3),
)


@given(cards)
def test_what_is_kept_is_what_is_read_back(card: Card) -> None:
    assert from_json(json.loads(json.dumps(to_json(card)))) == card


def test_a_card_of_an_ordinary_service() -> None:
    row = Opening(freq="WEEKLY", byday="MO", opens_at=time(9), valid_from=date(2026, 1, 1))
    kept = to_json(Card(openings=(row,)))["openings"]
    assert kept == [{"freq": "WEEKLY", "byday": "MO", "valid_from": "2026-01-01", "opens_at": "09:00:00"}]


def test_a_summary_ends_with_a_sentence_where_it_can() -> None:
    assert summary("Short.  One\nline.") == "Short. One line."
    assert summary("First sentence here. " + "word " * 60, 40) == "First sentence here."
    cut = summary("word " * 60, 40)
    assert cut.endswith("word…")
    assert len(cut) <= 40


@pytest.mark.parametrize(
    ("amounts", "fees", "expected"),
    [
        ([], "Free", Decimal(0)),
        ([], "No fee.", Decimal(0)),
        ([], "Free for members, others pay", None),
        ([], "", None),
        ([Decimal(5), Decimal(3)], "Free", Decimal(3)),
    ],
)
def test_what_it_costs(amounts: list[Decimal], fees: str, expected: Decimal | None) -> None:
    assert cost_of(amounts, fees) == expected


@pytest.mark.parametrize(
    ("texts_", "expected"),
    [
        (["Ramp at the door"], True),
        (["Handicap accessible"], True),
        (["Not wheelchair accessible"], False),
        (["No lift"], False),
        (["Hearing loop"], None),
        ([" "], None),
    ],
)
def test_step_free_or_not_or_unknown(texts_: list[str], expected: bool | None) -> None:
    assert step_free(texts_) is expected


def test_from_home() -> None:
    assert is_remote(["virtual"], "Any name")
    assert is_remote(["physical"], "Night Helpline")
    assert not is_remote(["physical", "virtual"], "Lunch")
    assert not is_remote([], "Lunch")
