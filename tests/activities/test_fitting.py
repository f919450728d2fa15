"""Who fits a shift: what must be there is hard, the rest has reasons, and nobody carries too much."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kizuna.activities.fitting import (
    MOST_MONTH,
    MOST_WEEK,
    Busy,
    Candidate,
    Wanted,
    best,
    burden,
    fit,
    limits,
)
from kizuna.activities.skills import CHECKS, SKILLS, CheckValue, good_until

ZONE = ZoneInfo("America/New_York")
TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)  # ten o'clock there
WANTED = Wanted(TUESDAY, TUESDAY + timedelta(hours=2), ZONE, lat=44.1, lon=-68.4)


def texts(found) -> list[str]:
    return [one.text for one in found]


def busy(at: datetime, hours: float = 2) -> Busy:
    return Busy(at, at + timedelta(hours=hours), int(hours * 60))


def test_a_paper_is_good_on_its_last_day_and_not_on_the_next_one():
    wanted = replace(WANTED, checks=frozenset({"record"}))
    assert not fit(Candidate("a"), wanted).fits
    assert fit(Candidate("a", checks={"record": None}), wanted).fits
    assert fit(Candidate("a", checks={"record": date(2026, 11, 24)}), wanted).fits
    assert not fit(Candidate("a", checks={"record": date(2026, 11, 23)}), wanted).fits
    night = replace(wanted, ends_at=TUESDAY + timedelta(hours=15))  # one in the morning of the 25th
    assert not fit(Candidate("a", checks={"record": date(2026, 11, 24)}), night).fits


def test_a_skill_that_is_needed_is_needed():
    wanted = replace(WANTED, skills=frozenset({"first_aid"}))
    assert texts(fit(Candidate("a"), wanted).blocks) == ["Not said or learnt yet: %(what)s."]
    found = fit(Candidate("a", skills=frozenset({"first_aid", "cooking"})), wanted)
    assert found.fits
    assert found.reasons[0].words == {"what": ("First aid",)}


def test_the_limit_is_reached_and_not_passed_in_a_week_and_in_a_month():
    monday, four = TUESDAY - timedelta(days=1), 4
    assert fit(Candidate("a", busy=(busy(monday, four),)), WANTED).fits  # 4 + 2 of 6
    assert not fit(Candidate("a", busy=(busy(monday, four + 0.5),)), WANTED).fits
    assert fit(Candidate("a", busy=(busy(monday - timedelta(days=2), 6),)), WANTED).fits  # the week before
    weeks = tuple(busy(TUESDAY - timedelta(weeks=n), 6) for n in (1, 2, 3))  # 18 hours in November
    assert fit(Candidate("a", busy=weeks), WANTED).fits
    assert not fit(Candidate("a", busy=(*weeks, busy(TUESDAY - timedelta(days=7, hours=8), 1))), WANTED).fits
    assert not fit(Candidate("a", most_week=0), WANTED).fits
    assert limits(500, 500) == (MOST_WEEK, MOST_MONTH)


def test_a_shift_late_on_sunday_belongs_to_the_week_of_the_place():
    late = datetime(2026, 11, 23, 3, tzinfo=UTC)  # Sunday, ten in the evening there
    assert burden([busy(late)], date(2026, 11, 24), ZONE) == (0, 120)
    assert burden([busy(late)], date(2026, 11, 22), ZONE) == (120, 120)


def test_whoever_rests_or_is_elsewhere_is_not_asked():
    assert not fit(Candidate("a", paused_until=date(2026, 11, 24)), WANTED).fits
    assert fit(Candidate("a", paused_until=date(2026, 11, 23)), WANTED).fits
    assert not fit(Candidate("a", busy=(busy(TUESDAY + timedelta(hours=1)),)), WANTED).fits
    assert fit(Candidate("a", busy=(busy(TUESDAY + timedelta(hours=2)),)), WANTED).fits  # one after the other


def test_what_nobody_knows_is_said_and_counts_half():
    unknown = fit(Candidate("a"), replace(WANTED, languages=frozenset({"es"})))
    assert unknown.fits
    assert [one.known for one in unknown.reasons].count(False) == 3
    suits = Candidate("b", times=frozenset({"tue-morning"}), lat=44.1, lon=-68.4, languages=frozenset({"es"}))
    against = replace(
        suits, volunteer="c", times=frozenset({"sun-evening"}), lat=46.0, languages=frozenset({"pt"})
    )
    order = best([against, Candidate("a"), suits], replace(WANTED, languages=frozenset({"es"})))
    assert [one.volunteer for one in order] == ["b", "a", "c"]


def test_whoever_helped_less_stands_before_whoever_helped_more():
    order = best([Candidate("a", busy=(busy(TUESDAY - timedelta(days=1), 3),)), Candidate("b")], WANTED)
    assert [one.volunteer for one in order] == ["b", "a"]


CANDIDATES = st.builds(
    Candidate,
    volunteer=st.sampled_from("abcdef"),
    skills=st.frozensets(st.sampled_from(sorted(SKILLS)), max_size=4),
    checks=st.dictionaries(
        st.sampled_from(sorted(CHECKS)),
        st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        max_size=3,
    ),
    times=st.none() | st.just(frozenset({"tue-morning"})),
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    km=st.none() | st.integers(0, 50),
    busy=st.lists(
        st.builds(
            busy,
            st.datetimes(datetime(2026, 10, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
            st.floats(0.5, 8),
        ),
        max_size=4,
    ).map(tuple),
    most_week=st.none() | st.integers(0, 20),
    most_month=st.none() | st.integers(0, 60),
)


@given(CANDIDATES, st.frozensets(st.sampled_from(sorted(SKILLS)), max_size=2))
def test_nobody_who_fits_goes_beyond_what_they_can_carry(one, skills):
    wanted = replace(WANTED, skills=skills)
    found = fit(one, wanted)
    assert 0 <= found.score <= 1
    assert found == fit(one, wanted)
    if found.fits:
        week, month = burden((*one.busy, busy(TUESDAY)), wanted.day, ZONE)
        most_week, most_month = limits(one.most_week, one.most_month)
        assert week <= most_week * 60 <= MOST_WEEK * 60
        assert month <= most_month * 60 <= MOST_MONTH * 60
        assert skills <= one.skills
        assert not any(b.starts_at < wanted.ends_at and wanted.starts_at < b.ends_at for b in one.busy)
    else:
        assert all(why.own for why in found.blocks)  # said kindly to themselves, too


def test_papers_are_shown_in_time_and_usual_periods_end_on_a_day_that_there_is():
    today = date(2026, 11, 24)
    for until, stands in ((None, "good"), (date(2027, 1, 9), "good"), (date(2027, 1, 8), "soon")):
        assert CheckValue("1", "record", today, until).stands(today) == stands
    assert CheckValue("1", "record", today, today).stands(today) == "soon"
    assert CheckValue("1", "record", today, today - timedelta(days=1)).stands(today) == "over"
    assert good_until(date(2028, 2, 29), "record") == date(2031, 2, 28)
    assert good_until(today, "code") is None
