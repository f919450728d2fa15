"""Which records look like one person, and which do not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.people.doubles import BIGGEST, Card, suspicion, suspicions
from kizuna.people.profile import fold

ANA = Card("a", fold("Ana Ruíz"), 1950, phone="p", email="e", address="x")


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({}, ("name", "year", "phone", "email", "address")),
        ({"name": "ruiz ana"}, ("name", "year", "phone", "email", "address")),
        ({"phone": "q", "email": "", "address": ""}, ("name", "year")),
        ({"birth_year": None, "email": "", "address": ""}, ("name", "phone")),
    ],
)
def test_the_same_person_written_twice_is_found_with_its_reasons(
    change: dict[str, object], reasons: tuple[str, ...]
) -> None:
    found = suspicion(ANA, replace(ANA, id="b", **change))
    assert found and found.reasons == reasons and 0 < found.score <= 100


@pytest.mark.parametrize(
    "change",
    [
        {"birth_year": None, "phone": "", "email": "", "address": ""},
        {"name": "ben ono", "birth_year": 1980},
        {"name": "ben ono"},
        {"birth_year": 1980},
        {"name": fold("Дарья Ким"), "birth_year": None},
    ],
    ids=["name alone", "same phone, another person", "same phone and year", "other year", "another script"],
)
def test_two_people_are_not_one(change: dict[str, object]) -> None:
    assert suspicion(ANA, replace(ANA, id="b", **change)) is None


def test_a_household_shares_its_telephone_and_address() -> None:
    home = frozenset({"h"})
    mother = replace(ANA, homes=home, birth_year=None, email="")
    daughter = replace(mother, id="b", name=fold("Ana Ruiz Soto"))
    assert suspicion(mother, daughter) is None
    assert suspicion(mother, replace(mother, id="b")) is None
    assert suspicion(replace(mother, email="e"), replace(mother, id="b", email="e"))


cards = st.lists(
    st.builds(
        Card,
        id=st.uuids().map(str),
        name=st.sampled_from(["ana ruiz", "ana ruis", "ruiz ana", "ben ono", "дарья ким", ""]),
        birth_year=st.sampled_from([None, 1950, 1951]),
        phone=st.sampled_from(["", "p", "q"]),
        email=st.sampled_from(["", "e"]),
    ),
    max_size=12,
    unique_by=lambda card: card.id,
)


@given(cards)
def test_keys_find_what_comparing_everybody_would(people: list[Card]) -> None:
    everybody = {
        (found.one, found.two)
        for at, one in enumerate(people)
        for two in people[at + 1 :]
        if (found := suspicion(one, two))
    }
    assert {(each.one, each.two) for each in suspicions(people)} == everybody


@given(cards)
def test_order_does_not_matter(people: list[Card]) -> None:
    assert suspicions(people) == suspicions(list(reversed(people)))


def test_a_telephone_of_a_thousand_people_costs_no_million_comparisons() -> None:
    crowd = [Card(f"{at:04}", f"name{at} family{at}", phone="the hostel's") for at in range(1000)]
    assert suspicions([*crowd, replace(crowd[0], id="9999")])[0].two == "9999"
    assert BIGGEST < 100


@pytest.mark.parametrize(
    "slip", ["tbit tidewright", "tobit itdewright", "tobittidewright", "tobi ttidewright"]
)
def test_a_slip_in_a_first_letter_or_in_the_space_hides_nobody(slip: str) -> None:
    one = Card("a", "tobit tidewright", 1944, phone="p")
    assert suspicion(one, replace(one, id="b", name=slip))
