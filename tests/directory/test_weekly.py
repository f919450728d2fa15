"""The index's sieve of opening times: it never loses what the engine calls open."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from kizuna.directory.hours import Opening, open_at
from kizuna.directory.recurrence import WEEKDAYS
from kizuna.directory.weekly import ANY, ODD, slots, slots_at

HOME = "America/New_York"
HERE = ZoneInfo(HOME)
TIMES = st.times().map(lambda at: at.replace(microsecond=0))
HOLIDAYS = frozenset({date(2026, 11, 26), date(2026, 12, 25)})
OPENINGS = st.builds(
    Opening,
    freq=st.sampled_from(("WEEKLY", "", "DAILY", "MONTHLY", "weekly", "YEARLY")),
    interval=st.sampled_from((None, 1, 2)),
    byday=st.lists(st.sampled_from(WEEKDAYS), max_size=3).map(",".join) | st.just("1MO"),
    bymonthday=st.sampled_from(("", "", "1,15")),
    dtstart=st.none() | st.dates(date(2026, 10, 1), date(2026, 12, 1)),
    valid_from=st.none() | st.dates(date(2026, 10, 1), date(2026, 12, 1)),
    valid_to=st.none() | st.dates(date(2026, 11, 1), date(2027, 3, 1)),
    opens_at=st.none() | TIMES,
    closes_at=st.none() | TIMES,
    timezone=st.sampled_from(("", "", HOME, "Asia/Tokyo")),
    readable=st.booleans(),
    exception=st.booleans(),
)
MOMENTS = st.datetimes(datetime(2026, 10, 25), datetime(2026, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))
NIGHT = Opening(freq="WEEKLY", byday="SA", opens_at=time(22), closes_at=time(2, 30))
LATE = Opening(freq="DAILY", opens_at=time(9), closes_at=time(23, 59))
GAP = datetime(2027, 3, 14, 6, 45, tzinfo=UTC)
"""Clocks leap from 2:00 to 3:00 fifteen minutes later, so that 2:30 is 3:30 on the wall."""


@given(st.lists(OPENINGS, max_size=4), MOMENTS)
@example([NIGHT], GAP + timedelta(minutes=30))
@example([Opening(freq="DAILY", opens_at=time(0), closes_at=time(0))], GAP)
@example([LATE], datetime(2026, 11, 4, 4, 59, tzinfo=UTC))
def test_what_is_open_passes_the_sieve(openings: list[Opening], when: datetime) -> None:
    if open_at(openings, when, HOME, holidays=HOLIDAYS):
        assert slots(openings, HOME) & slots_at(when, HOME, HOLIDAYS)


def test_the_sieve_is_fine_enough() -> None:
    weekday = slots([Opening(freq="WEEKLY", byday="TU", opens_at=time(9, 30), closes_at=time(17))], HOME)
    tuesday = datetime(2026, 11, 24, 10, tzinfo=HERE)
    passed = [h for h in range(24) if weekday & slots_at(tuesday.replace(hour=h), HOME, HOLIDAYS)]
    assert passed == list(range(10, 17)) and len(weekday) == 15 + 1
    assert not weekday & slots_at(tuesday + timedelta(days=1), HOME, HOLIDAYS)
    night = slots([NIGHT], HOME)
    sunday = datetime(2026, 11, 29, 2, 15, tzinfo=HERE)
    assert night & slots_at(sunday, HOME, HOLIDAYS)
    assert not night & slots_at(sunday + timedelta(minutes=15), HOME, HOLIDAYS)
    thanksgiving = datetime(2026, 11, 26, 10, tzinfo=HERE)
    assert slots_at(thanksgiving, HOME, HOLIDAYS) == {ODD, "h:n3.20"}


def test_nobody_is_said_to_be_open_whose_times_cannot_be_read() -> None:
    assert not slots([Opening(freq="WEEKLY", byday="MO", readable=False)], HOME)
    assert ANY in slots([NIGHT], HOME) and not slots([], HOME)
