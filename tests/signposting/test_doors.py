"""Suggestions for somebody else are for the link worker of their area; these fail if all doors stand open."""

from uuid import uuid4

import pytest
from django.test import Client

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Viewer
from kizuna.ledger.models import Entry
from kizuna.people.actions import block
from kizuna.people.queries import viewer_of
from kizuna.signposting import queries
from kizuna.signposting.actions import record_unmet
from kizuna.signposting.facts import PersonFacts
from tests.conftest import NOW
from tests.signposting.town import HOUSE, signed_in, town

pytestmark = [pytest.mark.django_db, pytest.mark.doors]


def url(person: object) -> str:
    return f"/help/for/{person}/"


def test_a_stranger_is_asked_to_log_in_whether_or_not_the_person_exists(client):
    made = town()
    for person in (made.ana, uuid4()):
        answer = client.get(url(person))
        assert answer.status_code == 302 and "/account/login/" in answer.url


def test_a_worker_sees_what_may_fit_the_person_and_the_person_can_read_that(django_assert_max_num_queries):
    made = town()
    client = signed_in(made.worker)
    client.get(url(made.ana))
    with django_assert_max_num_queries(13):  # one of them asks who goes where
        page = client.get(url(made.ana))
    assert page.status_code == 200
    assert b"Slow walk" in page.content
    assert f"/referrals/open/{made.ana}/group/{made.groups.walk}/".encode() in page.content
    assert Entry.objects.filter(person=made.ana, verb="looked", by__startswith="worker:").exists()


def test_another_need_can_be_looked_up():
    made = town()
    page = signed_in(made.worker).get(url(made.ana), {"need": "company"})
    assert b"Choir" in page.content
    assert signed_in(made.worker).get(url(made.ana), {"need": "hugs"}).status_code == 200


def test_a_worker_elsewhere_a_person_without_consent_and_nobody_look_the_same():
    made = town()
    assert signed_in(made.far_worker).get(url(made.ana)).status_code == 404
    assert signed_in(made.worker).get(url(made.groups.bo)).status_code == 404
    assert signed_in(made.worker).get(url(uuid4())).status_code == 404
    assert not Entry.objects.filter(verb="looked").exists()


def test_a_resident_sees_nobody_else_and_refers_not_even_themselves():
    made = town()
    client = signed_in(made.resident)
    assert client.get(url(made.groups.bo)).status_code == 404
    assert client.get(url(made.ana)).status_code == 403
    with pytest.raises(NotAllowed):
        queries.for_person(viewer_of(HOUSE, made.resident), made.ana, NOW)


@pytest.mark.parametrize(
    ("viewer", "answer"),
    [
        (STRANGER, LogInFirst),
        (Viewer(role="resident", person="p"), NotAllowed),
        (Viewer(role="worker", areas=frozenset({"a"})), NotAllowed),
    ],
)
def test_unmet_needs_are_for_those_who_plan(viewer, answer):
    with pytest.raises(answer):
        queries.unmet(viewer, since=NOW.date())


def test_a_planner_sees_the_unmet_needs_of_their_own_area():
    made = town()
    record_unmet(
        attempt=uuid4(), needs=["food.today", "food.today"], area=made.groups.hill, by=STRANGER, now=NOW
    )
    record_unmet(attempt=uuid4(), needs=["food.today"], area=made.groups.hill, by=STRANGER, now=NOW)
    record_unmet(attempt=uuid4(), needs=["money.tax", "hugs"], area=made.groups.shore, by=STRANGER, now=NOW)
    record_unmet(attempt=uuid4(), needs=["money.tax"], area="", by=STRANGER, now=NOW)
    planner = Viewer(role="coordinator", areas=frozenset({made.groups.hill}))
    assert queries.unmet(planner, since=NOW.date()) == [("food.today", made.groups.hill, 2)]
    assert len(queries.unmet(HOUSE, since=NOW.date())) == 3


def test_a_page_that_is_loaded_again_is_no_second_person():
    made, same = town(), uuid4()
    for _ in range(3):
        record_unmet(attempt=same, needs=["food.today"], area=made.groups.hill, by=STRANGER, now=NOW)
    assert queries.unmet(HOUSE, since=NOW.date()) == [("food.today", made.groups.hill, 1)]


def test_finding_help_is_for_everybody(django_assert_max_num_queries):
    made = town()
    facts = PersonFacts(area=made.groups.hill, areas=frozenset({made.groups.hill}))
    for viewer in (STRANGER, Viewer(role="resident", person=made.ana), Viewer(role="provider")):
        with django_assert_max_num_queries(8):
            found = queries.suggestions(viewer, needs=["company.group"], facts=facts, now=NOW)[:2]
        assert len(found) == 2


def test_out_of_reach_is_out_of_reach_in_the_query_too():
    made = town()
    far = viewer_of(HOUSE, made.far_worker)
    with pytest.raises(NotFound):
        queries.for_person(far, made.ana, NOW)


@pytest.mark.parametrize("asks", ["ana", "bo"])
def test_nobody_is_suggested_a_group_where_they_would_meet_whom_they_are_kept_apart_from(asks):
    """Bo walked with the group not long ago; whichever of the two asked, the page says nothing of why."""
    made = town()
    ana, bo = made.ana, made.groups.bo
    before = signed_in(made.worker).get(url(ana), {"need": "moving.walk"})
    assert b"Slow walk" in before.content
    one, other = (ana, bo) if asks == "ana" else (bo, ana)
    block(person=one, other=other, by=HOUSE, now=NOW)
    after = signed_in(made.worker).get(url(ana), {"need": "moving.walk"})
    assert after.status_code == 200
    assert b"Slow walk" not in after.content
    groups = Client().get("/groups/")
    assert b"Slow walk" in groups.content, "what everybody can read stays open to both"
