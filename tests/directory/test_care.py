"""The curator's page: what needs care, worst first, within one's reach, and true at once."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, Viewer
from kizuna.directory import actions, queries
from kizuna.directory.care import LABELS, REASONS, WEIGHTS, Facts, because
from kizuna.directory.freshness import FRESHNESS
from kizuna.directory.models import Care, ChangedField, Service, Use
from kizuna.outbox.models import FailedAddress
from kizuna.places.actions import add_area
from tests.conftest import NOW
from tests.directory.packages import bring_in
from tests.directory.shelf import listing

BY = SYSTEM("test")
DAY = timedelta(days=1)
WELL = Facts("fresh")


def why(facts) -> dict[str, int]:
    return {one.reason: one.weight for one in because(facts)}


def test_a_listing_that_is_well_needs_nothing() -> None:
    assert because(WELL) == because(Facts("ageing", views=9999, referrals=99)) == ()
    assert set(LABELS) == set(WEIGHTS) == set(REASONS)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts("fresh", faults=1), {"wrong": 40}),
        (Facts("fresh", faults=9), {"wrong": 60}),
        (Facts("fresh", changes=3), {"change": 30}),
        (Facts("fresh", bounced=True), {"bounced": 25}),
        (Facts("fresh", outside=True), {"outside": 12}),
        (Facts("fresh", mapped=False), {"unmapped": 10}),
        (Facts("fresh", hours=False), {"hours": 8}),
        (Facts("unknown"), {"unchecked": 6}),
        (Facts("stale"), {"stale": 10}),
        (Facts("stale", referrals=5, views=40), {"stale": 29}),
        (Facts("stale", referrals=50, views=4000), {"stale": 40}),
    ],
)
def test_each_reason_and_its_weight(facts, expected) -> None:
    assert why(facts) == expected


facts = st.builds(
    Facts,
    st.sampled_from(FRESHNESS),
    st.integers(0, 9),
    st.integers(0, 9),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(0, 500),
    st.integers(0, 50),
)


@given(facts)
def test_more_use_never_makes_a_listing_less_urgent(found) -> None:
    from dataclasses import replace

    more = replace(found, views=found.views + 100, referrals=found.referrals + 3)
    assert sum(why(more).values()) >= sum(why(found).values())
    assert [one.reason for one in because(found)] == [r for r in REASONS if r in why(found)]


def reasons(service, by=BY) -> set[str]:
    lines = {one.id: one for one in queries.care_lines(by, now=NOW)}
    line = lines.get(str(service.pk))
    return {one.reason for one in line.because} if line else set()


def recheck() -> None:
    actions.refresh_cards(by=BY, now=NOW)
    actions.recheck_all(by=BY, now=NOW)


def fresh(name="Lunch", **more) -> Service:
    return listing(name, assured_date=NOW.date(), **more)


@pytest.mark.django_db
def test_every_reason_is_found_in_the_tables() -> None:
    square = {"type": "Polygon", "coordinates": [[[-1, 51], [1, 51], [1, 52], [-1, 52], [-1, 51]]]}
    add_area(name="Town", level="community", above=None, lat=51.5, lon=0, boundary=square, by=BY, now=NOW)
    well, bare, bounced = (
        fresh(),
        Service.objects.create(name="Bare"),
        fresh("Bounced", email="gone@x.example"),
    )
    stale, far = listing("Old", assured_date=NOW.date() - 200 * DAY), fresh("Far")
    far.serviceatlocation_set.first().location.__class__.objects.filter(
        pk=far.serviceatlocation_set.first().location_id
    ).update(latitude=10.0)
    from kizuna.outbox.actions.steps import mark

    FailedAddress.objects.create(
        address_index=mark("email", "gone@x.example"), channel="email", message=far.pk, at=NOW
    )
    recheck()
    assert reasons(well) == set()
    assert reasons(bare) == {"unchecked", "unmapped", "hours"}
    assert reasons(bounced) == {"bounced"}
    assert reasons(stale) == {"stale"}
    assert reasons(far) == {"outside"}
    before = list(Care.objects.order_by("pk").values_list("pk", flat=True))
    recheck()
    assert list(Care.objects.order_by("pk").values_list("pk", flat=True)) == before


@pytest.mark.django_db
def test_the_page_is_true_at_once() -> None:
    row = fresh()
    recheck()
    fault = actions.report_fault(service=row.pk, what="phone", by=STRANGER, now=NOW)
    actions.propose_change(service=row.pk, values={"service.name": "New"}, by=STRANGER, now=NOW)
    assert reasons(row) == {"wrong", "change"}
    assert queries.care_counts(BY)[0] == 1
    actions.close_fault(fault=fault, by=BY, now=NOW)
    actions.decide_change(field=ChangedField.objects.get().pk, accept=False, by=BY, now=NOW)
    assert reasons(row) == set()
    old = listing("Old", assured_date=NOW.date() - 200 * DAY)
    recheck()
    assert reasons(old) == {"stale"}
    actions.confirm_service(service=old.pk, by=BY, now=NOW)
    assert reasons(old) == set()


@pytest.mark.django_db
def test_what_is_used_most_stands_first_and_what_left_stands_nowhere() -> None:
    _quiet, busy = (listing(name, assured_date=NOW.date() - 200 * DAY) for name in ("Quiet", "Busy"))
    for _ in range(4):
        actions.count_use(service=busy.pk, what="referrals", by=BY, now=NOW)
    actions.count_use(service=busy.pk, what="views", by=STRANGER, now=NOW)
    assert Use.objects.get().views == 1
    recheck()
    assert [one.name for one in queries.care_lines(BY, now=NOW)] == ["Busy", "Quiet"]
    Service.objects.filter(pk=busy.pk).update(status="inactive")
    recheck()
    assert [one.name for one in queries.care_lines(BY, now=NOW)] == ["Quiet"]


@pytest.mark.django_db
def test_an_import_has_everything_looked_through() -> None:
    from kizuna.work.models import Job

    bring_in()
    assert Job.objects.filter(name="directory.recheck").exists()


@pytest.mark.django_db
def test_looking_at_a_listing_is_counted_and_nobody_is_in_the_count(client) -> None:
    row = fresh()
    for _ in range(3):
        client.get(f"/services/{row.pk}/")
    assert Use.objects.get().views == 3
    assert {field.name for field in Use._meta.fields} == {"id", "service", "month", "views", "referrals"}


@pytest.mark.doors
@pytest.mark.django_db
def test_a_curator_sees_their_own_area_and_what_is_for_everybody() -> None:
    north, south = (
        add_area(name=name, level="neighbourhood", above=None, lat=1, lon=1, by=BY, now=NOW)
        for name in ("North", "South")
    )
    listing("In the north", area=north)
    listing("In the south", area=south)
    listing("Anywhere")
    recheck()
    here = Viewer(role="coordinator", account="1", areas=frozenset({str(north)}))
    assert {one.name for one in queries.care_lines(here, now=NOW)} == {"In the north", "Anywhere"}
    assert queries.care_counts(here)[0] == 2
    assert queries.care_counts(Viewer(role="admin", account="1"))[0] == 3
    with pytest.raises(LogInFirst):
        queries.care_lines(STRANGER, now=NOW)
    for role in ("resident", "worker", "provider", "organiser", "analyst"):
        with pytest.raises(NotAllowed):
            queries.care_counts(Viewer(role=role, account="1", areas=frozenset({str(north)})))


@pytest.mark.django_db
def test_the_pages_take_few_queries_and_every_button_does_one_thing(
    client, django_assert_max_num_queries
) -> None:
    from kizuna.people.actions import open_account
    from kizuna.people.models import Account

    key = open_account(email="a@example.org", role="admin", name="A", by=BY, now=NOW)
    client.force_login(Account.objects.get(pk=key))
    rows = [listing(f"Lunch {n}") for n in range(30)]
    row = rows[0]
    fault = actions.report_fault(service=row.pk, what="phone", words="x", by=STRANGER, now=NOW)
    for name in ("One", "Two"):
        actions.propose_change(service=row.pk, values={"service.name": name}, by=STRANGER, now=NOW)
    recheck()
    with django_assert_max_num_queries(12):
        page = client.get("/services/care/").content.decode()
    assert page.index("Lunch 0") < page.index("Lunch 1")
    assert "page=2" in page
    with django_assert_max_num_queries(12):
        assert client.get("/services/care/?about=wrong").content.decode().count("<article") == 1
    address = f"/services/{row.pk}/care/"
    with django_assert_max_num_queries(12):
        client.get(address)
    first, second = ChangedField.objects.order_by("change__at", "pk")

    def press(**said) -> int:
        return client.post(address, said).status_code

    assert press(do="accept", field=str(first.pk), seen="Lunch 0") == 302
    assert press(do="accept", field=str(second.pk), seen="Lunch 0") == 422
    assert "was changed since they wrote" in client.get(address).content.decode()
    assert press(do="refuse", field=str(second.pk)) == 302
    assert press(do="undo", field=str(first.pk)) == 302
    assert press(do="close", fault=str(fault)) == 302
    assert press(do="confirm") == 302
    assert press(do="ask") == 302
    assert press(do="rubbish") == press(do="accept", field="x") == 422
    row.refresh_from_db()
    assert row.name == "Lunch 0"
    assert row.assured_date is not None
