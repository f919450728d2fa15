"""What a text costs, by the rules of telephone networks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.outbox.segments import (
    ALONE,
    BASIC,
    EXTENSION,
    TOGETHER,
    cheaper,
    counted,
    dear,
    encoding_of,
    price,
)

gsm = st.text(st.sampled_from(BASIC + EXTENSION), max_size=700)
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@given(st.one_of(gsm, any_text))
def test_the_parts_put_together_are_the_text_and_none_is_too_long(text: str) -> None:
    found = counted(text)
    assert "".join(found.parts) == text.replace("\r\n", "\n")
    sizes = [sum(price(sign, found.encoding) for sign in part) for part in found.parts]
    assert sum(sizes) == found.units
    most = ALONE if len(sizes) <= 1 else TOGETHER
    assert all(0 < size <= most[found.encoding] for size in sizes)
    assert found.left == (most[found.encoding] - sizes[-1] if sizes else 160)


@given(any_text)
def test_no_part_could_have_taken_more(text: str) -> None:
    found = counted(text)
    for part, after in zip(found.parts, found.parts[1:], strict=False):
        size = sum(price(sign, found.encoding) for sign in part)
        assert size + price(after[0], found.encoding) > TOGETHER[found.encoding]


@given(any_text)
def test_a_cheaper_spelling_is_cheaper_and_has_nothing_left_to_offer(text: str) -> None:
    found = cheaper(text)
    if found is not None:
        assert counted(found).segments < counted(text).segments
        assert cheaper(found) is None or counted(cheaper(found) or "").segments < counted(found).segments


@pytest.mark.parametrize("text", ["مرحبا بكم " * 20, "こんにちは" * 30, "Привет " * 30, "👍" * 80])
def test_a_script_that_carries_meaning_is_never_spelt_anew(text: str) -> None:
    assert cheaper(text) is None


def test_a_clever_quotation_mark_does_not_double_the_price() -> None:
    text = "The hall is open until ten. Bring a blanket – it’s cold… " + "x" * 60
    assert (counted(text).encoding, counted(text).segments) == ("UCS-2", 2)
    assert cheaper(text) == "The hall is open until ten. Bring a blanket - it's cold... " + "x" * 60
    assert [(found.character, found.times, found.instead) for found in dear("–{’’")] == [
        ("{", 1, ""),
        ("–", 1, "-"),
        ("’", 2, "'"),
    ]


def test_letters_keep_their_accents_where_dropping_them_saves_nothing() -> None:
    assert cheaper("Ação") is None
    assert cheaper("ação " * 20) == "acao " * 20
    assert cheaper("ação 日本 " * 20) is None
    assert encoding_of("ç") == "UCS-2"
    assert encoding_of("Çñ€") == "GSM-7"


def test_what_may_not_be_parted_moves_to_the_next_part() -> None:
    at_the_edge = counted("a" * 152 + "€" + "b" * 100)
    assert at_the_edge.parts[0] == "a" * 152
    emoji = counted("é" * 66 + "😀" + "ã" * 20)
    assert emoji.parts[0] == "é" * 66


def test_nothing_costs_nothing() -> None:
    assert (counted("").segments, counted("").total_bits, cheaper("")) == (0, 0, None)
    assert counted("a\r\nb").units == 3
