"""Hours that people propose: read as written, accepted day by day, undone, and kept over an import."""

from datetime import UTC, datetime, time
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, SYSTEM, Refused
from kizuna.directory import actions, queries
from kizuna.directory.models import ChangedField, Contact, HeldEdit, Metadata, Schedule, Service
from kizuna.directory.own_hours import (
    BY_APPOINTMENT,
    CLOSED,
    DAYS,
    UNKNOWN,
    UnreadableHours,
    all_closed,
    read_day,
    rows_of,
    spans_of,
    week_of,
)
from tests.conftest import NOW
from tests.directory.packages import bring_in, identify_lunch, tables
from tests.directory.shelf import listing

BY = SYSTEM("test")
TUESDAY = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9-17", "09:00-17:00"),
        ("9:00–12:00, 13:00-17:00", "09:00-12:00, 13:00-17:00"),
        ("1pm to 5pm, 9am-12pm", "09:00-12:00, 13:00-17:00"),
        ("22:00-07:00", "22:00-07:00"),
        ("0-24", "00:00-00:00"),
        (" Closed ", CLOSED),
        ("By  appointment", BY_APPOINTMENT),
        ("", UNKNOWN),
    ],
)
def test_what_people_write_is_read(typed, read) -> None:
    assert read_day(typed) == read == read_day(read)


@pytest.mark.parametrize("typed", ["9", "25-26", "13pm-2pm", "9-17, 12-18", "22-7, 23-24", "soon", "-", "9-"])
def test_what_is_no_time_is_refused(typed) -> None:
    with pytest.raises(UnreadableHours):
        read_day(typed)


def _as_rows(week):
    empty = {
        "interval": None, "count": None, "bymonthday": "", "byweekno": "", "byyearday": "",
        "exception": False,
        "readable": True, "notes": "", "opens_at": None, "closes_at": None,
    }  # fmt: skip
    return [SimpleNamespace(**{**empty, **values}) for values in rows_of(week)]


_TEXTS = st.one_of(
    st.sampled_from([CLOSED, BY_APPOINTMENT, UNKNOWN, "09:00-12:00, 13:00-17:00", "00:00-00:00"]),
    st.tuples(st.integers(0, 11), st.integers(12, 23)).map(lambda h: f"{h[0]:02}:00-{h[1]:02}:30"),
)


@given(st.fixed_dictionaries(dict.fromkeys(DAYS, _TEXTS)))
def test_a_week_comes_back_as_it_was_written(week) -> None:
    if not all_closed(week):
        assert week_of(_as_rows(week)) == week
    assert all(read_day(text) == text for text in week.values())
    assert spans_of(CLOSED) == []


@pytest.fixture(autouse=True)
def _fresh_count(request):
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        cache.clear()


def propose(row, **days) -> list[ChangedField]:
    values = {f"schedule.{day}": text for day, text in days.items()}
    made = actions.propose_change(service=row.pk, values=values, by=STRANGER, now=NOW)
    return list(ChangedField.objects.filter(change=made).order_by("field_name"))


def accept(part) -> None:
    actions.decide_change(field=part.pk, accept=True, by=BY, now=NOW)


def is_open(row, at=TUESDAY):
    return queries.options_by_id(STRANGER, [row.pk], at)[str(row.pk)].open_now


@pytest.mark.django_db
def test_hours_are_accepted_day_by_day_and_undone() -> None:
    row = listing()
    before = sorted(Schedule.objects.values_list("byday", "opens_at", "replaced"))
    saturday, tuesday = propose(row, tu="9-20", sa="by appointment", mo="09:00-17:00")
    assert is_open(row) is False
    accept(tuesday)
    assert is_open(row) is True
    assert queries.hours_now(BY, row.pk)["mo"] == "09:00-17:00"
    accept(saturday)
    assert queries.hours_now(BY, row.pk)["sa"] == BY_APPOINTMENT
    said = Metadata.objects.get(field_name="schedule.tu")
    assert (said.previous_value, said.replacement_value) == ("09:00-17:00", "09:00-20:00")
    exported = list(queries.table_rows(BY, "schedule"))
    assert {one.get("closes_at") for one in exported} == {"17:00", "20:00", None}
    for part in (saturday, tuesday):
        actions.undo_change(field=part.pk, by=BY, now=NOW)
    assert sorted(Schedule.objects.values_list("byday", "opens_at", "replaced")) == before
    assert is_open(row) is False and not HeldEdit.objects.exists()
    never = propose(row, **dict.fromkeys(("mo", "tu", "we", "th", "fr"), CLOSED))
    for part in never[:-1]:
        accept(part)
    with pytest.raises(Refused, match="not offered"):
        accept(never[-1])


@pytest.mark.django_db
def test_an_import_leaves_peoples_hours_and_proposes_what_it_says_anew() -> None:
    bring_in()
    row = Service.objects.get(pk=identify_lunch())
    said = queries.hours_now(BY, row.pk)
    (part,) = propose(row, su="10:00-11:00")
    accept(part)
    rows = sorted(Schedule.objects.values_list("pk", "replaced"))
    assert not bring_in().changed
    assert sorted(Schedule.objects.values_list("pk", "replaced")) == rows
    for schedule in (found := tables())["regular_schedules"]:
        schedule["opens_at"] = "08:00"
    assert bring_in(found).changed
    assert queries.hours_now(BY, row.pk) == {**said, "su": "10:00-11:00"}
    waiting = ChangedField.objects.filter(change__origin="import", status="waiting")
    assert waiting.exists() and all("08:00" in one.replacement or one.field_name == "su" for one in waiting)
    assert not bring_in(found).changed
    for one in waiting:
        accept(one)
    assert not Schedule.objects.filter(replaced=True).exists() and not HeldEdit.objects.exists()


@pytest.mark.django_db
def test_the_form_asks_for_each_day_and_leaves_alone_what_nobody_touched(client) -> None:
    row = listing()
    Schedule.objects.create(service=row, freq="WEEKLY", byday="MO", opens_at=time(18), closes_at=time(19))
    Schedule.objects.create(service=row, freq="WEEKLY", byday="MO", opens_at=time(20), closes_at=time(21))
    page = f"/services/{row.pk}/change/"
    text = client.get(page).content.decode()
    assert text.count('type="time"') == 28 and "Opening hours, day by day" in text
    form = client.get(page).context["form"]
    sent = {}
    for field in form.others:
        sent[field.html_name] = field.value() or ""
    for field in form.days:
        for number, part in enumerate(field.field.widget.decompress(field.value())):
            sent[f"{field.html_name}_{number}"] = part or ""
    bad = client.post(page, {**sent, "schedule.tu_2": ""})
    assert bad.status_code == 422 and "when it opens and closes" in bad.content.decode()
    check = client.post(page, {**sent, "do": "check"})
    assert check.status_code == 200
    assert client.post(page, {**sent, "schedule.tu_2": "20:00"}).status_code == 302
    (one,) = ChangedField.objects.all()
    assert (one.field_name, one.previous_value, one.replacement) == ("tu", "09:00-17:00", "09:00-20:00")


@pytest.mark.django_db
def test_what_a_package_says_of_a_contact_beyond_its_columns_is_sealed(django_assert_num_queries) -> None:
    row = Contact.objects.create(name="Nuria", more={"keys": {"mobile": "+1 305 555 0199"}})
    with django_assert_num_queries(1) as seen:
        assert Contact.objects.get(pk=row.pk).more == {"keys": {"mobile": "+1 305 555 0199"}}
    del seen
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, more FROM directory_contact")
        assert "0199" not in str(cursor.fetchall())
