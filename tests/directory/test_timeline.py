"""What is open, asked of many at once, is what is asked of one."""

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.directory.hours import Opening, outlook, parts_of_a_day, parts_of_the_week, state
from kizuna.directory.timeline import timeline, together

DAY = date(2026, 3, 28)
"""The day before the clocks change."""
ZONE = "Europe/Berlin"
HOLIDAYS = frozenset({date(2026, 3, 30)})
_hours = st.one_of(st.none(), st.integers(0, 23).map(time))
_days = st.sets(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1).map(
    lambda found: ",".join(sorted(found))
)
_dates = st.one_of(st.none(), st.integers(-3, 9).map(lambda n: DAY + timedelta(days=n)))


@st.composite
def openings(draw) -> tuple[Opening, ...]:
    """Rows of a schedule, some of which nobody can read."""
    rows = []
    for _ in range(draw(st.integers(0, 3))):
        begins, exception = draw(_dates), draw(st.booleans())
        rows.append(Opening(
            freq="WEEKLY", byday=draw(_days), opens_at=draw(_hours), closes_at=draw(_hours),
            readable=draw(st.integers(0, 4)) > 0, exception=exception and begins is not None,
            valid_from=begins, valid_to=draw(_dates) if not exception else begins,
        ))  # fmt: skip
    return tuple(rows)


@settings(max_examples=120, deadline=None)
@given(st.lists(openings(), min_size=1, max_size=4), st.integers(0, 2 * 24 * 4 - 1))
def test_all_at_a_stroke_and_one_after_the_other_are_open_alike(every, quarter):
    start = datetime(2026, 3, 28, tzinfo=UTC) - timedelta(hours=1)
    now = start + timedelta(minutes=15 * quarter)
    outlooks = [outlook(one, DAY, 2, ZONE, holidays=HOLIDAYS) for one in every]
    made = timeline(outlooks, range(len(every)), first=DAY, days=2, tz=ZONE)
    if not made.covers(now.timestamp()):
        return
    states, starts = made.at(now.timestamp())
    for row, one in enumerate(every):
        said = state(one, now, ZONE, holidays=HOLIDAYS)
        assert states[row] == {True: 1, False: 0, None: -1}[said.open]
        if not said.open:
            assert np.isnan(starts[row]) if said.opens is None else starts[row] == said.opens.timestamp()


def test_rows_of_several_stand_one_after_the_other():
    plain = (Opening(freq="WEEKLY", byday="SA", opens_at=time(9), closes_at=time(17)),)
    one = timeline([outlook(plain, DAY, 1, ZONE)], [0, 0], first=DAY, days=1, tz=ZONE)
    states, starts = together(one, one)(datetime(2026, 3, 28, 9, tzinfo=UTC).timestamp())
    assert list(states) == [1, 1, 1, 1] and len(starts) == 4


def test_when_in_a_week_it_is_open_is_told_as_people_tell_it():
    plain = (Opening(freq="WEEKLY", byday="MO,TU", opens_at=time(9), closes_at=time(14)),)
    assert parts_of_the_week(plain, DAY, ZONE) == {
        "mon-morning", "mon-afternoon", "tue-morning", "tue-afternoon",
    }  # fmt: skip
    assert parts_of_the_week((), DAY, ZONE) is None
    assert parts_of_a_day(DAY, time(18), time(2)) == {"sat-evening"}
