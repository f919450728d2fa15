"""What people propose for a listing: nothing changes before a curator says so, and all can be taken back."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.directory import actions, queries
from kizuna.directory.changing import (
    BY_COLUMN,
    FIELDS,
    OFFERED,
    OFFERED_LABELS,
    Held,
    Wrong,
    kept,
    read,
    shown,
)
from kizuna.directory.models import Change, ChangedField, HeldEdit, Metadata, Phone, Service
from kizuna.directory.provider_link import make, opens_service
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.places.actions import add_area
from tests.conftest import NOW
from tests.directory.packages import bring_in, identify_lunch, tables
from tests.directory.shelf import listing

BY = SYSTEM("test")


@pytest.fixture(autouse=True)
def _fresh_count(db):
    cache.clear()


def propose(service, by=STRANGER, **values) -> list[ChangedField]:
    keys = {f"service.{name}": value for name, value in values.items()}
    made = actions.propose_change(service=service.pk, values=keys, by=by, now=NOW)
    return list(ChangedField.objects.filter(change=made).order_by("field_name"))


def accept(part, **more) -> None:
    actions.decide_change(field=part.pk, accept=True, by=BY, now=NOW, **more)


@pytest.mark.parametrize(
    ("column", "typed", "read_as"),
    [
        ("minimum_age", "16.0", "16"),
        ("minimum_age", "", ""),
        ("url", "linden.example", "https://linden.example"),
        ("email", " office@linden.example ", "office@linden.example"),
        ("name", " Lunch \r\n club ", "Lunch club"),
        ("description", "a\r\nb", "a\nb"),
    ],
)
def test_what_is_typed_is_read_as_an_import_would(column, typed, read_as) -> None:
    assert read(BY_COLUMN["service", column], typed, country="US") == read_as


@pytest.mark.parametrize(
    ("table", "column", "typed"),
    [
        ("service", "name", " "),
        ("service", "minimum_age", "old"),
        ("service", "maximum_age", "121"),
        ("service", "status", "great"),
        ("service", "email", "nobody"),
        ("service", "name", "x" * 301),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(table, column, typed) -> None:
    with pytest.raises(Wrong, match=r"\.$"):
        read(BY_COLUMN[table, column], typed, country="US")


def test_a_phone_is_read_for_the_country() -> None:
    assert read(BY_COLUMN["phone", "number"], "(305) 573-4200", country="US") == "+13055734200"


@given(st.one_of(st.none(), st.floats(0, 120).map(lambda age: round(age, 1))))
def test_ages_come_back_as_they_went(age) -> None:
    field = BY_COLUMN["service", "minimum_age"]
    assert kept(field, shown(age)) == age


@given(st.text(), st.text(), st.text())
def test_a_source_that_says_nothing_new_never_wins_over_a_human(value, source, incoming) -> None:
    meant = Held(value, source).against(incoming)
    assert meant == ("agrees" if incoming == value else "keep" if incoming == source else "differs")


def test_every_state_of_a_service_has_words() -> None:
    assert set(OFFERED) == set(OFFERED_LABELS) == set(Service.STATUSES)
    assert len({(field.table, field.column) for field in FIELDS}) == len(FIELDS)


def test_nothing_changes_until_a_curator_says_so_and_the_old_value_is_kept() -> None:
    row = listing()
    email, name = propose(row, name="Supper club", email="supper@linden.example")
    row.refresh_from_db()
    assert (row.name, row.email) == ("Lunch club", "lunch@linden.example")
    accept(name)
    actions.decide_change(field=email.pk, accept=False, by=BY, now=NOW)
    row.refresh_from_db()
    assert (row.name, row.email, row.last_modified) == ("Supper club", "lunch@linden.example", NOW)
    (said,) = Metadata.objects.all()
    assert (said.resource_type, said.resource_id, said.field_name) == ("service", row.pk, "name")
    assert (said.previous_value, said.replacement_value) == ("Lunch club", "Supper club")
    assert (said.last_action_type, said.last_action_date) == ("update", NOW.date())
    assert [one.name for one in queries.search(STRANGER, "supper", now=NOW)] == ["Supper club"]
    for part in (name, email):
        with pytest.raises(Refused):
            accept(part)


def test_undoing_puts_back_what_was_there() -> None:
    row = listing(minimum_age=60)
    (part,) = propose(row, minimum_age="50")
    accept(part)
    actions.undo_change(field=part.pk, by=BY, now=NOW)
    row.refresh_from_db()
    assert row.minimum_age == 60
    assert list(Metadata.objects.order_by("pk").values_list("replacement_value", flat=True).distinct())
    with pytest.raises(Refused):
        actions.undo_change(field=part.pk, by=BY, now=NOW)


def test_two_who_change_the_same_field_are_a_conflict_that_the_curator_sees() -> None:
    row = listing()
    (first,), (second,) = propose(row, name="One"), propose(row, name="Two")
    accept(first)
    (waiting,) = [change for change in queries.changes(BY, row.pk) if change.waits]
    assert waiting.fields[0].conflict
    with pytest.raises(actions.Changed):
        accept(second)
    accept(second, seen="One")
    with pytest.raises(actions.Changed):
        actions.undo_change(field=first.pk, by=BY, now=NOW)
    actions.undo_change(field=second.pk, by=BY, now=NOW)
    row.refresh_from_db()
    assert row.name == "One"


def test_phones_and_addresses_too_and_a_phone_where_there_was_none() -> None:
    row = listing()
    keys = {one.field.column: one.key for one in queries.changeable(STRANGER, row.pk)}
    values = {keys["number"]: "305 555 0199", keys["city"]: "Oak Bay"}
    made = actions.propose_change(service=row.pk, values=values, by=STRANGER, now=NOW)
    for part in ChangedField.objects.filter(change=made):
        accept(part)
    (option,) = queries.options(STRANGER, now=NOW)
    assert option.phone == "+13055550199"
    assert "Oak Bay" in option.address
    bare = Service.objects.create(name="Bare")
    made = actions.propose_change(
        service=bare.pk, values={"phone.number.new": "305 555 0123"}, by=STRANGER, now=NOW
    )
    accept(ChangedField.objects.get(change=made))
    assert Phone.objects.get(service=bare).number == "+13055550123"


def test_an_import_never_writes_over_what_a_human_decided_and_proposes_what_it_says_anew() -> None:
    bring_in()
    row = Service.objects.get(pk=identify_lunch())
    (part,) = propose(row, name="Lunch for all")
    accept(part)

    def name() -> str:
        return Service.objects.values_list("name", flat=True).get(pk=row.pk)

    assert not bring_in().changed
    assert name() == "Lunch for all"
    other = tables()
    other["services"][0]["name"] = "Midday meal"
    assert bring_in(other).changed
    assert not bring_in(other).changed
    assert name() == "Lunch for all"
    (new,) = [change for change in queries.changes(BY, row.pk) if change.waits]
    assert (new.origin, new.fields[0].replacement) == ("import", "Midday meal")
    other["services"][0]["name"] = "Lunch for all"
    bring_in(other)
    assert not HeldEdit.objects.exists()
    other["services"][0]["name"] = "Dinner"
    bring_in(other)
    assert name() == "Dinner"


def test_what_was_undone_is_the_sources_again() -> None:
    bring_in()
    row = Service.objects.get(pk=identify_lunch())
    (part,) = propose(row, name="Lunch for all")
    accept(part)
    actions.undo_change(field=part.pk, by=BY, now=NOW)
    assert not HeldEdit.objects.exists()
    other = tables()
    other["services"][0]["name"] = "Midday meal"
    bring_in(other)
    row.refresh_from_db()
    assert row.name == "Midday meal"


def test_who_left_an_address_hears_once_and_it_is_forgotten() -> None:
    row = listing()
    made = actions.propose_change(
        service=row.pk,
        values={"service.name": "A", "service.url": "a.example"},
        reach="me@example.org",
        by=STRANGER,
        now=NOW,
    )
    for place, part in enumerate(ChangedField.objects.filter(change=made)):
        assert not Message.objects.exists()
        actions.decide_change(field=part.pk, accept=bool(place), by=BY, now=NOW)
    (letter,) = Message.objects.all()
    assert letter.address == "me@example.org"
    assert "1 of 2" in letter.text
    assert Change.objects.get().reach == ""
    told = actions.report_fault(service=row.pk, what="phone", reach="me@example.org", by=STRANGER, now=NOW)
    for _ in range(2):
        actions.close_fault(fault=told, by=BY, now=NOW)
    assert Message.objects.count() == 2
    assert "example.org" not in "".join(f"{e.subject}{e.verb}{e.by}" for e in Entry.objects.all())


def test_floods_stop_and_the_provider_is_not_stopped_by_them() -> None:
    row = listing(email="p@linden.example")
    with pytest.raises(Refused):
        for n in range(100):
            propose(row, name=f"Name {n}")
    provider = Viewer(role="provider", token=opens_service(row.pk))
    assert propose(row, by=provider, name="Ours")[0].change.origin == "provider"
    told = [actions.report_fault(service=row.pk, what="phone", by=STRANGER, now=NOW) for _ in range(52)]
    assert told[-1] is None
    assert told[49] is not None


def test_saying_the_same_is_no_proposal() -> None:
    with pytest.raises(Refused):
        propose(listing(), name="Lunch club")


def test_anybody_tells_us_on_a_page_without_a_name(client, monkeypatch) -> None:
    row = listing()
    address = reverse("directory:wrong", args=[row.pk])
    assert address in client.get(f"/services/{row.pk}/").content.decode()
    assert client.post(address, {"words": "x"}).status_code == 422
    answer = client.post(address, {"what": "phone", "words": "It rings out"}, follow=True)
    assert "Thank you for telling us" in answer.content.decode()
    (said,) = queries.faults(BY, row.pk)
    assert (said.what, said.words, said.hears_back) == ("phone", "It rings out", False)
    change = reverse("directory:change", args=[row.pk])
    form = client.get(change).context["form"]
    typed = {key: one.value for key, one in form.there.items()}
    assert client.post(change, typed).status_code == 422
    assert client.post(change, {**typed, "service.email": "nobody"}).status_code == 422
    assert client.post(change, {**typed, "service.name": "Supper"}).status_code == 302
    row.refresh_from_db()
    assert row.name == "Lunch club"
    monkeypatch.setattr("kizuna.directory.views.telling.WORDS", ("listing:wrong", 2))
    assert client.post(address, {"what": "phone"}).status_code == 429


def test_the_providers_link_proposes_as_the_provider(client) -> None:
    row = listing()
    token = make("change", row.pk, row.email, settings.SECRET_KEYS, timezone.now())
    address = reverse("directory:change_link", args=[token])
    typed = {key: one.value for key, one in client.get(address).context["form"].there.items()}
    assert client.post(address, {**typed, "service.name": "Supper"}).status_code == 302
    assert Change.objects.get().origin == "provider"


@pytest.mark.doors
def test_only_a_curator_of_the_area_decides() -> None:
    north, south = (
        add_area(name=name, level="neighbourhood", above=None, lat=1, lon=1, by=BY, now=NOW)
        for name in ("North", "South")
    )
    row = listing(area=north)
    (part,) = propose(row, name="New")
    fault = actions.report_fault(service=row.pk, what="phone", by=STRANGER, now=NOW)
    deeds = (
        lambda by: actions.decide_change(field=part.pk, accept=True, by=by, now=NOW),
        lambda by: actions.undo_change(field=part.pk, by=by, now=NOW),
        lambda by: actions.close_fault(fault=fault, by=by, now=NOW),
        lambda by: queries.changes(by, row.pk),
        lambda by: queries.faults(by, row.pk),
    )
    own = frozenset({str(row.organization_id)})
    for deed in deeds:
        for by, refusal in (
            (STRANGER, LogInFirst),
            (Viewer(role="worker", account="1", areas=frozenset({str(north)})), NotAllowed),
            (Viewer(role="provider", account="1", organisations=own), NotAllowed),
            (Viewer(role="provider", token=opens_service(row.pk)), (NotAllowed, NotFound)),
            (Viewer(role="coordinator", account="1", areas=frozenset({str(south)})), NotFound),
        ):
            with pytest.raises(refusal):
                deed(by)
    here = Viewer(role="coordinator", account="1", areas=frozenset({str(north)}))
    for deed in deeds:
        deed(here)
    with pytest.raises(NotFound):
        propose(listing("Other"), by=Viewer(role="provider", token=opens_service(row.pk)), name="X")


def test_what_people_told_us_goes_when_its_period_is_over() -> None:
    row = listing()
    propose(row, name="New")
    actions.report_fault(service=row.pk, what="phone", by=STRANGER, now=NOW)
    for code in ("directory.faults", "directory.changes"):
        held = queries.counted(BY, code, NOW)
        assert (held.total, held.due, held.oldest) == (1, 0, NOW)
        how = {"code": code, "limit": 9, "by": BY, "now": NOW}
        assert actions.let_go(before=NOW, **how) == 0
        assert actions.let_go(before=NOW + timedelta(seconds=1), **how) == 1
    assert not ChangedField.objects.exists()
