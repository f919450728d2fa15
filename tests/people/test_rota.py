"""The rota: exact on nights when the clocks change, handed over only when somebody confirms."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.people import actions, queries
from kizuna.people.duty import bounds, gaps, overlaps, repeated, week
from kizuna.people.models import Account, DutyShift
from kizuna.people.profile import DutyHours
from tests.conftest import NOW
from tests.people.town import HOUSE, Town

LISBON = ZoneInfo("Europe/Lisbon")
HOURS = st.integers(0, 200).map(lambda hour: NOW + timedelta(hours=hour))
SPANS = st.lists(st.tuples(HOURS, st.integers(1, 30)).map(lambda p: (p[0], p[0] + timedelta(hours=p[1]))))
HOUR = timedelta(hours=1)


@given(spans=SPANS)
def test_every_hour_is_covered_or_a_gap_and_twice_covered_is_an_overlap(
    spans: list[tuple[datetime, datetime]],
) -> None:
    end = NOW + 100 * HOUR
    holes, doubles = gaps(spans, NOW, end), overlaps(spans, NOW, end)
    for at in (NOW + each * HOUR for each in range(100)):
        covering = sum(starts <= at < ends for starts, ends in spans)
        assert any(starts <= at < ends for starts, ends in holes) == (covering == 0)
        assert any(starts <= at < ends for starts, ends in doubles) == (covering > 1)


@pytest.mark.parametrize(("on", "hours"), [(date(2026, 10, 25), 25), (date(2026, 3, 29), 23)])
def test_a_day_on_which_the_clocks_change_is_longer_or_shorter(on: date, hours: int) -> None:
    starts, ends = bounds(on, LISBON)
    assert ends - starts == hours * HOUR


def test_local_hours_stay_when_the_clocks_change() -> None:
    before, night, after = repeated(date(2026, 10, 17), time(22), time(6), 3, LISBON)
    assert [ends - starts for starts, ends in (before, night, after)] == [8 * HOUR, 9 * HOUR, 8 * HOUR]
    assert {ends.astimezone(LISBON).hour for _, ends in (before, night, after)} == {6}


def test_a_full_night_has_no_gap_when_the_clocks_change() -> None:
    spans = [*repeated(date(2026, 10, 24), time(8), time(8), 1, LISBON)]
    spans += repeated(date(2026, 10, 25), time(8), time(8), 1, LISBON)
    starts, ends = bounds(date(2026, 10, 25), LISBON)
    assert gaps(spans, starts, ends) == () and overlaps(spans, starts, ends) == ()


def put(town: Town, **more: Any) -> DutyShift:
    given: dict[str, Any] = {
        "account": town.worker.account, "area": town.north, "on": date(2026, 11, 24), "begins": time(8),
        "stops": time(18), "by": town.coordinator, "now": NOW,
    }  # fmt: skip
    actions.repeat_duty(**{**given, **more})
    found = DutyShift.objects.order_by("starts").first()
    assert found
    return found


def test_a_shift_is_repeated_all_or_none_and_inherited_by_areas_below(town: Town) -> None:
    put(town, weeks=4)
    assert DutyShift.objects.count() == 4
    with pytest.raises(Refused):
        put(town, weeks=99)
    DutyShift.objects.all().delete()
    put(town, area=town.community, account=town.coordinator.account)
    found = queries.shifts(town.worker, town.north, date(2026, 11, 23), date(2026, 11, 30))
    days = week(found, date(2026, 11, 23), UTC)
    assert [len(day.shifts) for day in days] == [0, 1, 0, 0, 0, 0, 0]
    assert len(days[1].gaps) == 2


def test_it_is_handed_over_only_when_the_other_confirms(town: Town) -> None:
    shift = put(town)
    actions.offer_duty(shift=shift.pk, to=town.coordinator.account, by=town.worker, now=NOW)
    at = shift.starts + HOUR
    assert queries.on_duty(HOUSE, town.north, at).account == town.worker.account  # type: ignore[union-attr]
    with pytest.raises(NotAllowed):
        actions.accept_duty(shift=shift.pk, by=town.admin, now=NOW)
    for _tap in range(2):
        actions.accept_duty(shift=shift.pk, by=town.coordinator, now=NOW)
    assert queries.on_duty(HOUSE, town.north, at).account == town.coordinator.account  # type: ignore[union-attr]


def test_pages_say_what_stands_on_the_rota_up_to_the_moment(town: Town) -> None:
    shift = put(town)
    just_before, just_after = shift.ends - timedelta(seconds=1), shift.ends
    assert queries.duty_hours(STRANGER, town.north, just_before).until == shift.ends
    assert queries.duty_hours(STRANGER, town.north, just_after).until is None
    early = queries.duty_hours(STRANGER, town.north, NOW)
    assert (early.until, early.next_from) == (None, shift.starts)


def test_pages_say_from_when_until_when_nobody_reads(town: Town) -> None:
    """What follows without a break, as at a hand-over, is no gap."""
    first = put(town)
    put(town, on=date(2026, 11, 25), begins=time(8), stops=time(12))
    next_day = DutyShift.objects.latest("starts")
    hours = queries.duty_hours(STRANGER, town.north, first.starts)
    assert (hours.until, hours.again) == (first.ends, next_day.starts)
    DutyShift.objects.filter(pk=next_day.pk).update(starts=first.ends)
    handed_over = queries.duty_hours(STRANGER, town.north, first.starts)
    assert (handed_over.until, handed_over.again) == (next_day.ends, None)


def test_what_has_begun_ends_and_what_is_to_come_goes(town: Town) -> None:
    shift = put(town)
    middle = shift.starts + HOUR
    actions.remove_duty(shift=shift.pk, by=town.coordinator, now=middle)
    assert DutyShift.objects.get().ends == middle
    later = put(town, on=date(2026, 11, 23), begins=time(20), stops=time(22))
    actions.remove_duty(shift=later.pk, by=town.coordinator, now=NOW)
    assert DutyShift.objects.count() == 1


@pytest.mark.doors
def test_the_rota_is_kept_by_those_who_lead_there(town: Town) -> None:
    shift = put(town)
    for viewer, answer in (
        (STRANGER, LogInFirst),
        (town.resident, NotAllowed),
        (town.other_worker, NotAllowed),
    ):
        with pytest.raises(answer):
            put(town, by=viewer)
        with pytest.raises(answer):
            actions.remove_duty(shift=shift.pk, by=viewer, now=NOW)
        with pytest.raises(answer):
            actions.offer_duty(shift=shift.pk, to=town.admin.account, by=viewer, now=NOW)
    for viewer, answer in (
        (STRANGER, LogInFirst),
        (town.resident, NotAllowed),
        (town.other_worker, NotFound),
    ):
        with pytest.raises(answer):
            queries.shifts(viewer, town.north, NOW.date(), NOW.date())
    with pytest.raises(NotAllowed):
        queries.duty_gaps(town.coordinator, NOW, NOW + HOUR)


def test_gaps_of_the_next_days_are_found(town: Town) -> None:
    assert queries.duty_gaps(HOUSE, NOW, NOW + HOUR) == {"North": NOW, "South": NOW}
    actions.set_duty(
        account=town.admin.account, area=town.community, starts=NOW, ends=NOW + 2 * HOUR, by=HOUSE, now=NOW
    )
    assert queries.duty_gaps(HOUSE, NOW, NOW + HOUR) == {}
    assert queries.duty_gaps(HOUSE, NOW, NOW + 3 * HOUR)["North"] == NOW + 2 * HOUR


def test_the_page_of_the_week(town: Town, django_assert_max_num_queries: Any) -> None:
    desk = Client()
    desk.force_login(Account.objects.get(pk=town.coordinator.account))
    on = timezone.localdate() + timedelta(days=1)
    form = {"do": "add", "account": town.worker.account, "on": on.isoformat(), "begins": "08:00",
            "stops": "18:00", "weeks": "2"}  # fmt: skip
    address = f"/duty/?area={town.north}&week={on.isoformat()}"
    assert desk.post(address, {**form, "account": ""}).status_code == 422
    assert desk.post(address, form).status_code == 302
    assert DutyShift.objects.count() == 2
    with django_assert_max_num_queries(12):
        assert "worker-n" in desk.get(address).content.decode()


@pytest.mark.parametrize(
    ("on", "begins", "stops", "said"),
    [
        # The clocks go back at 02:00 to 01:00, forward at 01:00 to 02:00.
        (
            date(2026, 10, 24),
            time(8),
            time(18),
            "From Sat 24 Oct, 18:00 until Sun 25 Oct, 08:00 nobody reads",
        ),
        (date(2026, 3, 28), time(8), time(18), "From Sat 28 Mar, 18:00 until Sun 29 Mar, 08:00 nobody reads"),
    ],
)
def test_the_sentence_says_local_hours_over_the_night_when_the_clocks_change(
    town: Town, settings: Any, on: date, begins: time, stops: time, said: str
) -> None:
    settings.TIME_ZONE = "Europe/Lisbon"
    with timezone.override(LISBON):
        put(town, on=on, begins=begins, stops=stops, now=datetime(2026, 1, 2, tzinfo=UTC), weeks=1)
        put(
            town, on=on + timedelta(days=1), begins=begins, stops=stops,
            now=datetime(2026, 1, 2, tzinfo=UTC), weeks=1,
        )  # fmt: skip
        at = datetime.combine(on, time(12), tzinfo=LISBON)
        hours = queries.duty_hours(STRANGER, town.north, at)
        assert said in sentence(hours)
        night = hours.again - hours.until  # type: ignore[operator]
        assert night == (15 if on.month == 10 else 13) * HOUR


def test_the_hour_that_comes_twice_is_told_apart(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Lisbon"
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    with timezone.override(LISBON):
        found = sentence(DutyHours(until=first, again=second))
    assert "From Sun 25 Oct, 01:30 (WEST) until Sun 25 Oct, 01:30 (WET) nobody reads" in found


def sentence(hours: DutyHours) -> str:
    """What the page says, without its marks."""
    return re.sub(r"<[^>]+>", "", render_to_string("screening/unread.html", {"hours": hours, "calls": ()}))
