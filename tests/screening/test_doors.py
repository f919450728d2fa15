"""Nobody reads or changes what is not theirs: check-ups by person, concerns by area."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Viewer
from kizuna.people.actions import open_account, withdraw_consent
from kizuna.people.models import Account
from kizuna.people.queries import consents
from kizuna.screening import actions, queries
from kizuna.screening.models import CheckUp, Concern, ContactRequest
from tests.conftest import NOW
from tests.people.town import HOUSE, viewer_for
from tests.screening.scene import attempt

pytestmark = pytest.mark.doors

ABOUT_ONE = {
    "history": lambda viewer, scene: queries.history(viewer, scene.town.ana),
    "latest": lambda viewer, scene: [one for one in [queries.latest(viewer, scene.town.ana)] if one],
    "needs_of": lambda viewer, scene: list(queries.needs_of(viewer, scene.town.ana)),
    "asked": lambda viewer, scene: queries.asked_for_contact(viewer),
}
REFUSING = {
    "held_about": lambda viewer, scene: queries.held_about(viewer, scene.town.ana),
    "check_up": lambda viewer, scene: queries.check_up(viewer, attempt()),
    "erase": lambda viewer, scene: actions.erase(person=scene.town.ana, by=viewer, now=NOW),
    "record": lambda viewer, scene: scene.record(
        by=viewer, attempt=attempt("two"), person=scene.town.ana, contact=None
    ),
}
CONCERNED = {
    "concern": lambda viewer, scene: queries.concern(viewer, Concern.objects.get().pk, NOW),
    "take": lambda viewer, scene: actions.take_concern(concern=Concern.objects.get().pk, by=viewer, now=NOW),
    "close": lambda viewer, scene: actions.close_concern(
        concern=Concern.objects.get().pk, what="Rang.", by=viewer, now=NOW
    ),
    "answer": lambda viewer, scene: actions.answer_contact(
        request=ContactRequest.objects.get().pk, by=viewer, now=NOW
    ),
}


@pytest.fixture
def told(scene):
    """Ana, who has an account, told of a danger and asked for contact."""
    scene.record(by=scene.town.resident, person=scene.town.ana, answers={"safe": ["life"]})
    return scene


def other_resident(scene):
    account = open_account(
        email="cem@example.org", role="resident", name="Cem", person=scene.town.cem, by=HOUSE, now=NOW
    )
    return viewer_for(account)


@pytest.mark.parametrize("name", [*ABOUT_ONE, *REFUSING, *CONCERNED])
def test_a_stranger_must_log_in(told, name):
    with pytest.raises(LogInFirst):
        {**ABOUT_ONE, **REFUSING, **CONCERNED}[name](STRANGER, told)


@pytest.mark.parametrize("name", ABOUT_ONE)
def test_lists_hold_only_what_is_in_sight(told, name):
    town = told.town
    assert ABOUT_ONE[name](town.resident, told)
    assert ABOUT_ONE[name](town.worker, told)
    assert ABOUT_ONE[name](other_resident(told), told) == []
    assert ABOUT_ONE[name](town.other_worker, told) == []


@pytest.mark.parametrize("name", REFUSING)
def test_another_resident_finds_nothing(told, name):
    with pytest.raises(NotFound):
        REFUSING[name](other_resident(told), told)


@pytest.mark.parametrize("name", ["check_up", "record"])
def test_a_worker_of_another_area_finds_nothing(told, name):
    with pytest.raises(NotFound):
        REFUSING[name](told.town.other_worker, told)


@pytest.mark.parametrize("name", CONCERNED)
def test_a_concern_does_not_exist_in_another_area(told, name):
    with pytest.raises(NotFound):
        CONCERNED[name](told.town.other_worker, told)
    with pytest.raises(NotAllowed):
        CONCERNED[name](other_resident(told), told)


@pytest.mark.parametrize("name", [*ABOUT_ONE, "check_up"])
def test_a_coordinator_does_not_read_answers(told, name):
    with pytest.raises(NotAllowed):
        {**ABOUT_ONE, **REFUSING}[name](told.town.coordinator, told)


def test_concerns_are_listed_by_area(told):
    town = told.town
    assert len(queries.concerns(town.worker, NOW)) == 1
    assert len(queries.concerns(town.coordinator, NOW)) == 1
    assert queries.concerns(town.other_worker, NOW) == []
    for viewer in (other_resident(told), STRANGER):
        with pytest.raises((NotAllowed, LogInFirst)):
            queries.concerns(viewer, NOW)


def test_a_withdrawn_agreement_counts_from_the_next_read_on(told):
    town = told.town
    for consent in consents(HOUSE, town.ana):
        withdraw_consent(consent=consent.id, by=town.resident, now=NOW)
    assert queries.history(town.worker, town.ana) == []
    assert queries.asked_for_contact(town.worker) == []
    with pytest.raises(NotFound):
        actions.answer_contact(request=ContactRequest.objects.get().pk, by=town.worker, now=NOW)


def test_only_the_house_loads_and_escalates(told):
    for viewer in (told.town.worker, told.town.admin, told.town.resident):
        with pytest.raises(NotAllowed):
            actions.load_check_ups(rows=[], by=viewer, now=NOW)
        with pytest.raises(NotAllowed):
            actions.escalate_concern(concern=Concern.objects.get().pk, look=1, by=viewer, now=NOW)


@pytest.mark.parametrize("name", ["figures", "unreached"])
def test_counts_are_for_those_who_see_the_town(told, name):
    for viewer in (told.town.worker, told.town.resident):
        with pytest.raises(NotAllowed):
            getattr(queries, name)(viewer, NOW)
    with pytest.raises(LogInFirst):
        getattr(queries, name)(STRANGER, NOW)


def client_of(viewer):
    client = Client()
    if viewer.account:
        client.force_login(Account.objects.get(pk=viewer.account))
    return client


@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_of_workers_answer_by_who_asks(told, method):
    town = told.town
    concern = reverse("screening:concern", args=[Concern.objects.get().pk])
    beside = reverse("screening:with_person", args=[town.ana])
    done = reverse("screening:contact_done", args=[ContactRequest.objects.get().pk])
    pages = [concern, beside] + ([done] if method == "post" else [])
    for page in pages:
        stranger = getattr(client_of(STRANGER), method)(page)
        assert stranger.status_code == 302
        assert stranger["Location"].startswith("/account/login/")
        assert getattr(client_of(town.other_worker), method)(page).status_code == 404
    nothing = reverse("screening:concern", args=[uuid4()])
    assert getattr(client_of(STRANGER), method)(nothing).status_code == 302
    assert getattr(client_of(town.worker), method)(nothing).status_code == 404
    assert CheckUp.objects.count() == 1


def test_a_worker_cannot_go_on_with_somebody_out_of_sight(told):
    """The state names the person: the door is asked again at every step."""
    town = told.town
    page = client_of(town.worker).post(reverse("screening:with_person", args=[town.ana]))
    state = page.context["state"]
    for url in ("screening:questions", "screening:heard"):
        answer = client_of(town.other_worker).post(reverse(url), {"state": state, "go": "next"})
        assert answer.status_code == 404
        assert client_of(STRANGER).post(reverse(url), {"state": state}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "answer"), [("stranger", LogInFirst), ("analyst", NotAllowed)])
def test_whether_a_concern_exists_is_told_to_nobody_who_takes_none(
    role: Any, answer: type[Exception]
) -> None:
    by, nowhere = Viewer(role=role), UUID(int=7)
    with pytest.raises(answer):
        actions.take_concern(concern=nowhere, by=by, now=NOW)
    with pytest.raises(answer):
        actions.close_concern(concern=nowhere, what="Rang.", by=by, now=NOW)
