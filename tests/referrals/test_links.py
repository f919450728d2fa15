from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kizuna.access.secrets import seal_link
from kizuna.access.viewer import STRANGER, NotFound, Refused
from kizuna.people.actions import correct_person, withdraw_consent
from kizuna.people.queries import consents
from kizuna.referrals import actions, queries
from kizuna.referrals.case import LinkClosed
from kizuna.referrals.models import Referral
from tests.conftest import NOW
from tests.referrals.town import DAY, NOTE, Town, letters, refer, token_in


def opened(town: Town, now=NOW, letter: int = -1):
    return queries.by_link(STRANGER, token_in(letters()[letter]), now)


def consent_of(town: Town):
    return next(c for c in consents(town.worker, town.ana) if c.purpose == "referral")


def test_the_link_opens_one_referral_and_makes_its_holder_a_provider_for_it_only(town: Town):
    id = refer(town)
    case, viewer = opened(town)
    assert (case.id, case.option_name, case.worker_name) == (str(id), "Soup and songs", "Marta")
    assert (viewer.role, viewer.token, viewer.account, viewer.areas) == (
        "provider",
        f"referrals:{id}",
        "",
        frozenset(),
    )


def test_before_the_yes_the_provider_sees_need_area_and_note_and_nothing_else(town: Town):
    refer(town)
    case, _ = opened(town)
    assert (case.need_label, case.area_name, case.note) == ("Eating together", "Northside", NOTE)
    assert (case.name, case.contact, case.contact_promised) == ("", None, True)


def test_after_the_yes_they_see_what_to_call_them_and_how_to_reach_them_until_it_is_over(town: Town):
    id = refer(town)
    _, viewer = opened(town)
    actions.take_step(referral=id, to="accepted", by=viewer, now=NOW)
    case, _ = opened(town)
    assert case.name == "Anita"
    assert case.contact is not None and case.contact.address.endswith("3055550123")
    actions.take_step(referral=id, to="completed", by=viewer, now=NOW)
    case, _ = opened(town)
    assert (case.name, case.contact) == ("", None)


def test_without_a_yes_to_it_the_contact_is_never_shown(town: Town):
    id = refer(town, share_contact=False)
    _, viewer = opened(town)
    actions.take_step(referral=id, to="accepted", by=viewer, now=NOW)
    case, _ = opened(town)
    assert case.name == "Anita"
    assert (case.contact, case.contact_promised) == (None, False)


def test_who_must_not_be_contacted_is_not_reached_through_a_referral_either(town: Town):
    id = refer(town)
    _, viewer = opened(town)
    actions.take_step(referral=id, to="accepted", by=viewer, now=NOW)
    correct_person(person=town.ana, changes={"do_not_contact": True}, by=town.worker, now=NOW)
    assert opened(town)[0].contact is None


def test_the_link_works_for_14_days(town: Town):
    refer(town)
    opened(town, NOW + timedelta(days=14))
    with pytest.raises(LinkClosed) as closed:
        opened(town, NOW + timedelta(days=14, seconds=1))
    assert closed.value.worker_name == "Marta"


@pytest.mark.parametrize("at", [0, 1, 20, 60, -20, -2])
def test_a_changed_link_is_not_found(town: Town, at: int):
    refer(town)
    token = token_in(letters()[0])
    at %= len(token)
    other = "A" if token[at] != "A" else "B"
    with pytest.raises(NotFound):
        queries.by_link(STRANGER, token[:at] + other + token[at + 1 :], NOW)


@pytest.mark.parametrize("token", ["", "x", "gAAAAA", "ä", "=" * 40, "a" * 3000])
def test_a_guessed_link_is_not_found(town: Town, token: str):
    with pytest.raises(NotFound):
        queries.by_link(STRANGER, token, NOW)


def test_a_link_sealed_for_another_purpose_or_with_another_content_is_not_found(town: Town):
    id = refer(town)
    row = Referral.objects.get()
    keys = settings.SECRET_KEYS
    for purpose, payload in (
        ("my-list", [str(id), row.link_nonce]),
        ("referral", str(id)),
        ("referral", {"id": str(id)}),
        ("referral", 7),
        ("referral", ["not-an-id", row.link_nonce]),
    ):
        with pytest.raises(NotFound):
            queries.by_link(STRANGER, seal_link(payload, keys, purpose=purpose, now=NOW), NOW)
    with pytest.raises(LinkClosed):
        queries.by_link(STRANGER, seal_link([str(id), ""], keys, purpose="referral", now=NOW), NOW)


def test_taking_the_consent_back_ends_the_link_at_the_next_request(town: Town):
    id = refer(town)
    _, viewer = opened(town)
    withdraw_consent(consent=consent_of(town).id, by=town.resident, now=NOW + DAY)
    with pytest.raises(LinkClosed):
        opened(town, NOW + DAY)
    with pytest.raises(LinkClosed):
        actions.take_step(referral=id, to="accepted", by=viewer, now=NOW + DAY)
    assert Referral.objects.get().status == "requested"
    with pytest.raises(Refused, match="consent"):
        actions.resend_link(referral=id, by=town.worker, now=NOW + DAY)


def test_a_new_yes_for_another_referral_does_not_wake_the_old_link(town: Town):
    id = refer(town)
    old = token_in(letters()[0])
    actions.take_step(referral=id, to="cancelled", reason="consent-withdrawn", by=town.worker, now=NOW)
    refer(town, now=NOW + DAY)
    opened(town, NOW + DAY)
    with pytest.raises(LinkClosed):
        queries.by_link(STRANGER, old, NOW + DAY)


def test_a_referral_opened_by_mistake_closes_its_link(town: Town):
    id = refer(town)
    actions.take_step(referral=id, to="entered-in-error", by=town.worker, now=NOW)
    with pytest.raises(LinkClosed):
        opened(town)


def test_a_new_link_ends_the_old_one(town: Town):
    id = refer(town)
    assert actions.resend_link(referral=id, by=town.worker, now=NOW + DAY)
    assert len(letters()) == 2
    with pytest.raises(LinkClosed):
        opened(town, NOW + DAY, letter=0)
    assert opened(town, NOW + DAY, letter=1)[0].link_until == NOW + timedelta(days=15)


def test_a_second_click_does_not_send_a_second_letter(town: Town):
    id = refer(town)
    actions.resend_link(referral=id, by=town.worker, now=NOW + DAY)
    actions.resend_link(referral=id, by=town.worker, now=NOW + DAY + timedelta(seconds=5))
    assert len(letters()) == 2
    opened(town, NOW + DAY)


def test_no_link_for_a_closed_referral_or_one_without_an_address(town: Town):
    id = refer(town)
    actions.take_step(referral=id, to="cancelled", reason="other", by=town.worker, now=NOW)
    with pytest.raises(Refused, match="closed"):
        actions.resend_link(referral=id, by=town.worker, now=NOW + DAY)
    other = refer(town, option=town.shelf)
    assert actions.resend_link(referral=other, by=town.worker, now=NOW + DAY) is False


# The page itself


def url_of(letter: int = -1) -> str:
    return reverse("referrals:answer", args=[token_in(letters()[letter])])


def refer_now(town: Town, **more):
    return refer(town, now=timezone.now(), **more)


def test_the_page_needs_no_account_and_leaves_nothing_behind(town: Town, client):
    refer_now(town)
    page = client.get(url_of())
    text = page.content.decode()
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assert "Eating together" in text and "Northside" in text and NOTE in text
    for secret in ("Anita", "Ruiz", "555-01", str(town.ana)):
        assert secret not in text
    assert "sessionid" not in client.cookies


def test_accepting_then_done_by_the_page(town: Town, client):
    refer_now(town)
    url = url_of()
    answered = client.post(url, {"to": "accepted", "note": "Tuesday at ten"})
    assert (answered.status_code, answered["Location"]) == (302, url)
    page = client.get(url)
    assert "Anita" in page.content.decode()
    client.post(url, {"to": "accepted"})
    assert client.post(url, {"to": "completed"}).status_code == 302
    text = client.get(url).content.decode()
    assert "Anita" not in text and '<form method="post" class' not in text
    assert [s.after for s in queries.of_person(town.worker, town.ana)[0].steps] == [
        "requested",
        "accepted",
        "completed",
    ]


@pytest.mark.parametrize(
    "data", [{}, {"to": "rejected"}, {"to": "completed"}, {"to": "accepted", "note": "x" * 601}]
)
def test_a_wrong_answer_is_shown_again_and_nothing_is_written(town: Town, client, data):
    refer_now(town)
    page = client.post(url_of(), data)
    assert page.status_code == 422
    assert 'id="errors"' in page.content.decode()
    assert Referral.objects.get().status == "requested"


def test_a_dead_link_says_kindly_what_to_do_and_not_why(town: Town, client):
    refer_now(town)
    url = url_of()
    withdraw_consent(consent=consent_of(town).id, by=town.resident, now=timezone.now())
    for page in (client.get(url), client.post(url, {"to": "accepted"})):
        text = page.content.decode()
        assert page.status_code == 410
        assert "Marta" in text and "ring" in text
        for word in ("consent", "withdr", "Anita", "Northside", "Eating"):
            assert word not in text


def test_a_foreign_link_is_simply_not_there(client, db):
    page = client.get(reverse("referrals:answer", args=["gAAAAABnothing"]))
    assert page.status_code == 404
