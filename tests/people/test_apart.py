"""Two people who must not meet: by the wish of one, in every record of both, told to nobody."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.access.viewer import NotAllowed, NotFound, Refused, Viewer
from kizuna.ledger.models import Entry
from kizuna.people.actions import add_person, block, merge_persons, unblock
from kizuna.people.models import Account
from kizuna.people.queries import avoided, contact, held_about, kept_apart, listed, profile, visible
from tests.conftest import NOW
from tests.people.town import HOUSE, LATER, Town, supported

pytestmark = pytest.mark.django_db


@pytest.fixture
def apart(town: Town) -> Town:
    """Ana does not want to meet Ben, who agreed to the support of link workers as well."""
    supported(town.ben)
    block(person=town.ana, other=town.ben, by=town.resident, now=NOW)
    return town


def test_a_block_holds_in_both_directions_and_stops_contact(apart: Town) -> None:
    them = Viewer(role="system", person=str(apart.ben), reason="somebody with a person")
    block(person=apart.ana, other=apart.ben, by=apart.resident, now=LATER)
    assert Entry.objects.filter(verb="person.blocked").count() == 1
    assert contact(them, apart.ana, NOW) is None
    assert kept_apart(HOUSE, apart.ana).persons == {str(apart.ben)}
    assert kept_apart(HOUSE, apart.ben).persons == {str(apart.ana)}
    assert kept_apart(HOUSE, apart.ben).accounts == {apart.resident.account}
    assert not kept_apart(HOUSE, apart.cem)
    (held,) = avoided(apart.worker, apart.ana)
    unblock(person=apart.ana, block=held.id, by=apart.worker, now=LATER)
    assert contact(them, apart.ana, NOW)
    assert not kept_apart(HOUSE, apart.ben)
    with pytest.raises(Refused):
        block(person=apart.ana, other=apart.ana, by=apart.resident, now=NOW)


@pytest.fixture
def desk(town: Town) -> Client:
    """The browser of the worker in North."""
    client = Client()
    client.force_login(Account.objects.get(pk=town.worker.account))
    return client


@pytest.mark.parametrize("before", [True, False])
def test_records_that_are_one_are_kept_apart_under_each_of_their_ids(apart: Town, before: bool) -> None:
    double = add_person(name="Benny Ono", area=apart.north, by=HOUSE, now=NOW)
    if before:
        merge_persons(keep=apart.ben, other=double, by=HOUSE, now=NOW)
    else:
        merge_persons(keep=double, other=apart.ben, by=HOUSE, now=NOW)
    assert kept_apart(HOUSE, apart.ana).persons == {str(apart.ben), str(double)}
    assert kept_apart(HOUSE, double).persons == kept_apart(HOUSE, apart.ben).persons == {str(apart.ana)}


@pytest.mark.parametrize("by_whom", ["ana", "worker"])
def test_whoever_works_here_sees_nobody_from_whom_they_are_kept_apart(town: Town, by_whom: str) -> None:
    """A link worker may be somebody's former partner."""
    Account.objects.filter(pk=UUID(town.worker.account)).update(person=town.ben)
    partner = replace(town.worker, person=str(town.ben))
    assert profile(partner, town.ana)
    one, other = (town.ana, town.ben) if by_whom == "ana" else (town.ben, town.ana)
    block(person=one, other=other, by=HOUSE, now=NOW)
    with pytest.raises(NotFound):
        profile(partner, town.ana)
    assert not visible(partner).filter(pk=town.ana).exists()
    assert listed(partner)[0] == 0
    assert profile(town.worker, town.ana), "another worker still does"


@pytest.mark.doors
def test_who_is_kept_apart_is_for_the_house_alone(apart: Town) -> None:
    for viewer in (apart.worker, apart.coordinator, apart.admin, apart.resident):
        with pytest.raises(NotAllowed):
            kept_apart(viewer, apart.ana)
    with pytest.raises(NotFound):
        avoided(apart.other_worker, apart.ana)


def test_the_other_never_learns_of_it(apart: Town) -> None:
    them = Viewer(role="resident", person=str(apart.ben))
    assert held_about(them, apart.ben)["blocked"] == []
    assert str(apart.ana) not in str(held_about(them, apart.ben))
    assert avoided(apart.worker, apart.ben) == []
    assert not Entry.objects.filter(person=apart.ben, verb__startswith="person.block").exists()


def test_a_name_out_of_sight_stays_out_of_sight(apart: Town) -> None:
    block(person=apart.ana, other=apart.cem, by=HOUSE, now=NOW)
    assert [one.name for one in avoided(apart.worker, apart.ana)] == ["Ben Ono", ""]


def test_a_link_worker_writes_it_down_and_takes_it_back(
    town: Town, desk: Client, django_assert_max_num_queries: Any
) -> None:
    supported(town.ben)
    page, form = reverse("people:person", args=[town.ana]), reverse("people:change", args=[town.ana, "apart"])
    assert desk.post(form, {"who": "Cem"}).status_code == 422  # lives where this worker sees nobody
    assert desk.post(form, {"who": "Ana"}).status_code == 422
    assert desk.post(form, {"who": "Ben Ono"}).status_code == 302
    with django_assert_max_num_queries(12):
        shown = desk.get(page).content.decode()
    assert "Ben Ono" in shown
    (held,) = avoided(town.worker, town.ana)
    assert desk.post(reverse("people:change", args=[town.ben, "apart"]), {"end": held.id}).status_code == 404
    assert desk.post(form, {"end": "x"}).status_code == 404
    assert desk.post(form, {"end": held.id}).status_code == 302
    assert avoided(town.worker, town.ana) == []
    assert Entry.objects.filter(verb="person.unblocked", at__gte=NOW - timedelta(days=9)).exists()
