"""Backups, the pure part: seals, spelling, hashes, and which ones stay."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.web.backup.document import End, Head, Table, TableEnd, line, pieces
from kizuna.web.backup.keeping import WrongKeeping, keeping, staying
from kizuna.web.backup.rows import TableHash, for_database, line_of, spell
from kizuna.web.backup.sealing import CHUNK, NotABackup, opened, sealed
from kizuna.web.backup.secret import open_settings

KEY, OTHER, SALT = "k" * 40, "o" * 40, b"s" * 32
MOMENT = datetime(2026, 11, 23, 9, 0, 0, 500_000, tzinfo=timezone(timedelta(hours=2)))


def file_of(content: bytes, key: str = KEY) -> bytes:
    return b"".join(sealed(iter([content]), key, SALT))


def read(file: bytes, *keys: str) -> bytes:
    return b"".join(opened(io.BytesIO(file).read, keys or (KEY,)))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_what_was_sealed_comes_out(size: int) -> None:
    content = bytes(range(251)) * (size // 251 + 1)
    file = file_of(content[:size])
    assert read(file) == content[:size]
    assert size < 100 or content[:100] not in file


def test_an_older_key_opens_too_and_a_foreign_one_does_not() -> None:
    assert read(file_of(b"x" * 10), OTHER, KEY) == b"x" * 10
    with pytest.raises(NotABackup, match="None of the keys"):
        read(file_of(b"x"), OTHER)


@given(st.data())
def test_no_changed_bit_passes(data: st.DataObject) -> None:
    file = bytearray(file_of(b"a line of the record\n" * 20))
    file[data.draw(st.integers(0, len(file) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(NotABackup):
        read(bytes(file))


@given(st.data())
def test_no_file_that_was_cut_or_grew_passes(data: st.DataObject) -> None:
    file = file_of(b"a line of the record\n" * 20)
    with pytest.raises(NotABackup):
        read(file[: data.draw(st.integers(0, len(file) - 1))])
    with pytest.raises(NotABackup, match="added"):
        read(file + data.draw(st.binary(min_size=1, max_size=5)))


def test_chunks_that_change_places_or_go_missing_are_found() -> None:
    parts = list(sealed(iter([bytes(3 * CHUNK)]), KEY, SALT))
    assert len(parts) == 4
    for wrong in ([0, 2, 1, 3], [0, 1, 3], [0, 1, 2], [0, 1, 1, 2, 3]):
        with pytest.raises(NotABackup):
            read(b"".join(parts[place] for place in wrong))


def test_both_drivers_values_are_spelt_alike() -> None:
    kinds = ("uuid", "truth", "moment", "decimal", "real", "json", "bytes", "text")
    ident = UUID(int=5)
    of_sqlite = [ident.hex, 1, datetime(2026, 11, 23, 7, 0, 0, 500_000), 12.5, 3.0, '{"a":1}', b"\x01", "x"]
    of_postgresql = [ident, True, MOMENT, Decimal("12.50"), 3, '{"a":1}', memoryview(b"\x01"), "x"]
    assert spell(of_sqlite, kinds) == spell(of_postgresql, kinds)
    assert spell([None] * 8, kinds) == [None] * 8


def test_no_zone_of_the_machine_moves_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    try:
        assert spell([datetime(2026, 11, 23, 9)], ("moment",)) == ["2026-11-23 09:00:00"]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_database_gets_what_it_takes() -> None:
    spelt = spell([MOMENT, True, b"\x01", None], ("moment", "truth", "bytes", "text"))
    kinds = ("moment", "truth", "bytes", "text")
    assert for_database(spelt, kinds, "sqlite") == ["2026-11-23 07:00:00.500000", 1, b"\x01", None]
    assert for_database(spelt, kinds, "postgresql") == ["2026-11-23 07:00:00.500000+00", True, b"\x01", None]


def digest(rows: Sequence[Sequence[object]], kinds: tuple[str, ...]) -> str:
    found = TableHash(kinds)  # type: ignore[arg-type]
    for row in rows:
        found.add(row, line_of(row))
    return found.digest


@given(st.lists(st.tuples(st.text(), st.integers()), min_size=1), st.randoms())
def test_a_hash_knows_rows_in_any_order_and_no_other(rows: list[tuple[str, int]], rng: object) -> None:
    kinds = ("text", "number")
    other = list(rows)
    rng.shuffle(other)  # type: ignore[attr-defined]
    assert digest(rows, kinds) == digest(other, kinds)
    assert digest([*rows[1:], (rows[0][0], rows[0][1] + 1)], kinds) != digest(rows, kinds)
    assert digest([*rows, rows[0]], kinds) != digest(rows, kinds)


def test_json_is_the_same_in_any_order_of_keys_and_differs_by_value() -> None:
    one, same, other = ['{"a": 1.0, "b": [null, true]}'], ['{"b":[null,true],"a":1}'], ['{"a": 2, "b": []}']
    assert digest([one], ("json",)) == digest([same], ("json",)) != digest([other], ("json",))
    assert digest([[None]], ("json",)) != digest([["null"]], ("json",))


HEAD = Head("2026-11-23T09:00:00+00:00", "1", "sqlite", ("web.0001_initial",))


def document() -> list[bytes]:
    rows = [["a", 1], ["b", 2]]
    counted = TableHash(("text", "number"))
    for row in rows:
        counted.add(row, line_of(row))
    end = TableEnd("t", 2, counted.digest, 2)
    table = Table("t", ("name", "number"), ("text", "number"))
    return [line(HEAD), line(table), *map(line_of, rows), line(end), line(End(1, 2))]


def test_a_document_reads_back() -> None:
    found = list(pieces(document()))
    assert found[0] == HEAD
    assert found[2] == ["a", 1]


@pytest.mark.parametrize("gone", range(1, 6))
def test_a_document_without_one_of_its_lines_is_refused(gone: int) -> None:
    lines = document()
    with pytest.raises(NotABackup):
        list(pieces(lines[:gone] + lines[gone + 1 :]))


def test_a_format_of_the_future_is_refused_in_a_sentence() -> None:
    with pytest.raises(NotABackup, match="newer Kizuna"):
        list(pieces([document()[0].replace(b'"format":1', b'"format":2')]))
    with pytest.raises(NotABackup, match="newer Kizuna"):
        list(pieces([b'{"is":"something else"}']))


def test_which_backups_stay() -> None:
    days = [datetime(2026, 11, 23, 1, tzinfo=UTC) - timedelta(days=number) for number in range(400)]
    made = {day.isoformat(): day for day in days}
    stay = staying(made, keeping("7d,4w,12m"))
    assert {day.isoformat() for day in days[:7]} <= stay
    assert 7 + 3 + 10 <= len(stay) <= 7 + 4 + 12
    assert staying(made, {}) == set(made)


@given(
    st.sets(st.integers(0, 3000), max_size=60), st.dictionaries(st.sampled_from("dwmy"), st.integers(1, 9))
)
def test_the_newest_stays_and_a_second_look_changes_nothing(hours: set[int], keep: dict[str, int]) -> None:
    made = {str(h): datetime(2026, 11, 23, tzinfo=UTC) - timedelta(hours=h) for h in hours}
    stay = staying(made, keep)
    assert not made or str(min(hours)) in stay
    assert staying({name: made[name] for name in stay}, keep) == stay


@pytest.mark.parametrize("text", ["7", "d7", "0d", "7d;4w", "7x"])
def test_a_wrong_period_is_refused(text: str) -> None:
    with pytest.raises(WrongKeeping, match="7d,4w"):
        keeping(text)


def test_no_secret_travels() -> None:
    settings = {
        "KIZUNA_SECRET_KEYS": "k",
        "DATABASE_URL": "postgres://u:p@h/n",
        "KIZUNA_EMAIL_URL": "smtp://ana:secret@mail:25",
        "KIZUNA_SITE_NAME": "Bay",
        "KIZUNA_EXIT_URL": "https://example.org",
        "KIZUNA_BACKUP_FOLDER": "/b",
    }
    assert open_settings(settings) == {"KIZUNA_SITE_NAME": "Bay", "KIZUNA_EXIT_URL": "https://example.org"}
