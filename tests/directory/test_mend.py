"""Single values as people write them."""

import contextlib
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.directory import mend
from kizuna.directory.phone import dial, e164, shown, split_extension
from kizuna.directory.spoken import code_known, codes_of, name_of


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("www.example.org", "https://www.example.org"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("http:/example.org", "http://example.org"),
        ("example.org\\page", "https://example.org/page"),
        ("", ""),
    ],
)
def test_addresses_of_pages(raw: str, expected: str) -> None:
    found, mended = mend.url(raw)
    assert found == expected
    assert bool(mended) is (raw != expected)


@pytest.mark.parametrize(
    "raw",
    [
        "nonsense",
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "ftp://example.org",
        "a b.org",
        "http://[::1",
        "data:text/html,x",
        "https://example.org/" + "x" * 500,
    ],
)
def test_what_is_no_page_is_left_out(raw: str) -> None:
    with pytest.raises(mend.Unreadable):
        mend.url(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("9:00am", time(9)),
        ("12:00 AM", time(0)),
        ("12:30 p.m.", time(12, 30)),
        ("9am", time(9)),
        ("5:00pm (desk closes at 4)", time(17)),
        ("08:00", time(8)),
        ("17:30:00", time(17, 30)),
        ("10:00:00Z", time(10)),
        ("24:00", time(0)),
        ("", None),
    ],
)
def test_times_of_day(raw: str, expected: time | None) -> None:
    assert mend.clock(raw, half_days=False) == expected


@pytest.mark.parametrize(
    "raw", ["5:00", "10:00", "9:00a", "6:300pm", "9:0am", "830am", "25:00", "noon", "13:00pm"]
)
def test_times_that_could_be_anything(raw: str) -> None:
    with pytest.raises(mend.Unreadable):
        mend.clock(raw, half_days=True)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Monday", "MO"),
        ("thurs", "TH"),
        ("Mon-Fri", "MO,TU,WE,TH,FR"),
        ("Fri to Mon", "FR,SA,SU,MO"),
        ("Sat, Sun", "SA,SU"),
        ("Mondays and Wednesdays", "MO,WE"),
        ("1", "MO"),
        ("7", "SU"),
    ],
)
def test_weekdays(raw: str, expected: str) -> None:
    assert mend.weekdays(raw) == expected


@pytest.mark.parametrize("raw", ["", "someday", "0", "8", "m", "Mon-Tue-Wed"])
def test_what_is_no_weekday(raw: str) -> None:
    with pytest.raises(mend.Unreadable):
        mend.weekdays(raw)


def test_text_that_was_mangled_on_the_way() -> None:
    assert mend.text("The clubGÇÖs tea")[0] == "The club’s tea"
    assert mend.text("one\\ntwo") == ("one\ntwo", "")
    assert mend.text("end\n\n###MON###")[0] == "end"
    assert mend.text("a\x00b\x1bc")[0] == "abc"
    assert mend.line(" a \n b ")[0] == "a b"


def test_figures_and_dates() -> None:
    assert mend.whole("12")[0] == 12
    assert mend.number("1.5")[0] == 1.5
    assert mend.money("$3.5")[0] == Decimal("3.50")
    assert mend.day("2026-11-23T10:00")[0] == date(2026, 11, 23)
    assert mend.day("11/23/2026")[0] == date(2026, 11, 23)
    assert mend.day("January 02, 2026")[0] == date(2026, 1, 2)
    assert mend.moment("2026-11-23T10:00:00+01:00")[0] == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert mend.moment("2026-11-23")[0] == datetime(2026, 11, 23, tzinfo=UTC)
    assert mend.email("mailto:a@b.org")[0] == "a@b.org"
    assert mend.yes("TRUE")[0] is True
    assert mend.status("Closed")[0] == "inactive"
    assert mend.status("who knows")[0] == "active"
    assert all(mend.READERS[kind]("")[0] is None for kind in ("whole", "number", "money", "date", "moment"))


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("whole", "many"), ("whole", "-1"), ("whole", "1e9"), ("whole", "NaN"), ("number", "inf"),
        ("number", "one"), ("money", "-3"), ("money", "x"), ("date", "January 01, 0001"), ("date", "soon"),
        ("moment", "soon"), ("email", "a at b"), ("email", "a@b"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(kind: str, raw: str) -> None:
    with pytest.raises(mend.Unreadable):
        mend.READERS[kind](raw)


@given(st.sampled_from(sorted(mend.READERS)), st.text(max_size=60))
def test_no_reader_ever_breaks(kind: str, raw: str) -> None:
    try:
        found, _ = mend.READERS[kind](raw)
    except mend.Unreadable:
        return
    if kind == "url" and found:
        assert found.startswith(("http://", "https://"))


@given(st.text(max_size=20), st.booleans())
def test_no_time_ever_breaks(raw: str, half_days: bool) -> None:
    try:
        assert mend.clock(raw, half_days=half_days) is None or raw.strip()
    except mend.Unreadable:
        assert raw.strip()


@given(st.text(max_size=20))
def test_no_weekday_ever_breaks(raw: str) -> None:
    with contextlib.suppress(mend.Unreadable):
        assert mend.weekdays(raw)


def test_telephone_numbers() -> None:
    assert split_extension("305-573-4200 x57471") == ("305-573-4200", "57471")
    assert split_extension("305-573-4200") == ("305-573-4200", "")
    assert e164("(305) 573-4200", "US") == "+13055734200"
    assert e164("not a number", "US") == ""
    assert e164("12", "US") == ""
    assert dial("+13055734200", "12", "US") == "tel:+13055734200;ext=12"
    assert dial("211", "", "US") == "tel:211"
    assert dial("nothing", "", "US") == ""
    assert shown("+13055734200", "US") == "(305) 573-4200"
    assert shown("+441234234567", "US").startswith("+44 ")
    assert shown("as written", "US") == "as written"


def test_languages() -> None:
    assert codes_of("Haitian Creole") == ("ht",)
    assert codes_of("English and Spanish") == ("en", "es")
    assert codes_of("Spanish (limited)") == ()
    assert codes_of("Other languages on request") == ()
    assert [code_known(code) for code in ("es-MX", "spa", "ES", "nonsense", "")] == ["es", "es", "es", "", ""]
    assert name_of("es", "es") == "español"
    assert name_of("ase", "en") == "American Sign Language"
    assert name_of("qqq", "no-such-locale") == "qqq"
