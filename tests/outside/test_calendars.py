"""Calendar files of many programs, good and broken: each is read or refused with a sentence."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kizuna.activities.calendar_file import BrokenCalendar, read
from tests.conftest import OUTSIDE

pytestmark = pytest.mark.outside
GOOD = {
    "event_with_recurrence.ics": ("A recurring event with exdates", 3),
    "event_with_recurrence_exdates_on_different_lines.ics": ("A Recurring event with multiple exdates", 5),
    "event_with_unicode_fields.ics": ("Non-ASCII Test: ÄÖÜ äöü €", 0),
    "example.ics": ("New Year's Day", 0),
    "issue_1050_all_components.ics": ("Test Event 1", 0),
    "issue_1081_event_with_rrule.ics": ("Test Event", 0),
    "issue_112_missing_tzinfo_on_exdate.ics": ("Market East Live!", 2),
    "issue_1231_recurrence.ics": ("Test recurrence", 0),
    "issue_165_missing_event.ics": ("Sprint 25 Daily Standup", 0),
}


def files() -> list[Path]:
    return sorted((OUTSIDE / "ical").glob("*.ics"))


def test_every_file_is_read_or_refused_with_a_sentence():
    found = {}
    for file in files():
        try:
            found[file.name] = read(file.read_bytes(), zone=ZoneInfo("Europe/Lisbon"))
        except BrokenCalendar as wrong:
            assert str(wrong).endswith(".")
    assert set(GOOD) <= set(found)
    for name, (title, skips) in GOOD.items():
        assert (found[name][0].title.startswith(title[:30]), len(found[name][0].skips)) == (True, skips), name
    assert "issue_104_broken_calendar.ics" not in found
