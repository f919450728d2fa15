"""Two listings become one and two again, value for value; an import brings nothing back to life."""

from datetime import timedelta

import pytest
from django.apps import apps

from kizuna.access.viewer import STRANGER, SYSTEM, NotFound, Refused, Viewer
from kizuna.directory import actions, queries
from kizuna.directory.asked import Asked
from kizuna.directory.models import (
    Alike,
    Change,
    ChangedField,
    Fault,
    Metadata,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceNeed,
)
from kizuna.directory.package import identify
from kizuna.places.actions import add_area
from tests.conftest import NOW
from tests.directory.packages import bring_in, tables
from tests.directory.shelf import listing

pytestmark = pytest.mark.django_db
HOUSE = SYSTEM("test")
LOGS = {"alike", "edition", "joined", "metadata", "care"}
"""What says that something happened, and numbers its rows anew."""


def dump():
    """Every row of the directory as values."""
    found = {}
    for model in apps.get_app_config("directory").get_models():
        if model._meta.model_name not in LOGS:
            names = [field.attname for field in model._meta.concrete_fields]
            found[model._meta.model_name] = sorted(map(repr, model._default_manager.values_list(*names)))
    return found


def two_sites():
    """The lunch club of the package, and the same from another source, at another place with other hours."""
    bring_in()
    other = tables()
    other["organizations"][0]["name"] = "Linden Kitchen Ltd"
    other["services"] = [
        {"id": "7", "organization_id": "1", "name": "Lunch Club", "email": "eat@linden.example"}
    ]
    other["services_at_location"] = other["services_at_location"][:1]
    other["locations"][0] |= {"latitude": "51.6", "longitude": "-0.2", "name": "Chapel"}
    other["physical_addresses"][0] |= {"address_1": "9 Oak Avenue"}
    other["phones"].append({"id": "2", "service_id": "7", "number": "305 573 4999"})
    other["regular_schedules"] = [
        {"id": "1", "service_id": "7", "weekday": "Friday", "opens_at": "6:00pm", "closes_at": "8:00pm"}
    ]
    bring_in(other, source="birch")
    actions.fill_cards(by=HOUSE, now=NOW)
    return other, identify("linden", "service", "7"), identify("birch", "service", "7")


def join(keep, other, **how):
    return actions.join_entries(kind="service", keep=keep, other=other, by=HOUSE, now=NOW, **how)


def hsds(id):
    return queries.one_published(STRANGER, "services", id, profile="hsds")


def test_places_are_gathered_each_with_its_hours_and_an_undo_gives_all_back():
    _other, keep, gone = two_sites()
    ServiceNeed.objects.create(service_id=gone, need="food", origin="curated")
    actions.refresh_cards(by=HOUSE, now=NOW)
    actions.recheck_all(by=HOUSE, now=NOW)
    before = dump()
    made = join(keep, gone, take=["email"])
    found = queries.service(STRANGER, keep, NOW)
    assert {place.address for place in found.places} == {
        "1 Elm Street, Linden Bay",
        "9 Oak Avenue, Linden Bay",
    }
    assert found.email == "eat@linden.example" and "food" in found.needs
    assert len(found.phones) == 2, "the number that both have stands there once"
    hours = Schedule.objects.filter(service_at_location__service=keep)
    assert {row.byday: row.service_at_location.location.name for row in hours} == {
        "MO": "Hall", "TU": "Hall", "FR": "Chapel",
    }  # fmt: skip
    assert len(hsds(keep)["service_at_locations"]) == 2
    said = Metadata.objects.filter(resource_id=keep, field_name="email").get()
    assert (said.previous_value, said.replacement_value) == ("", "eat@linden.example")
    actions.undo_join(join=made, by=HOUSE, now=NOW + timedelta(days=1))
    assert dump() == before
    with pytest.raises(NotFound):
        actions.undo_join(join=made, by=HOUSE, now=NOW)


def test_every_address_of_the_other_one_leads_to_the_one_that_was_kept(client):
    _other, keep, gone = two_sites()
    site = ServiceAtLocation.objects.get(service=gone)
    fault = actions.report_fault(service=gone, what="phone", words="Shut", by=STRANGER, now=NOW)
    change = actions.propose_change(service=gone, values={"service.name": "Lunch"}, by=STRANGER, now=NOW)
    join(keep, gone)
    for page in ("", "wrong/", "change/", "told/"):
        answer = client.get(f"/services/{gone}/{page}")
        assert answer.status_code == 302 and answer["Location"] == f"/services/{keep}/{page}"
    for profile in ("hsds", "oruk"):
        answer = client.get(f"/{profile}/services/{gone}")
        assert answer.status_code == 302 and answer["Location"] == f"/{profile}/services/{keep}"
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"/hsds/service_at_locations/{site.pk}").json()["service"]["id"] == str(keep)
    assert str(gone) not in str(queries.published(STRANGER, "services", Asked(), profile="hsds"))
    # Kept lists and referrals still have the old id: under it stands the one that was kept.
    found = queries.options_by_id(STRANGER, [gone, keep], NOW)
    assert found[str(gone)].id == found[str(keep)].id == str(keep)
    assert queries.referral_address(STRANGER, gone) == queries.referral_address(STRANGER, keep)
    assert Fault.objects.get(pk=fault).service_id == keep
    assert Change.objects.get(pk=change).service_id == keep
    part = ChangedField.objects.get(change=change)
    actions.decide_change(field=part.pk, accept=True, seen="Lunch club", by=HOUSE, now=NOW)
    assert Service.objects.get(pk=keep).name == "Lunch"
    # What comes in later for the old address belongs to the one that was kept.
    later = actions.report_fault(service=gone, what="phone", by=STRANGER, now=NOW)
    assert Fault.objects.get(pk=later).service_id == keep


def test_an_import_neither_brings_it_back_nor_splits_it():
    other, keep, gone = two_sites()
    made = join(keep, gone, take=["name"])
    actions.fill_cards(by=HOUSE, now=NOW)
    merged = dump()
    assert not bring_in(other, source="birch").changed
    assert not bring_in().changed
    assert dump() == merged
    # What its source changes and adds goes where the merge put it.
    other["services"][0] |= {"description": "Soup on Fridays.", "name": "Soup club"}
    other["locations"].append({"id": "4", "name": "Barn"})
    other["services_at_location"].append({"id": "2", "service_id": "7", "location_id": "4"})
    other["regular_schedules"][0]["closes_at"] = "9:00pm"
    assert bring_in(other, source="birch").changed
    row = Service.objects.get(pk=gone)
    assert (row.withdrawn, row.status, row.merged_into_id) == (True, "inactive", keep)
    found = queries.service(STRANGER, keep, NOW)
    assert len(found.places) == 3 and found.name == "Lunch Club"
    assert Schedule.objects.get(byday="FR").service_id is None
    # The kept one's own source says anew what the curator decided: theirs stands.
    mine = tables()
    mine["services"][0]["description"] = "Lunch for all."
    assert bring_in(mine).changed
    kept = Service.objects.get(pk=keep)
    assert (kept.name, kept.description) == ("Lunch Club", "Lunch for all.")
    actions.undo_join(join=made, by=HOUSE, now=NOW)
    bring_in(other, source="birch")
    assert len(queries.service(STRANGER, gone, NOW).places) == 2
    assert len(queries.service(STRANGER, keep, NOW).places) == 1
    assert not bring_in(other, source="birch").changed and not bring_in(mine).changed


def test_one_place_stays_one_and_its_old_address_leads_on(client):
    keep, gone = listing(), listing()
    made = join(keep.pk, gone.pk)
    assert len(queries.service(STRANGER, keep.pk, NOW).places) == 1
    site = ServiceAtLocation.objects.get(service=gone)
    answer = client.get(f"/hsds/service_at_locations/{site.pk}")
    assert answer["Location"].endswith(str(ServiceAtLocation.objects.get(service=keep).pk))
    for wrong in ((keep.pk, gone.pk), (gone.pk, keep.pk)):
        with pytest.raises(Refused):
            join(*wrong)
    for itself in ({"other": keep.pk}, {"other": listing().pk, "take": ["withdrawn"]}):
        with pytest.raises(Refused):
            join(keep.pk, **itself)
    third = listing()
    last = join(third.pk, keep.pk)
    assert queries.survivor(STRANGER, "service", gone.pk) == str(third.pk)
    with pytest.raises(Refused):
        actions.undo_join(join=made, by=HOUSE, now=NOW)
    actions.undo_join(join=last, by=HOUSE, now=NOW)
    assert queries.survivor(STRANGER, "service", gone.pk) == str(keep.pk)


def test_an_organisation_brings_along_what_it_runs(client):
    other, _keep, _gone = two_sites()
    keep, gone = identify("linden", "organization", "1"), identify("birch", "organization", "1")
    before = dump()
    how = {"kind": "organization", "keep": keep, "other": gone, "by": HOUSE, "now": NOW}
    made = actions.join_entries(**how, take=["name"])
    assert Service.objects.filter(organization=keep).count() == 3
    assert client.get(f"/hsds/organizations/{gone}")["Location"] == f"/hsds/organizations/{keep}"
    assert str(gone) not in client.get("/hsds/organizations").content.decode()
    assert not bring_in(other, source="birch").changed and not bring_in().changed
    assert Organization.objects.get(pk=keep).name == "Linden Kitchen Ltd"
    # Whoever signs in for the old organisation still keeps what it runs.
    provider = Viewer(role="provider", account="p", organisations=frozenset({str(gone)}))
    service = Service.objects.filter(organization=keep).first()
    actions.set_capacity(service=service.pk, state="places", by=provider, now=NOW)
    service.servicecapacity_set.filter(source=None).delete()
    actions.undo_join(join=made, by=HOUSE, now=NOW)
    assert dump() == before


def test_a_night_finds_pairs_and_never_asks_twice():
    two_sites()
    waiting = actions.find_alike(by=HOUSE, now=NOW)
    pairs = queries.alike(HOUSE)
    assert waiting == len(pairs) == 2
    assert {pair.kind for pair in pairs} == {"service", "organization"}
    (service,) = [pair for pair in pairs if pair.kind == "service"]
    assert service.verdict == "sites" and "The same telephone number" in service.reasons
    Service.objects.filter(pk=service.two.id).update(assured_date=NOW.date())
    assert queries.pair(HOUSE, service.id).one.id == service.two.id, "who was checked lately is kept"
    kept = set(Alike.objects.values_list("pk", flat=True))
    actions.find_alike(by=HOUSE, now=NOW)
    assert set(Alike.objects.values_list("pk", flat=True)) == kept, "a pair keeps its address"
    actions.say_apart(pair=service.id, by=HOUSE, now=NOW)
    assert actions.find_alike(by=HOUSE, now=NOW) == 1
    assert [pair.kind for pair in queries.alike(HOUSE)] == ["organization"]


@pytest.mark.doors
def test_only_those_who_care_for_both_may_join_them():
    by, now = HOUSE, NOW
    top = add_area(name="Region", level="region", above=None, lat=0, lon=0, by=by, now=now)
    north, south = (
        add_area(name=name, level="neighbourhood", above=top, lat=0, lon=0, by=by, now=now)
        for name in ("North", "South")
    )
    one, two, far = listing(area=north), listing(area=north), listing(area=south)
    curator = Viewer(
        role="coordinator", account="c", areas=frozenset({str(north)}), around=frozenset({str(top)})
    )
    find = actions.find_alike
    find(by=HOUSE, now=NOW)
    rows = Alike.objects.filter(kind="service")
    mine = {str(row.pk) for row in rows if far.pk not in (row.one, row.two)}
    others = rows.exclude(pk__in=mine).first()
    assert {pair.id for pair in queries.alike(curator)} == mine
    for deed in (
        lambda: queries.pair(curator, others.pk),
        lambda: actions.say_apart(pair=others.pk, by=curator, now=NOW),
        lambda: actions.ask_again(pair=others.pk, by=curator, now=NOW),
        lambda: actions.join_entries(kind="service", keep=one.pk, other=far.pk, by=curator, now=NOW),
    ):
        with pytest.raises(NotFound):
            deed()
    made = actions.join_entries(kind="service", keep=one.pk, other=two.pk, by=curator, now=NOW)
    elsewhere = Viewer(role="coordinator", account="d", areas=frozenset({str(south)}))
    with pytest.raises(NotFound):
        actions.undo_join(join=made, by=elsewhere, now=NOW)
    actions.undo_join(join=made, by=curator, now=NOW)
