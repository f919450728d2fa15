"""The page where administrators see and set the crisis numbers."""

import html
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import STRANGER, SYSTEM
from kizuna.people.actions import open_account
from kizuna.people.models import Account
from kizuna.places.actions import set_crisis_numbers
from kizuna.places.crisis import CrisisDraft
from kizuna.places.queries import crisis_drafts
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
AGAIN = TODAY + timedelta(days=90)


def signed_in(role: str) -> Client:
    account = open_account(email=f"{role}@example.org", role=role, name=role, by=SYSTEM("test"), now=NOW)
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    return client


@pytest.fixture
def url() -> str:
    return reverse("places:crisis_numbers")


def row(at: int, **values: str) -> dict[str, str]:
    return {f"n-{at}-{name}": value for name, value in values.items()}


def sent(*rows: dict[str, str], **changes: str) -> dict[str, str]:
    """What a browser posts: the rows, the dates, the number of rows."""
    whole = {"n-TOTAL_FORMS": str(len(rows)), "n-INITIAL_FORMS": "0"}
    for part in rows:
        whole |= part
    for name, day in (("reviewed_on", TODAY), ("review_by", AGAIN)):
        whole |= {f"{name}_{at}": str(part) for at, part in enumerate((day.day, day.month, day.year))}
    return whole | changes


LIFELINE = row(
    0, kind="call", number="988", label_en="Lifeline", label_es="Línea de vida", note_en="Free, day and night"
)
EMPTY = row(1, kind="none", number="")


def test_an_administrator_sets_the_numbers(url: str) -> None:
    client = signed_in("admin")
    assert client.get(url).status_code == 200
    answer = client.post(url, sent(LIFELINE, EMPTY))
    assert (answer.status_code, answer["Location"]) == (302, url)
    (draft,) = crisis_drafts(STRANGER)
    assert draft == CrisisDraft(
        "call",
        "988",
        {"en": "Lifeline", "es": "Línea de vida"},
        TODAY,
        AGAIN,
        {"en": "Free, day and night"},
    )
    page = html.unescape(client.get(url).content.decode())
    assert 'value="988"' in page and "Línea de vida" in page


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        (sent(row(0, kind="none")), "Write at least one number"),
        (sent(LIFELINE, review_by_2="2025"), "must come after"),
        (sent(LIFELINE, review_by_2=str(TODAY.year + 2)), "within one year"),
        (sent(LIFELINE, reviewed_on_2=str(TODAY.year + 1)), "after today"),
        (sent(row(0, kind="call", number="abc", label_en="x")), "cannot be dialled"),
        (sent(row(0, kind="text", number="7", label_en="x")), "cannot be dialled"),
        (sent(row(0, kind="chat", url="ftp://example.org/", label_en="x")), "starts with https://"),
        (sent(LIFELINE, reviewed_on_1="13"), "no such day"),
        (sent(row(0, kind="none", number="988")), "Choose how people use"),
        (sent(row(0, kind="call", label_en="Lifeline")), "Write the number"),
        (sent(row(0, kind="call", number="988")), "Write who answers"),
        (sent(row(0, kind="chat", url="javascript:alert(1)", label_en="x")), "no web address"),
        ({}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(url: str, posted: dict[str, str], said: str) -> None:
    answer = signed_in("admin").post(url, posted)
    assert answer.status_code == 422
    assert said in html.unescape(answer.content.decode())
    assert crisis_drafts(STRANGER) == []


def test_overdue_numbers_are_called_so(url: str, django_assert_max_num_queries) -> None:
    old = date(2020, 1, 1)
    numbers = [CrisisDraft("call", "988", {"en": "Lifeline"}, old, old + timedelta(days=90))]
    set_crisis_numbers(numbers=numbers, by=SYSTEM("test"), now=NOW)
    client = signed_in("admin")
    with django_assert_max_num_queries(12):
        page = client.get(url).content.decode()
    assert "cannot be relied on today" in page


@pytest.mark.doors
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_open_the_page(url: str, method: str) -> None:
    stranger = getattr(Client(), method)(url, sent(LIFELINE))
    assert stranger.status_code == 302 and stranger["Location"].startswith(reverse("account_login"))
    for role in ("resident", "worker", "coordinator", "provider"):
        assert getattr(signed_in(role), method)(url, sent(LIFELINE)).status_code in {403, 404}
    assert crisis_drafts(STRANGER) == []
