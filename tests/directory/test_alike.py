"""Which entries look like one: never by the name alone, never by everything with everything."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.directory.alike import Entry, likeness, same_spot, suspicion, suspicions, thinned
from kizuna.directory.same_words import core_words, host, name_words, page
from kizuna.directory.streets import Spot, spot

ELM = spot("1 Elm Street", "", "Linden Bay", "LB1")
OAK = spot("9 Oak Avenue", "", "Linden Bay", "LB1")


def entry(id, name="Lunch Club", **more):
    body, spots = more.pop("body", ""), tuple(more.pop("spots", ()))
    ways = {key: frozenset(value) for key, value in more.items()}
    core = core_words(name, [text for one in spots for text in (one.town, one.street)])
    return Entry(id, name_words(name), core, body=body, spots=spots, **ways)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("1111 N. Elm St.", "1111 north elm street"),
        ("25742 104th Avenue Southeast", "25742 104th ave se"),
        ("1231 N Garden St 200", "1231 North Garden Street, Suite 200"),
        ("6046 Portal Way, Unit 201", "6046 portal way"),
        ("1 Hauptstraße", "1 Hauptstrasse"),
        ("100 Highway 99", "100 Hwy 99"),
        ("12 Élysée Road", "12 Elysee Rd"),
        ("100 S.W. 8th St. Ste A", "100 SW 8 Street, Suite A"),
        ("20 NW 7th Ave", "20 7th Avenue NW"),
        ("500 First Avenue", "500 1st Ave"),
        ("45 St. John's Rd", "45 Saint Johns Road"),
        ("Hauptstr. 5", "Hauptstraße 5"),
        ("Calle Mayor 5", "C/ Mayor, 5, 2º izq."),
        ("Flat 3, 12 High Street", "12 High St, Flat 3"),
        ("Town Hall, 12, High Street", "12 High St"),
        ("P.O. Box 12", "Post Office Box 12"),
    ],
)
def test_one_address_written_in_two_ways_is_one(one, two):
    assert same_spot(spot(one, "", "Linden"), spot(two, "", "linden")) == "address"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (spot("1 Elm Street"), spot("2 Elm Street")),
        (spot("1 Elm Street"), spot("1 Oak Street")),
        (spot("1 5th Avenue"), spot("1 6th Avenue")),
        (spot("1 Elm Street", "Suite A"), spot("1 Elm Street, Ste B")),
        (spot("Hauptstr. 5"), spot("Hauptstraße 7")),
        (spot("PO Box 12"), spot("PO Box 13")),
        (spot("1 Elm Street", "Suite 100"), spot("1 Elm Street, Suite 200")),
        (spot("1 Elm Street", town="Linden", code="11111"), spot("1 Elm Street", town="Birch", code="22222")),
        (Spot(lat=51.5, lon=0.0), Spot(lat=51.51, lon=0.0)),
    ],
)
def test_two_addresses_are_two(one, two):
    assert same_spot(one, two) == "other"


def test_what_nobody_knows_is_neither_one_nor_two():
    assert same_spot(Spot(), ELM) == same_spot(Spot(), Spot(lat=1.0, lon=1.0)) == ""
    assert same_spot(Spot(lat=51.5, lon=0.0), Spot(lat=51.5002, lon=0.0)) == "near"
    # Without a house number a street is a village: nothing is compared.
    assert spot("Main Street").street == ""


def test_web_addresses_in_one_form():
    assert page("https://www.Elm.example/food/?x=1") == page("elm.example/food")
    assert host("http://www.elm.example/a") == "elm.example"
    assert host("https://facebook.com/elm") == "" and page("https://facebook.com/elm") == "facebook.com/elm"
    assert page("https://facebook.com/") == "" and page("http://[") == ""


def test_names_are_alike_in_any_order_and_numbers_count():
    def alike(one, two):
        return likeness(entry("1", one), entry("2", two))

    assert alike("Food Bank, St. Paul's", "Saint Pauls food banks") > 85
    assert alike("Unity Care NW", "unity care northwest, Inc.") == 100
    assert alike("English Level 1", "English Level 2") == alike("English (1)", "English (2)") == 0
    assert alike("English", "English 2") == 0
    assert alike("Lunch Club", "Legal advice") < 60
    assert alike("1st Baptist Church", "Second Baptist Church") == 0


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("YMCA of Linden", "Young Men's Christian Association of Linden"),
        ("Y.M.C.A. Linden", "YMCA Linden"),
        ("DSHS Office", "Dept. of Social & Health Services, Office"),
        ("Elm Community Ctr, Inc.", "Elm Community Centre"),
        ("St. Mary's Hosp.", "Saint Mary Hospital"),
        ("1st Baptist Church", "First Baptist Church"),
        ("Fundación Esperanza S.A.", "Fundacion Esperanza"),
        ("Lindenhilfe e.V.", "Lindenhilfe"),
    ],
)
def test_short_and_long_ways_of_writing_one_name_are_alike(one, two):
    assert likeness(entry("1", one), entry("2", two)) >= 85


def test_what_else_somebody_is_called_counts():
    other = name_words("Linden Kitchen")
    one, two = replace(entry("1", phones=["+1"]), also=(other,)), entry("2", "Linden Kitchen", phones=["+1"])
    assert likeness(one, two) == likeness(two, one) == 100
    found = suspicion(one, two)
    assert found is not None and found.verdict == "same"
    assert suspicion(replace(one, also=()), two) is None


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Salvation Army (Linden Bay)", "salvation army"),
        ("Salvation Army in Linden Bay", "salvation army"),
        ("Salvation Army - Elm St", "salvation army"),
        ("Linden Bay Food Bank", "linden bay food bank"),
        ("City of Linden Bay", "city linden bay"),
        ("Linden Bay", "linden bay"),
        ("(closed)", "closed"),
    ],
)
def test_what_tells_one_branch_from_another_is_not_the_core_of_a_name(name, core):
    assert core_words(name, ("Linden Bay", "1 elm street")) == tuple(core.split())


def test_the_same_name_alone_is_no_reason():
    assert suspicion(entry("1"), entry("2")) is None
    assert suspicion(entry("1", spots=[ELM]), entry("2", spots=[OAK])) is None
    assert suspicion(entry("1", spots=[ELM]), entry("2", name="Legal advice", spots=[ELM])) is None


@pytest.mark.parametrize(
    ("shared", "reason"),
    [
        ({"phones": ["+1305"]}, "phone"),
        ({"emails": ["a@b.example"]}, "email"),
        ({"pages": ["elm.example"]}, "page"),
        ({"spots": [ELM]}, "address"),
    ],
)
def test_a_name_and_something_else_are(shared, reason):
    found = suspicion(entry("2", **shared), entry("1", name="The Lunch Clubs", **shared))
    assert found is not None
    assert (found.one, found.two, found.verdict, found.reasons) == ("1", "2", "same", ("name", reason))
    assert 0 < found.score <= 100


def test_one_service_at_two_places_is_told_from_one_that_stands_twice():
    there = suspicion(entry("1", body="b", spots=[ELM]), entry("2", body="b", spots=[OAK]))
    assert there is not None and there.verdict == "sites" and there.reasons[-1] == "sites"
    here = suspicion(entry("1", body="b", spots=[ELM]), entry("2", body="b", spots=[ELM]))
    assert here is not None and here.verdict == "same" and here.score > there.score
    # What one organisation offers shares everything: only the same name counts.
    ways = {"phones": ["+1305"], "spots": [ELM], "body": "b"}
    assert (
        suspicion(entry("1", name="Lunch on Monday", **ways), entry("2", name="Lunch on Tuesday", **ways))
        is None
    )


def test_every_pair_that_shares_a_key_is_found_and_asked_once():
    many = [
        entry(f"{n:03}", name=f"Club {chr(97 + n % 7)}", phones=[f"+{n % 5}"], spots=[ELM]) for n in range(38)
    ]
    found = suspicions(many)
    by_hand = {(a.id, b.id) for a, b in combinations(many, 2) if suspicion(a, b)}
    assert {(each.one, each.two) for each in found} == by_hand
    assert len(found) == len(by_hand)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_a_heap_that_is_too_large_is_split_and_still_holds_together():
    crowd = [
        entry(f"{n:04}", body="b", phones=["+1"], spots=[spot(f"{n + 1} Elm Street")]) for n in range(300)
    ]
    others = [
        entry(f"x{n:04}", name=f"Service {chr(97 + n % 26)}{chr(97 + n // 26)}", phones=["+1"])
        for n in range(300)
    ]
    found = suspicions([*crowd, *others])
    assert len(found) < 300 * 40
    asked = thinned(found, frozenset())
    assert len([each for each in asked if each.one.startswith("0")]) == 299


@given(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=6, unique=True))
def test_of_many_that_are_one_only_so_many_pairs_are_asked_as_hang_them_together(ids):
    crowd = [entry(id, phones=["+1"]) for id in ids]
    found = suspicions(crowd)
    assert len(found) == len(ids) * (len(ids) - 1) // 2
    asked = thinned(found, frozenset())
    assert len(asked) == len(ids) - 1
    first = (asked[0].one, asked[0].two)
    again = thinned(found, frozenset({first}))
    assert first not in {(each.one, each.two) for each in again}
    assert len(again) == (len(ids) - 1 if len(ids) > 2 else 0)
