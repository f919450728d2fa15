"""What a check-up heard and what a record says, as facts; what is not said stays unknown."""

from datetime import UTC, datetime

import pytest

from kizuna.people.profile import Profile
from kizuna.places.area import AreaValue
from kizuna.signposting.facts import PersonFacts, age_of, from_heard, from_profile, mobility_of
from kizuna.signposting.matching import rank
from tests.signposting.builders import option

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
AREAS = (
    AreaValue("r", "County", "region", None, 50.0, 3.0),
    AreaValue("c", "Town", "community", "r", 51.0, 3.5),
    AreaValue("n", "Hill", "neighbourhood", "c", 52.0, 4.0),
    AreaValue("m", "Shore", "neighbourhood", "c", 52.1, 4.1),
)


def heard(**said) -> PersonFacts:
    return from_heard(said, AREAS, now=NOW, local_language="en")


def test_nothing_said_is_nothing_known():
    assert heard() == PersonFacts(local_language="en")
    empty = {
        "area": None,
        "age_band": None,
        "languages": [],
        "mobility": None,
        "lives_alone": None,
        "matters": "",
    }
    assert heard(**empty) == PersonFacts(local_language="en")


def test_all_that_was_said():
    found = heard(
        area="n",
        age_band="65-79",
        languages=["en", "pt"],
        mobility=["limited", "wheelchair"],
        lives_alone=True,
        reach=["group"],
        matters="My garden",
        very_isolated=True,
    )
    assert (found.area, found.areas, found.areas_inside) == ("n", {"n", "c", "r"}, frozenset())
    assert (found.lat, found.lon, found.rough) == (52.0, 4.0, True)
    assert found.age == (65.0, 79.0)
    assert found.languages == ("en", "pt")
    assert (found.mobility, found.needs_step_free) == ("slow", True)
    assert (found.lives_alone, found.very_isolated, found.matters) == (True, True, "My garden")
    assert found.reach == {"group"}


def test_who_names_only_the_town_may_live_in_any_part_of_it():
    found = heard(area="c")
    assert (found.areas, found.areas_inside) == ({"c", "r"}, {"n", "m"})
    assert heard(area="r").lat is None
    assert heard(area="nowhere").areas == frozenset()


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("0-17", (0.0, 17.0)),
        ("80+", (80.0, 120.0)),
        ("under-18", (0.0, 17.0)),
        ([20, 30], (20.0, 30.0)),
        ("old", None),
        ("", None),
        (None, None),
    ],
)
def test_ages(said, age):
    assert age_of(said) == age


def test_a_year_of_birth_leaves_a_year_open():
    assert heard(birth_year=1961).age == (64.0, 65.0)


@pytest.mark.parametrize(
    ("words", "mobility"),
    [
        (["well"], "well"),
        (["limited"], "slow"),
        (["wheelchair"], "slow"),
        (["limited", "housebound"], "home"),
        (["seeing"], ""),
        ([], ""),
    ],
)
def test_the_most_limiting_word_counts(words, mobility):
    assert mobility_of(words) == mobility


def profile(**known) -> Profile:
    plain = {
        **dict.fromkeys(("called", "pronouns", "gender", "preferred_channel", "preferred_language"), ""),
        **dict.fromkeys(("birth_year", "lat", "lon", "lives_alone", "access_needs")),
        "id": "p",
        "name": "Ana",
        "languages": (),
        "area_id": "n",
        "status": "living",
        "contactable": True,
    }
    return Profile(**{**plain, **known})


def test_a_record_goes_before_what_was_heard_and_is_filled_in_by_it():
    said = {
        "age_band": "50-64",
        "languages": ["pt"],
        "area": "m",
        "mobility": ["housebound"],
        "matters": "songs",
    }
    bare = from_profile(profile(), said, AREAS, now=NOW, local_language="en")
    assert (bare.age, bare.languages, bare.area, bare.mobility) == ((50.0, 64.0), ("pt",), "n", "home")
    known = {"birth_year": 1950, "languages": ("ht",), "lat": 52.01, "lon": 4.01, "gender": "female"}
    who = profile(**known, access_needs=("step-free",), lives_alone=False)
    full = from_profile(who, said, AREAS, now=NOW, local_language="en")
    assert (full.age, full.languages, full.matters) == ((75.0, 76.0), ("ht",), "songs")
    assert (full.lat, full.rough, full.needs_step_free, full.gender) == (52.01, False, True, "female")
    assert full.lives_alone is False


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I love gardening", "gardening"),
        ("Being in GARDENS with my sister", "gardens"),
        ("just good people every week", ""),
        ("", ""),
        ("math", ""),
    ],
)
def test_the_telling_word_is_found_in_the_listing(text, word):
    one = option(name="Tea and talk", summary="In the garden, for good people")
    (found,) = rank((), PersonFacts(matters=text), [one], now=NOW)
    assert [reason.params["word"] for reason in found.reasons if reason.code == "matters"] == [word] * bool(
        word
    )
