from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.referrals.due import Calendar, Due, Periods, WrongPeriods, due, periods
from kizuna.referrals.pathway import OPEN

US = Calendar("US", "", ZoneInfo("America/New_York"))
USUAL = Periods()


def at(text: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def owed(status: str, since: str, asked: str = "", followed: str = "", **more: object) -> Due:
    return due(
        status,
        asked_at=at(asked or since),
        since=at(since),
        followed_up_at=at(followed) if followed else None,
        periods=USUAL,
        calendar=US,
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("since", "days", "evening"),
    [
        ("2026-11-09T10:00", 5, "2026-11-17"),  # Veterans Day and a weekend between
        ("2026-11-23T23:30", 5, "2026-12-01"),  # Thanksgiving
        ("2026-12-24T09:00", 2, "2026-12-29"),  # Christmas and a weekend
        ("2026-11-21T10:00", 2, "2026-11-24"),  # asked on a Saturday
        ("2026-11-21T10:00", 0, "2026-11-23"),
        ("2026-03-06T10:00", 2, "2026-03-10"),  # the clock goes forward between
    ],
)
def test_working_days_leave_out_weekends_and_holidays_of_the_place(since: str, days: int, evening: str):
    assert US.after_working_days(at(since), days) == at(f"{evening}T18:00")


@pytest.mark.parametrize(
    ("country", "region", "zone", "since", "days", "evening"),
    [
        ("SA", "", "Asia/Riyadh", "2026-11-12T10:00", 2, "2026-11-16"),  # Friday and Saturday are free
        ("DE", "BY", "Europe/Berlin", "2026-01-05T10:00", 1, "2026-01-07"),  # Epiphany, in Bavaria only
        ("DE", "HH", "Europe/Berlin", "2026-01-05T10:00", 1, "2026-01-06"),
        ("XX", "", "UTC", "2026-12-24T10:00", 1, "2026-12-25"),  # a country without known holidays
        ("US", "", "Pacific/Auckland", "2026-11-13T23:30", 1, "2026-11-16"),
    ],
)
def test_each_place_has_its_own_working_days(country, region, zone, since, days, evening):
    there = Calendar(country, region, ZoneInfo(zone))
    assert there.after_working_days(at(since, zone), days) == at(f"{evening}T18:00", zone)


def test_the_day_is_the_one_of_the_place_not_of_greenwich():
    late_on_monday = datetime(2026, 11, 17, 3, 0, tzinfo=UTC)  # 22:00 on Monday in New York
    assert US.after_working_days(late_on_monday, 1).date() == date(2026, 11, 17)


def test_first_the_answer_then_asking_how_it_goes_then_the_outcome():
    assert owed("requested", "2026-11-02T10:00") == Due("answer", at("2026-11-09T18:00"))
    assert owed("draft", "2026-11-02T10:00").step == "answer"
    for status in ("accepted", "in-progress", "on-hold"):
        first = owed(status, "2026-11-04T10:00", "2026-11-02T10:00")
        assert first == Due("follow-up", at("2026-11-18T18:00"))
        then = owed(status, "2026-11-04T10:00", "2026-11-02T10:00", "2026-11-18T11:00")
        assert then == Due("outcome", at("2027-01-25T18:00"))
        again = owed(status, "2026-11-04T10:00", "2026-11-02T10:00", "2027-02-01T11:00")
        assert again == Due("follow-up", at("2027-02-16T18:00"))  # Presidents' Day between


def test_a_waiting_list_is_asked_about_when_its_estimate_is_over_but_not_after_the_outcome_is_due():
    assert owed("on-hold", "2026-11-04T10:00", weeks=4).at == at("2026-12-02T18:00")
    assert owed("on-hold", "2026-11-04T10:00", weeks=1).at == at("2026-11-18T18:00")
    assert owed("on-hold", "2026-11-04T10:00", weeks=40) == Due("outcome", at("2027-01-27T18:00"))
    assert owed("accepted", "2026-11-04T10:00", weeks=40).at == at("2026-11-18T18:00")


def test_what_changed_after_the_last_time_somebody_asked_is_asked_about_anew():
    assert owed("in-progress", "2026-11-20T10:00", "2026-11-02T10:00", "2026-11-18T11:00").step == "follow-up"


@given(
    st.sampled_from(OPEN),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    st.integers(0, 200),
    st.one_of(st.none(), st.integers(0, 200)),
    st.one_of(st.none(), st.integers(1, 104)),
)
def test_every_open_referral_always_owes_something_later_than_what_happened_last(
    status, asked, since, followed, weeks
):
    changed = asked + timedelta(days=since)
    last = changed + timedelta(days=followed) if followed is not None else None
    found = due(
        status, asked_at=asked, since=changed, followed_up_at=last, weeks=weeks, periods=USUAL, calendar=US
    )
    assert found.at > (changed if status in {"draft", "requested"} or last is None else last)
    assert US.works(found.at.date()) and found.at.hour == 18


def test_a_site_names_only_the_periods_that_differ():
    assert periods("") == USUAL == periods("contact=2,answer=5,follow-up=14,outcome=84")
    assert periods(" answer = 3 , outcome=60,") == Periods(answer=3, outcome=60)
    for wrong in ("answer", "reply=3", "answer=0", "answer=731", "answer=x", "answer=٣"):
        with pytest.raises(WrongPeriods, match=r"\."):
            periods(wrong)
