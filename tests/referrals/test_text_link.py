"""The link as a text message: short, without content, and as hard to come by as the long one."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import STRANGER, NotFound, Refused
from kizuna.outbox.models import Message
from kizuna.people.actions import withdraw_consent
from kizuna.people.queries import consents
from kizuna.referrals import actions, queries
from kizuna.referrals.case import LinkClosed
from kizuna.referrals.handing import CODE_LENGTH, CODE_LETTERS, new_code, read_code
from kizuna.referrals.models import Referral
from tests.conftest import NOW
from tests.referrals.town import NOTE, Town, log_in, refer

MOBILE = "+13055550188"


def texts() -> list[Message]:
    return [one for one in Message.objects.order_by("created_at") if one.channel == "sms"]


def code_in(message: Message) -> str:
    found = re.search(re.escape(settings.BASE_URL) + r"/r/([^/\s]+)/", message.text)
    assert found
    return found[1]


def test_a_code_is_twelve_clear_letters_and_nothing_else_is_one():
    code = new_code(lambda letters: letters[7])
    assert (len(code), set(code)) == (CODE_LENGTH, {CODE_LETTERS[7]})
    assert read_code(code.lower()) == code
    assert 32**CODE_LENGTH > 10**18
    for wrong in ("", code[:-1], code + "A", "0" * 12, "O" * 12, "ÄÄÄÄÄÄÄÄÄÄÄÄ", "a b c d e f g"):
        assert read_code(wrong) == ""


def test_the_text_message_holds_a_link_and_no_content(town: Town):
    id = refer(town, send_sms="(305) 555-0188")
    (message,) = texts()
    assert (message.address, message.subject) == (MOBILE, "")
    for secret in ("Ana", "Anita", "Ruiz", "Soup", "songs", NOTE, "meal", "Eating", "Northside", "referral"):
        assert secret.lower() not in message.text.lower().replace(settings.BASE_URL.lower(), "")
    case, viewer = queries.by_link(STRANGER, code_in(message).lower(), NOW)
    assert (case.id, viewer.token) == (str(id), f"referrals:{id}")
    assert queries.case(town.worker, id, NOW).by_sms
    with connection.cursor() as cursor:
        cursor.execute("SELECT send_sms, link_code, code_index FROM referrals_referral")
        assert not {MOBILE, code_in(message)} & set(cursor.fetchone())


def test_it_ends_with_its_time_with_the_agreement_and_with_every_newer_link(town: Town):
    id = refer(town, send_sms=MOBILE)
    first = code_in(texts()[0])
    queries.by_link(STRANGER, first, NOW + timedelta(days=14))
    with pytest.raises(LinkClosed):
        queries.by_link(STRANGER, first, NOW + timedelta(days=14, seconds=1))
    actions.resend_link(referral=id, by=town.worker, now=NOW + timedelta(hours=1))
    second = code_in(texts()[1])
    with pytest.raises(NotFound):
        queries.by_link(STRANGER, first, NOW)
    queries.by_link(STRANGER, second, NOW)
    actions.resend_link(referral=id, number="", by=town.worker, now=NOW + timedelta(hours=2))
    with pytest.raises(NotFound):  # it went by e-mail since
        queries.by_link(STRANGER, second, NOW)
    actions.resend_link(referral=id, number=MOBILE, by=town.worker, now=NOW + timedelta(hours=3))
    third = code_in(texts()[2])
    consent = next(c.id for c in consents(town.worker, town.ana) if c.purpose == "referral")
    withdraw_consent(consent=consent, by=town.resident, now=NOW + timedelta(hours=4))
    with pytest.raises(LinkClosed):
        queries.by_link(STRANGER, third, NOW + timedelta(hours=4))


def test_guessed_forged_and_borrowed_codes_open_nothing_and_are_counted(town: Town, client, monkeypatch):
    refer(town, send_sms=MOBILE, now=timezone.now())
    code, row = code_in(texts()[0]), Referral.objects.get()
    page = reverse("referrals:answer", args=[code])
    other = CODE_LETTERS.replace(code[0], "")
    forged = [
        other[0] + code[1:],
        code[:-1] + ("A" if code[-1] != "A" else "B"),
        code[::-1] + "",
        code[1:] + "2",
    ]
    # Nor does what stands in the database, or what another page takes, open this one.
    wrong = [each for each in forged if each != code] + [
        row.code_index,
        row.link_nonce,
        str(row.pk),
        uuid4().hex,
    ]
    for each in wrong:
        with pytest.raises(NotFound):
            queries.by_link(STRANGER, each, timezone.now())
    assert client.get(reverse("referrals:refer_in", args=[code])).status_code == 404
    cache.clear()
    monkeypatch.setattr("kizuna.frame.middleware.GUESSES", 3)
    said = [client.get(reverse("referrals:answer", args=[each])) for each in wrong[:3]]
    assert {one.status_code for one in said} == {404}
    assert not any(word in one.content.decode() for one in said for word in ("Ana", "Soup", "Marta"))
    assert client.get(reverse("referrals:answer", args=[wrong[3]])).status_code == 429
    assert client.get(page).status_code == 200  # the right one opens all the same
    assert client.post(page, {"to": "accepted"}).status_code == 302
    cache.clear()


def test_the_worker_sends_a_text_message_from_the_page_and_hears_when_it_is_no_number(town: Town, client):
    id = refer(town)
    log_in(client, town.worker)
    link = reverse("referrals:resend", args=[id])
    assert "not a telephone number" in client.post(link, {"number": "soup"}, follow=True).content.decode()
    assert texts() == []
    page = client.post(link, {"number": "305 555 0188"}, follow=True).content.decode()
    assert "as a text message" in page
    assert len(texts()) == 1
    with pytest.raises(Refused):
        refer(town, person=town.ana, option=town.shelf, send_sms="12")
