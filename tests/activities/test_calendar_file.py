"""Calendar files: what we write is read again by the clock of the place; what is broken says so."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from kizuna.activities.calendar_file import BrokenCalendar, Meeting, read, written
from kizuna.activities.recurrence import occurrences
from tests.conftest import NOW

LISBON = ZoneInfo("Europe/Lisbon")
START = datetime(2026, 3, 3, 10, 30, tzinfo=UTC)
TEA = Meeting("tea@linden.example", "Tea", START, START + timedelta(hours=2), "FREQ=WEEKLY", place="Hall")


def again(meeting: Meeting, zone: ZoneInfo = LISBON) -> Meeting:
    (found,) = read(written([meeting], name="Tea", zone=zone, now=NOW), zone=ZoneInfo("UTC"))
    return found


def dates(meeting: Meeting, zone: ZoneInfo) -> list[datetime]:
    """Every date over a year, with two changes of the clock."""
    found = occurrences(meeting.starts_at, meeting.rule, zone=zone, after=meeting.starts_at, limit=400)
    return [at for at in found if at not in meeting.skips and at < meeting.starts_at + timedelta(days=366)]


@given(
    zone=st.sampled_from(["Europe/Lisbon", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"]),
    start=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
        lambda at: at.replace(tzinfo=UTC, second=0, microsecond=0)
    ),
    rule=st.sampled_from(
        ["", "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=-1TU", "FREQ=WEEKLY"]
    ),
    skipped=st.sets(st.integers(1, 30), max_size=3),
    title=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=120),
)
@settings(max_examples=40)
def test_what_is_written_is_read_with_the_same_dates(zone, start, rule, skipped, title):
    tz = ZoneInfo(zone)
    every = occurrences(start, rule, zone=tz, after=start, limit=40)
    skips = tuple(every[place] for place in sorted(skipped) if place < len(every))
    meeting = Meeting("a@b", title.strip() or "x", start, start + timedelta(minutes=90), rule, skips)
    found = again(meeting, tz)
    assert dates(found, tz) == dates(meeting, tz)
    assert (found.uid, found.title, found.ends_at) == (meeting.uid, meeting.title, meeting.ends_at)


def test_no_line_is_longer_than_75_octets_and_none_is_cut_within_a_letter():
    content = written([Meeting("a@b", "Füße und ☕ und 絆 " * 12, START, START + timedelta(hours=1))],
                      name="Tea", zone=LISBON, now=NOW)  # fmt: skip
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    for line in content.split(b"\r\n"):
        line.decode()


def test_the_clock_of_the_place_stands_beside_it_and_a_change_counts_up():
    calendar = Calendar.from_ical(written([TEA], name="Tea", zone=LISBON, now=NOW))
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Lisbon"]
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Europe/Lisbon"
    gone = Meeting(TEA.uid, "Tea", START, TEA.ends_at, sequence=3, cancelled=True)
    calendar = Calendar.from_ical(written([gone], name="Tea", zone=LISBON, now=NOW, method="CANCEL"))
    (event,) = calendar.walk("VEVENT")
    assert (str(calendar["METHOD"]), str(event["STATUS"]), event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 3)


EVENT = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (b"SUMMARY:Tea", "when it starts"),
        (b"SUMMARY:Tea\r\nDTSTART:20260303T100000\r\nDTEND:20260303T090000", "ends before"),
        (b"SUMMARY:Tea\r\nDTSTART:20260303T100000\r\nRRULE:FREQ=SOMETIMES", "RRULE"),
        (b"SUMMARY:Tea\r\nDTSTART:20260303T100000\r\nRRULE:FREQ=SECONDLY", "daily, weekly"),
        (b"SUMMARY:Tea\r\nDTSTART:next Tuesday", "DTSTART"),
    ],
)
def test_a_broken_meeting_is_named_and_nothing_is_taken(lines, said):
    with pytest.raises(BrokenCalendar, match=said) as wrong:
        read(EVENT % lines, zone=LISBON)
    assert "Meeting 1 (Tea)" in str(wrong.value)


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\r\n" * 50, b"END:VEVENT"])
def test_what_is_no_calendar_says_so(data):
    with pytest.raises(BrokenCalendar):
        read(data, zone=LISBON)


def test_days_times_without_zone_and_spaces_of_exchange_are_understood():
    def one(lines: bytes) -> Meeting:
        return read(EVENT % lines, zone=LISBON)[0]

    day = one(b"DTSTART;VALUE=DATE:20260703\r\nDTEND;VALUE=DATE:20260703")
    assert (day.starts_at.hour, day.ends_at - day.starts_at) == (23, timedelta(days=1))  # midnight in summer
    assert (
        one(b"DTSTART:20260703T100000\r\nDURATION:PT90M").ends_at.isoformat() == "2026-07-03T10:30:00+00:00"
    )
    assert one(b"DTSTART:20260703T100000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=MO, TU\r\n ,FR").rule.endswith(
        "MO,TU,FR"
    )


@pytest.mark.parametrize(
    ("start", "rule"),
    [("00010101T000000Z", ""), ("99991231T230000Z", ""), ("20261201T100000Z", "FREQ=DAILY;BYSETPOS=2")],
)
def test_a_meeting_of_no_time_of_ours_is_not_taken(start: str, rule: str) -> None:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:x", f"DTSTART:{start}"]
    lines += ["DURATION:PT30M", f"RRULE:{rule}" if rule else "SUMMARY:Tea", "END:VEVENT", "END:VCALENDAR", ""]
    with pytest.raises(BrokenCalendar, match=r"between the years|never comes"):
        read("\r\n".join(lines).encode(), zone=LISBON)
