"""Somebody with an account asks for a place themselves."""

from uuid import uuid4

import pytest
from django.urls import reverse

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed
from kizuna.people.queries import consents
from kizuna.referrals import actions
from kizuna.referrals.models import Referral, Step
from kizuna.screening.models import Worry
from tests.conftest import NOW
from tests.referrals.town import Town, letters, log_in, token_in


def test_a_resident_asks_hears_of_the_answer_and_takes_their_yes_back(town: Town, client):
    log_in(client, town.resident)
    page = reverse("referrals:ask", args=["service", town.club])
    assert "Northside" in client.get(page).content.decode()
    form = {"id": str(uuid4()), "need": "company.meal", "note": "I eat no fish.", "agree": "on"}
    for lacking in ("need", "agree"):
        assert client.post(page, {**form, lacking: ""}).status_code == 422
    for _ in range(2):
        assert client.post(page, form).status_code == 302
    row, step = Referral.objects.get(), Step.objects.get()
    assert (row.status, row.requested_by_id, step.by_role) == ("requested", None, "resident")
    assert str(row.owner_id) == town.worker.account  # somebody looks after it all the same
    consent = next(c for c in consents(town.resident, town.ana) if c.purpose == "referral")
    assert (consent.how, set(consent.what)) == ("online", {"need", "area", "name", "note"})
    link = reverse("referrals:answer", args=[token_in(letters()[0])])
    assert "I eat no fish." in client.get(link).content.decode()
    assert client.post(link, {"to": "accepted"}).status_code == 302
    assert client.get(reverse("referrals:case", args=[row.pk])).status_code == 200
    taken = reverse("referrals:ask", args=["service", town.shelf])  # it has no address: nothing is sent
    client.post(taken, {**form, "id": str(uuid4())})
    assert Referral.objects.count() == 1


@pytest.mark.doors
def test_nobody_asks_for_somebody_else(town: Town):
    given = {"kind": "service", "option": town.club, "need": "company.meal", "now": NOW}
    for viewer, shut in ((STRANGER, LogInFirst), (town.worker, NotAllowed), (town.coordinator, NotAllowed)):
        with pytest.raises(shut):
            actions.ask_for_oneself(referral_id=uuid4(), by=viewer, **given)
    assert not Referral.objects.exists()


def test_a_danger_in_what_the_place_should_know_reaches_a_human_today(town: Town, client):
    log_in(client, town.resident)
    page = reverse("referrals:ask", args=["service", town.club])
    form = {"id": str(uuid4()), "need": "company.meal", "note": "I want to die.", "agree": "on"}
    for _ in range(2):
        assert client.post(page, form)["Location"] == reverse("screening:crisis")
    worry = Worry.objects.get()
    assert (str(worry.person_id), worry.told["danger"]) == (str(town.ana), "yes")
    assert Referral.objects.count() == 1
