"""What is sealed comes back whole, for the right purpose, in time, or not at all."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.secrets import (
    BadSeal,
    blind,
    blinds,
    look_up_only,
    mark,
    open_link,
    seal,
    seal_link,
    sign,
    signed,
    unseal,
)
from tests.conftest import NOW

OLD = "the-old-key-0123456789abcdef0123456789"
NEW = "the-new-key-0123456789abcdef0123456789"
DAY = timedelta(days=1)
TOKEN = seal("a cat", [NEW])
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
payloads = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(texts)
def test_what_is_sealed_comes_back(text: str) -> None:
    assert unseal(seal(text, [NEW]), [NEW]) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=3))
def test_a_seal_hides_the_text(text: str) -> None:
    assert text not in seal(text, [NEW]) or len(text) < 4


def test_the_same_text_looks_different_each_time() -> None:
    assert seal("a cat", [NEW]) != seal("a cat", [NEW])


def test_one_purpose_does_not_open_another() -> None:
    with pytest.raises(BadSeal):
        unseal(seal("a cat", [NEW], "answers"), [NEW], "field")


def test_a_link_is_not_a_field() -> None:
    link = seal_link("a cat", [NEW], purpose="referral", now=NOW)
    with pytest.raises(BadSeal):
        unseal(link + "=" * (-len(link) % 4), [NEW])


def test_after_a_rotation_old_seals_open_and_new_ones_need_the_new_key() -> None:
    before = seal("a cat", [OLD])
    assert unseal(before, [NEW, OLD]) == "a cat"
    after = seal("a cat", [NEW, OLD])
    assert unseal(after, [NEW]) == "a cat"
    with pytest.raises(BadSeal):
        unseal(after, [OLD])


def test_a_foreign_key_opens_nothing() -> None:
    with pytest.raises(BadSeal):
        unseal(seal("a cat", [OLD]), [NEW])


# The last characters are left alone: they may carry unused bits.
@given(st.integers(0, len(TOKEN) - 5), st.sampled_from("AZaz09-_"))
def test_one_changed_character_breaks_the_seal(place: int, other: str) -> None:
    changed = TOKEN[:place] + other + TOKEN[place + 1 :]
    if changed == TOKEN:
        assert unseal(changed, [NEW]) == "a cat"
        return
    with pytest.raises(BadSeal):
        unseal(changed, [NEW])


@given(st.text(max_size=200))
def test_nonsense_is_a_bad_seal_and_never_another_error(token: str) -> None:
    with pytest.raises(BadSeal):
        unseal(token, [NEW])
    with pytest.raises(BadSeal):
        open_link(token, [NEW], purpose="referral", now=NOW, max_age=DAY)


@given(payloads)
def test_a_payload_travels_in_a_link(payload: object) -> None:
    link = seal_link(payload, [NEW], purpose="referral", now=NOW)
    assert open_link(link, [NEW], purpose="referral", now=NOW, max_age=DAY) == payload
    assert "=" not in link
    assert "/" not in link


def test_a_link_ends() -> None:
    link = seal_link({"id": 1}, [NEW], purpose="referral", now=NOW)
    assert open_link(link, [NEW], purpose="referral", now=NOW + DAY, max_age=DAY) == {"id": 1}
    with pytest.raises(BadSeal):
        open_link(link, [NEW], purpose="referral", now=NOW + DAY + timedelta(seconds=2), max_age=DAY)


def test_a_link_made_before_the_clock_was_put_back_opens() -> None:
    link = seal_link({"id": 1}, [NEW], purpose="referral", now=NOW)
    for back in (timedelta(seconds=90), timedelta(hours=1), timedelta(hours=14)):
        assert open_link(link, [NEW], purpose="referral", now=NOW - back, max_age=DAY) == {"id": 1}


def test_a_link_from_tomorrow_is_refused() -> None:
    link = seal_link({"id": 1}, [NEW], purpose="referral", now=NOW + DAY)
    with pytest.raises(BadSeal):
        open_link(link, [NEW], purpose="referral", now=NOW, max_age=timedelta(days=30))


def test_a_link_opens_one_door_only() -> None:
    link = seal_link({"id": 1}, [NEW], purpose="referral", now=NOW)
    with pytest.raises(BadSeal):
        open_link(link, [NEW], purpose="answers", now=NOW, max_age=DAY)


def test_a_link_survives_a_rotation() -> None:
    link = seal_link({"id": 1}, [OLD], purpose="referral", now=NOW)
    assert open_link(link, [NEW, OLD], purpose="referral", now=NOW, max_age=DAY) == {"id": 1}


def test_a_blind_index_finds_the_same_value_also_after_a_rotation() -> None:
    before = blind("x@example.org", [OLD], "email")
    assert before in blinds("x@example.org", [NEW, OLD], "email")
    assert blind("x@example.org", [NEW, OLD], "email") == blind("x@example.org", [NEW], "email")


def test_a_blind_index_tells_which_key_made_it_and_is_as_long_as_its_column() -> None:
    found = blind("x@example.org", [NEW], "email")
    assert found.startswith(mark(NEW))
    assert not found.startswith(mark(OLD))
    assert len(found) == 64


def test_what_is_left_of_a_retired_key_finds_and_opens_nothing() -> None:
    left = look_up_only(OLD)
    assert OLD not in left
    assert look_up_only(left) == left
    assert blind("x@example.org", [OLD], "email") in blinds("x@example.org", [NEW, left], "email")
    assert signed("a line", sign("a line", [OLD], "ledger"), [NEW, left], "ledger")
    with pytest.raises(BadSeal):
        unseal(seal("a cat", [OLD]), [NEW, left])
    with pytest.raises(BadSeal):
        unseal(seal("a cat", [OLD]), [left, NEW])


def test_a_blind_index_tells_values_purposes_and_sites_apart() -> None:
    one = blind("x@example.org", [OLD], "email")
    assert one != blind("y@example.org", [OLD], "email")
    assert one != blind("x@example.org", [OLD], "phone")
    assert one != blind("x@example.org", [NEW], "email")
    assert "example" not in one


@given(texts, texts)
def test_a_signature_holds_for_its_text_and_purpose_alone(text: str, other: str) -> None:
    made = sign(text, [OLD], "a door")
    assert signed(text, made, [NEW, OLD], "a door")  # also after a rotation
    assert not signed(text, made, [NEW], "a door")
    assert not signed(text, made, [OLD], "another door")
    assert signed(other, made, [OLD], "a door") == (other == text)
