"""Consent for each referral: by tap, on paper, by voice with what was said; taken back at any time."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import Refused
from kizuna.people.actions import withdraw_consent
from kizuna.people.queries import consents
from kizuna.referrals import actions, queries
from kizuna.referrals.models import Referral
from tests.conftest import NOW
from tests.referrals.town import Town, letters, log_in, refer, token_in

WAYS = {
    "spoken": "“Yes, if Anita may come along.”",
    "phone": "She said yes twice.",
    "helper": "",
    "paper": "In the blue folder.",
}


def given(town: Town):
    return next(c for c in consents(town.worker, town.ana) if c.purpose == "referral")


@pytest.mark.parametrize("how", WAYS)
def test_each_way_is_kept_with_what_was_said_for_whom_until_when(town: Town, client, how: str):
    log_in(client, town.worker)
    page = reverse("referrals:open", args=[town.ana, "service", town.club])
    form = {"id": str(uuid4()), "need": "company.meal", "note": "Shy.", "how": how, "said": WAYS[how]}
    assert client.post(page, {**form, "handover": "along"}).status_code == 302
    consent = given(town)
    assert (consent.how, consent.evidence or "") == (how, WAYS[how])
    assert consent.recipient == f"service:{town.club}"
    assert set(consent.what) == {"need", "area", "name", "note"}
    assert consent.until is not None
    link = reverse("referrals:answer", args=[token_in(letters()[0])])
    assert "comes along the first time" in client.get(link).content.decode()
    assert "I come along" in client.get(reverse("referrals:case", args=[form["id"]])).content.decode()
    # Taken back by the person: the other side's page is gone with the next request.
    withdraw_consent(consent=consent.id, by=town.resident, now=timezone.now())
    assert client.get(link).status_code == 410
    assert client.post(link, {"to": "accepted"}).status_code == 410
    assert Referral.objects.get().status == "requested"


def test_a_yes_by_voice_needs_what_was_said_and_nothing_leaves_without_a_way(town: Town, client):
    log_in(client, town.worker)
    page = reverse("referrals:open", args=[town.ana, "service", town.club])
    form = {"id": str(uuid4()), "need": "company.meal"}
    for wrong in (
        {"how": "spoken", "said": " "},
        {"how": "phone"},
        {},
        {"how": "email"},
        {"how": "imported"},
    ):
        assert client.post(page, {**form, **wrong}).status_code == 422
    for how in ("", "online", "imported", "best interest"):
        with pytest.raises(Refused):
            refer(town, consent_how=how)
    for how in ("spoken", "phone"):  # programs come by the action
        with pytest.raises(Refused, match="what they said"):
            refer(town, consent_how=how, consent_note=" ")
    with pytest.raises(Refused):
        refer(town, handover="taxi")
    assert not Referral.objects.exists()
    assert letters() == []
    assert not [c for c in consents(town.worker, town.ana) if c.purpose == "referral"]


def test_somebody_who_introduces_them_is_told_of_in_the_data_that_is_held(town: Town):
    id = refer(town, handover="call")
    assert queries.case(town.worker, id, NOW).handover_label == "I introduce them by a call"
    assert queries.held_about(town.resident, town.ana)["referrals"][0]["introduced"] == "call"
    actions.take_step(referral=id, to="cancelled", reason="consent-withdrawn", by=town.worker, now=NOW)
    assert given(town).withdrawn_at == NOW
