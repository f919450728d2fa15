"""Postal addresses as the countries of the world write them."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from kizuna.places.address import Address, doubts, format_lines, from_text, normal, one_line
from kizuna.places.postcode import key, latin_digits, written

LONDON = Address(("1 High Street", "Flat 2"), locality="London", postcode="sw1a1aa", country="GB")
MIAMI = Address(("7 Bay Road",), locality="Miami", region="FL", postcode="33101", country="US")
TOKYO = Address(
    ("丸の内1-1",), region="東京都", locality="千代田区", postcode="１００－０００５", country="jp"
)
UMEA = Address(("Storgatan 1",), locality="Umeå", postcode="SE-903 26", country="SE")
RIYADH = Address(("شارع العليا 12",), locality="الرياض", postcode="١١٥٦٤", country="SA")
COUNTRIES = sorted(code for code in Locale("en").territories if len(code) == 2)


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (LONDON, ("1 High Street", "Flat 2", "London", "SW1A 1AA", "United Kingdom")),
        (MIAMI, ("7 Bay Road", "Miami, FL 33101", "United States")),
        (
            Address(("7 Bay Road",), locality="Miami", postcode="33101", country="US"),
            ("7 Bay Road", "Miami 33101", "United States"),
        ),
        (TOKYO, ("〒100-0005", "東京都", "千代田区", "丸の内1-1", "Japan")),
        (RIYADH, ("شارع العليا 12", "الرياض 11564", "Saudi Arabia")),
        (
            Address(("Storgatan 1",), locality="Umeå", postcode="SE-903 26", country="SE"),
            ("Storgatan 1", "SE-90326 Umeå", "Sweden"),
        ),
        (Address(("Blue gate behind the mosque",), country="SO"), ("Blue gate behind the mosque", "Somalia")),
        (Address(("Here",), region="Somewhere", country=""), ("Here", "Somewhere")),
        (Address(country="GB"), ("United Kingdom",)),
        (Address(), ()),
    ],
)
def test_each_country_writes_addresses_its_own_way(address: Address, lines: tuple[str, ...]) -> None:
    assert format_lines(address) == lines


def test_at_home_the_country_goes_without_saying_and_is_named_in_the_readers_language() -> None:
    assert format_lines(LONDON, home="GB")[-1] == "SW1A 1AA"
    assert format_lines(LONDON, language="es")[-1] == "Reino Unido"
    assert format_lines(LONDON, language="xx-unknown")[-1] == "United Kingdom"
    assert one_line(MIAMI, home="US") == "7 Bay Road, Miami, FL 33101"


def test_both_directions_of_writing_stay_apart_and_no_mark_of_the_writer_turns_the_rest() -> None:
    lines = format_lines(RIYADH, isolated=True)
    assert lines[1] == "\u2068الرياض\u2069 \u206811564\u2069"
    turned = Address(("12\u202e daoR",), locality="A\u2066B", country="GB")
    assert normal(turned).lines == ("12 daoR",) and normal(turned).locality == "AB"


def test_doubts_are_said_and_refuse_nothing() -> None:
    assert doubts(normal(LONDON)) == ()
    assert [
        each.part
        for each in doubts(Address(("x",), locality="Miami", region="FL", postcode="99999", country="US"))
    ] == ["postcode"]
    assert {each.part for each in doubts(Address(("x",), country="GB"))} == {"locality", "postcode"}
    assert [each.part for each in doubts(Address(("x",)))] == ["country"]
    assert [each.part for each in doubts(Address(("x",), country="XX"))] == ["country"]


def test_an_address_in_one_text_keeps_all_of_it_unparsed() -> None:
    assert from_text("1 High Street, London\nSW1A 1AA", "GB").lines == ("1 High Street", "London", "SW1A 1AA")
    assert from_text("a\nb\nc\nd\ne\nf\ng\nh").lines == ("a", "b", "c", "d", "e", "f, g, h")
    assert not Address(country="GB") and LONDON


@pytest.mark.parametrize(
    ("text", "country", "looked_up", "said"),
    [
        ("sw1a 1aa", "GB", "SW1A1AA", "SW1A 1AA"),
        (" m1-1ae ", "GB", "M11AE", "M1 1AE"),
        ("h3z2y7", "CA", "H3Z2Y7", "H3Z 2Y7"),
        ("33101-1234", "US", "33101", "33101-1234"),
        ("331011234", "us", "33101", "33101-1234"),
        ("１００－０００５", "JP", "1000005", "100-0005"),
        ("SE-903 26", "SE", "90326", "90326"),
        ("١١٥٦٤", "SA", "11564", "11564"),
        ("১২১২", "BD", "1212", "1212"),
        ("1234ab", "NL", "1234AB", "1234 AB"),
        ("ab 12", "", "AB12", "AB 12"),
        ("?", "GB", "", "?"),
        ("", "", "", ""),
    ],
)
def test_one_postcode_has_one_key_and_one_way_to_be_written(
    text: str, country: str, looked_up: str, said: str
) -> None:
    assert key(text, country) == looked_up
    assert written(text, country) == said


@given(st.text(max_size=30), st.sampled_from([*COUNTRIES, "", "GB", "US", "JP", "zz", "??"]))
def test_writing_a_postcode_keeps_its_key(text: str, country: str) -> None:
    assert key(written(text, country), country) == key(text, country)
    assert written(written(text, country), country) == written(text, country)


ADDRESSES = st.builds(
    Address,
    lines=st.lists(st.text(max_size=30), max_size=9).map(tuple),
    district=st.text(max_size=20),
    locality=st.text(max_size=20),
    region=st.text(max_size=20),
    postcode=st.text(max_size=12),
    country=st.sampled_from([*COUNTRIES, "", "xx"]) | st.text(max_size=3),
)


@given(ADDRESSES)
def test_nothing_that_is_known_is_lost_whatever_the_country(address: Address) -> None:
    kept = normal(address)
    assert normal(kept) == kept
    doubts(kept)
    whole = "\n".join(format_lines(address))
    for part in (*kept.lines, kept.district, kept.locality, kept.region, kept.postcode):
        assert part in whole


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_of_the_world_has_an_order(country: str) -> None:
    address = Address(("1 A Street",), "D", "C", "S", "1", country)
    assert "1 A Street" in "\n".join(format_lines(address, latin=True))
    assert latin_digits("٠١٢") == "012"
