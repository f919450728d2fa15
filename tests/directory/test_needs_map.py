"""Foreign words and the needs they speak of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.directory.needs import BY_CODE
from kizuna.directory.needs_map import Term, needs_in, needs_of, needs_of_text, plain
from kizuna.directory.needs_words import EXCEPT, TEXT, WORDS


@pytest.mark.parametrize(
    ("words", "need"),
    [
        ("Ongoing Emergency Food Assistance", "food.parcel"),
        ("Home Delivered Meals", "food.meals"),
        ("Congregate Meals/Nutrition Sites", "company.meal"),
        ("Bereavement Support Groups", "mood.grief"),
        ("Suicide Prevention Hotlines", "mood.crisis"),
        ("Help Pay for Utilities", "home.energy"),
        ("Electric Service Payment Assistance", "home.energy"),
        ("Homeless Shelter", "home.shelter"),
        ("Adult In Home Respite Care", "caring.rest"),
        ("English as a Second Language (ESL)", "new.language"),
        ("Job Search/Placement", "learning.job"),
        ("Domestic Violence Shelters", "safety.home"),
        ("Senior Ride Programs", "moving.lift"),
        ("Walking Programs", "moving.walk"),
        ("Tax Preparation", "money.tax"),
        ("Women's health clinic", "health.women"),
        ("Spay/Neuter Services", "practical.pets"),
    ],
)
def test_terms_of_three_taxonomies(words: str, need: str) -> None:
    assert need in needs_in(words)


@pytest.mark.parametrize(
    ("words", "not_this"),
    [
        ("Animal Shelters", "home.shelter"),
        ("MIAMI GARDENS", "moving.garden"),
        ("Tennis courts", "money.legal"),
        ("Carpentry", "practical.pets"),
        ("Industrial park", "moving.garden"),
    ],
)
def test_words_that_only_look_alike(words: str, not_this: str) -> None:
    assert not_this not in needs_in(words)


def test_whom_it_is_for_is_not_what_helps() -> None:
    people = [Term("Veterans"), Term("Older Adults"), Term("Homeless Youth", "YV-3000", "AIRS")]
    assert needs_of(people, ("", ""), "") == frozenset()
    assert needs_of([Term("Homeless Shelter"), *people], (), "") == {"home.shelter"}


def test_a_description_counts_only_where_names_say_nothing() -> None:
    text = "We give legal advice. Our lawyers give legal advice at no cost, and we also have a food pantry."
    assert needs_of([], ("Helping hands",), text) == {"money.legal", "food.parcel"}
    assert needs_of([Term("Tax Preparation")], ("Helping hands",), text) == {"money.tax"}
    assert needs_of_text("We are here for you.") == frozenset()


def test_a_package_may_name_our_needs_itself() -> None:
    ours = [Term("Lunch", "company.meal", "Kizuna needs"), Term("Nonsense", "no.such", "Kizuna needs")]
    assert needs_of([*ours, Term("Tax Preparation")], ("Legal aid",), "") == {"company.meal"}


def test_every_need_can_be_met_and_every_word_is_about_a_need() -> None:
    fine = {code for code, need in BY_CODE.items() if code != need.group}
    assert set(WORDS) == fine
    assert set(TEXT) | set(EXCEPT) <= fine


def test_plain_words() -> None:
    assert plain("  Women's health/HIV (free) ") == "women s health hiv free"


@given(st.text(max_size=80))
def test_any_text_gives_needs_that_exist(text: str) -> None:
    assert needs_in(text) | needs_of_text(text) <= set(BY_CODE)
