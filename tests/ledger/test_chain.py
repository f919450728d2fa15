"""The chain without a database: every change among sealed lines is found, and said with its line."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.secrets import sign, signed
from kizuna.ledger.anchor import anchor_of, anchors_in
from kizuna.ledger.chain import Row, SealValue, canonical, next_seal, prints
from kizuna.ledger.walking import Walk
from tests.conftest import NOW

KEYS = ["the-new-key-0123456789abcdef0123456789", "the-old-key-0123456789abcdef0123456789"]
words = st.text(alphabet="ab1 \n", max_size=4)
lines = st.tuples(
    st.integers(-5, 10**6),
    words,
    words,
    st.none() | st.uuids().map(lambda one: one.hex),
    words,
    st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
)


@given(lines, lines)
def test_two_lines_never_have_the_same_text(one: Row, other: Row) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)


def row(number: int, verb: str = "x.done") -> Row:
    at = NOW + timedelta(seconds=number)
    return (number, verb, f"x:{number}", uuid.UUID(int=number).hex, "worker:7", at.isoformat())


def chain(rows: list[Row], size: int) -> list[tuple[SealValue, bytes]]:
    """Signed seals over these rows, with the prints of their lines."""
    found: list[tuple[SealValue, bytes]] = []
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        link = next_seal(found[-1][0] if found else None, part, NOW)
        found.append((replace(link, signature=sign(link.words, KEYS, "ledger")), prints(part)))
    return found


def walked(rows: list[Row], seals: list[tuple[SealValue, bytes]], keys: list[str] = KEYS) -> list[str]:
    walk = Walk(lambda text, signature: signed(text, signature, keys, "ledger"), last=-(10**9))
    for seal, sealed in seals:
        inside = [one for one in rows if walk.last < one[0] <= seal.last]
        walk.step(seal, inside, lambda sealed=sealed: sealed)  # type: ignore[misc]
    return [fault.sentence for fault in walk.end(0).faults]


ROWS = [row(n) for n in range(1, 31)]
SEALS = chain(ROWS, 10)


def test_a_whole_chain_has_no_fault_whichever_of_the_keys_signed() -> None:
    assert walked(ROWS, SEALS) == []
    assert walked(ROWS, SEALS, ["another-key-0123456789abcdef0123456789", *KEYS]) == []


@given(st.data())
def test_any_change_of_any_field_is_found_and_the_line_named(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 29))
    changed = list(ROWS[place])
    field = data.draw(st.integers(1, 5))
    changed[field] = {3: None, 5: "2020-01-01T00:00:00+00:00"}.get(field, "other")
    rows = [*ROWS[:place], tuple(changed), *ROWS[place + 1 :]]
    assert walked(rows, SEALS) == [  # type: ignore[arg-type]
        f"Seal {place // 10 + 1} (lines {place // 10 * 10 + 1} to {place // 10 * 10 + 10}): "
        f"line {place + 1} was changed."
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (ROWS[:14] + ROWS[15:], "Seal 2 (lines 11 to 20): 1 line was removed after line 14, before line 16."),
        (
            ROWS[:10] + ROWS[13:],
            "Seal 2 (lines 11 to 20): 3 lines were removed at its beginning, before line 14.",
        ),
        (ROWS[:28], "Seal 3 (lines 21 to 30): 2 lines were removed after line 28."),
        ([row(0), *ROWS], "Seal 1 (lines 1 to 10): line 0 was inserted."),
        (ROWS[:10] + ROWS[20:], "Seal 2 (lines 11 to 20): 10 lines were removed at its beginning."),
    ],
)
def test_removed_and_inserted_lines_are_named(rows: list[Row], sentence: str) -> None:
    assert walked(rows, SEALS) == [sentence]


def test_a_line_inserted_into_a_gap_is_named() -> None:
    even = [row(n) for n in range(2, 42, 2)]
    seals = chain(even, 10)
    assert walked(sorted([*even, row(25)]), seals) == ["Seal 2 (lines 22 to 40): line 25 was inserted."]


def test_prints_that_say_nothing_still_leave_the_range() -> None:
    assert walked(ROWS[:5] + ROWS[6:], [(SEALS[0][0], prints(ROWS[:5] + ROWS[6:10])), *SEALS[1:]]) == [
        "Seal 1 (lines 1 to 10): 9 lines are there, 10 others were sealed."
    ]


def test_a_chain_made_without_the_key_is_found() -> None:
    foreign = [
        (
            replace(seal, signature=sign(seal.words, ["not-ours-0123456789abcdef0123456789abc"], "ledger")),
            sealed,
        )
        for seal, sealed in SEALS
    ]
    assert len(walked(ROWS, foreign)) == 3


def test_a_missing_seal_is_found() -> None:
    assert walked(ROWS[:10] + ROWS[20:], [SEALS[0], SEALS[2]])[0] == (
        "Seal 2 is missing between seal 1 and seal 3."
    )


@given(st.integers(0, 2), st.sampled_from(["first", "last", "rows", "content", "digest", "at"]))
def test_a_seal_cannot_be_changed(place: int, field: str) -> None:
    seal, sealed = SEALS[place]
    value = getattr(seal, field)
    other = "f" * 64 if isinstance(value, str) else NOW + timedelta(1) if field == "at" else value + 1
    seals = [*SEALS[:place], (replace(seal, **{field: other}), sealed), *SEALS[place + 1 :]]
    assert walked(ROWS, seals)


def test_an_anchor_survives_a_mail_that_breaks_its_line() -> None:
    bare = anchor_of(SEALS[-1][0])
    anchor = replace(bare, signature=sign(bare.words, KEYS, "ledger"))
    mail = f"Dear Ana,\r\n\r\n{anchor.line.replace(' digest', chr(13) + chr(10) + 'digest')}\r\n\r\nYours"
    assert list(anchors_in(mail)) == [anchor]
    assert list(anchors_in(anchor.line.replace("seal=3", "seal=three"))) == []
    assert list(anchors_in(anchor.line.replace("-11-", "-13-"))) == []
