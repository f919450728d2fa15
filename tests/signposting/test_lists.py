"""A list goes to a phone or by e-mail: once, without a word of what is on it; the address is forgotten."""

import html
import re
from datetime import timedelta

import pytest

from kizuna.access.viewer import STRANGER, Refused
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import forget_message
from kizuna.outbox.models import Message
from kizuna.signposting import actions
from kizuna.signposting.models import ListHour
from kizuna.signposting.tasks import forget_list
from kizuna.work.models import Job
from tests.conftest import NOW
from tests.signposting.town import town

pytestmark = pytest.mark.django_db


def text(page) -> str:
    found = re.sub(r"<(script|style).*?</\1>", "", page.content.decode(), flags=re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", found).split()))


def kept(client) -> str:
    made = town()
    return client.post("/help/list/", {"option": [f"group:{made.groups.walk}", f"service:{made.lunch}"]}).url


def test_a_list_is_sent_once_and_says_nothing_of_what_is_on_it(client):
    url = kept(client)
    for _ in range(2):
        answer = client.post(f"{url}send/", {"way": "sms", "address": "+1 305 555 0100"})
        assert answer.status_code == 302 and answer.url == f"{url}?sent=sms"
    assert "It is on its way" in text(client.get(answer.url))
    (message,) = Message.objects.filter(topic="list")
    assert url in message.text and "Slow walk" not in message.text and "Lunch" not in message.text
    assert Job.objects.filter(name="signposting.forget_list").count() == 1
    assert set(Entry.objects.filter(verb="list.sent").values_list("by", "person")) == {
        ("system:signposting: a list", None)
    }
    assert not client.cookies.get("sessionid")


def test_the_address_is_forgotten_when_the_message_has_left_and_not_before(client):
    url = kept(client)
    client.post(f"{url}send/", {"way": "email", "address": "ana@example.org"})
    message = Message.objects.get(topic="list")
    forget_list.func(message.key)
    message.refresh_from_db()
    assert message.address == "ana@example.org"
    again = Job.objects.filter(name="signposting.forget_list").exclude(key=message.key)
    assert again.count() == 1
    Message.objects.update(status="sent")
    forget_list.func(again.get().key)
    message.refresh_from_db()
    assert (message.address, message.text, message.address_index) == ("", "", "")
    assert forget_message(key="of nothing", now=NOW)


@pytest.mark.parametrize(
    ("way", "address", "said"),
    [
        ("sms", "nobody", "This is not a telephone number"),
        ("email", "+1 305 555 0100", "This is not an e-mail address"),
        ("pigeon", "x", "Choose one of the answers"),
        ("email", "", "cannot be left empty"),
    ],
)
def test_what_is_no_address_is_said_and_nothing_leaves(client, way, address, said):
    page = client.post(f"{kept(client)}send/", {"way": way, "address": address})
    assert page.status_code == 422 and said in text(page)
    assert not Message.objects.exists()


def sent(link: str, address: str) -> None:
    actions.send_list(link=link, way="email", address=address, by=STRANGER, now=NOW)


def test_nobody_floods_a_mailbox_or_the_town_from_here(client):
    for number in range(actions.MOST_A_DAY):
        sent(f"https://town.example/{number}", "ana@example.org")
    with pytest.raises(Refused, match="several lists"):
        sent("https://town.example/more", "ana@example.org")
    hour = NOW.replace(minute=0, second=0, microsecond=0)
    ListHour.objects.filter(hour=hour).update(n=actions.MOST_AN_HOUR)
    with pytest.raises(Refused, match="in this hour"):
        sent("https://town.example/1", "bo@example.org")
    assert Message.objects.count() == actions.MOST_A_DAY
    later = NOW + timedelta(hours=1)
    actions.send_list(link="x", way="email", address="bo@example.org", by=STRANGER, now=later)
    assert Message.objects.count() == actions.MOST_A_DAY + 1


def test_a_forged_list_is_sent_nowhere_and_a_list_can_be_large(client):
    answer = client.post("/help/list/nonsense/send/", {"way": "email", "address": "ana@example.org"})
    assert answer.status_code == 404 and not Message.objects.exists()
    url = kept(client)
    assert b"main big" in client.get(url, {"print": "large"}).content
    plain = client.get(url)
    assert b"main big" not in plain.content and b"aloud.js" in plain.content
    assert plain["Referrer-Policy"] == "same-origin", "without a referrer no form of the page can be sent"


def test_the_list_comes_on_one_sheet_of_paper_and_in_large_print(client):
    url = kept(client)
    for address in (f"{url}sheet/", f"{url}sheet/?size=large"):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF") and answer["Cache-Control"] == "no-store"
    assert client.get(f"{url}x/sheet/").status_code == 404
    page = client.get(url).content.decode()
    assert f"{url}sheet/?size=large" in page
