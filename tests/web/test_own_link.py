"""My data without an account: nobody learns who is known, and the link opens one's own pages once."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import stop
from kizuna.outbox.models import Message
from kizuna.people import actions, queries
from kizuna.people.asking import IDLE, LASTS, SESSION
from kizuna.people.models import Consent, Person
from kizuna.web.actions import erase_person
from kizuna.work.models import Job
from tests.house.doors import DOORS
from tests.house.test_doors import address, of_this_route, own_and_other
from tests.town import HOUSE, Town, build

pytestmark = pytest.mark.django_db
ADDRESS = "ana@example.org"


@pytest.fixture
def town() -> Town:
    cache.clear()
    return build(timezone.now())


def asked(town: Town, way: str = ADDRESS, channel: str = "email") -> Message | None:
    """What is sent when somebody asks for a link to this address."""
    before = set(Message.objects.values_list("pk", flat=True))
    actions.ask_for_link(channel=channel, address=way, by=STRANGER, now=town.now)
    for key in Job.objects.filter(name="people.send_own_link").values_list("key", flat=True):
        actions.send_own_link(key=key, by=HOUSE, now=town.now)
    return Message.objects.exclude(pk__in=before).first()


def words(page: bytes) -> str:
    """A page without the marks against forgery, which are new each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", page.decode())


def change(person: UUID, **how: Any) -> None:
    actions.correct_person(person=person, changes=how, by=HOUSE, now=timezone.now())


def own_data_link(town: Town) -> str:
    """The end of the link that Ana gets when she asks for one."""
    message = asked(town)
    assert message
    return str(re.search(r"/my-data/open/([^/]+)/", message.text)[1])  # type: ignore[index]


def opened(town: Town) -> Client:
    client = Client()
    link = f"/my-data/open/{own_data_link(town)}/"
    assert client.get(link).status_code == 200
    assert client.post(link)["Location"] == "/my-data/"
    return client


def test_the_answer_is_the_same_for_somebody_known_and_for_nobody(town: Town) -> None:
    answers, work = [], []
    for way in (ADDRESS, "nobody@example.org", "+13055550123"):
        cache.clear()
        client = Client()
        with CaptureQueriesContext(connection) as found:
            answer = client.post("/my-data/ask/", {"way": way})
        answers.append((answer.status_code, words(answer.content)))
        work.append([query["sql"].split()[0] for query in found])
    assert answers[0] == answers[1] == answers[2]
    assert work[0] == work[1] == work[2]
    assert not Message.objects.filter(topic="own data").exists()


def test_the_task_holds_no_address(town: Town) -> None:
    Client().post("/my-data/ask/", {"way": "+1 305 555 0123"})
    Client().post("/my-data/ask/", {"way": ADDRESS})
    keys = Job.objects.filter(name="people.send_own_link").values_list("key", flat=True)
    assert len(keys) == 2
    assert not any("ana" in key or "5550123" in key for key in keys)


@pytest.mark.parametrize("way", ["", "nonsense", "a@b", "12"])
def test_what_is_no_address_is_said_so(town: Town, way: str) -> None:
    answer = Client().post("/my-data/ask/", {"way": way})
    assert answer.status_code == 422 and b'id="id_way"' in answer.content
    assert not Job.objects.filter(name="people.send_own_link").exists()


def test_one_link_an_hour_for_an_address_and_ten_for_a_place_without_telling(town: Town) -> None:
    pages = {words(Client().post("/my-data/ask/", {"way": ADDRESS}).content) for _ in range(3)}
    assert Job.objects.filter(name="people.send_own_link").count() == 1
    for number in range(20):
        pages.add(words(Client().post("/my-data/ask/", {"way": f"n{number}@example.org"}).content))
    assert len(pages) == 1
    assert Job.objects.filter(name="people.send_own_link").count() == 8


def test_a_task_that_runs_twice_sends_one_message(town: Town) -> None:
    assert asked(town) is not None
    assert asked(town) is None


def test_the_link_goes_to_the_address_that_was_left(town: Town) -> None:
    change(town.ana, phone="+13055550123")
    message = asked(town, "+13055550123", "sms")
    assert message and (message.channel, message.address) == ("sms", "+13055550123")
    assert "/my-data/open/" in message.text and message.person == town.ana


@pytest.mark.parametrize("how", ["said so", "two people"])
def test_where_others_read_along_the_message_says_nothing(town: Town, how: str) -> None:
    change(town.ana, shared_contact=True) if how == "said so" else change(town.ben, email=ADDRESS)
    message = asked(town)
    assert message and "ring us or come by" in message.text
    for word in ("http", "data", "Ana", "link"):
        assert word not in message.text
    assert message.person is None


def test_whoever_is_dead_gone_in_peace_or_hidden_gets_nothing(town: Town) -> None:
    actions.set_status(person=town.ana, status="died", by=HOUSE, now=town.now)
    assert asked(town) is None
    actions.set_status(person=town.ana, status="moved_away", by=HOUSE, now=town.now)
    assert asked(town) is None
    actions.set_status(person=town.ana, status="living", by=HOUSE, now=town.now)
    actions.leave_in_peace(person=town.ana, quiet=True, by=HOUSE, now=town.now)
    assert asked(town) is None
    actions.leave_in_peace(person=town.ana, quiet=False, by=HOUSE, now=town.now)
    hide(town)
    assert asked(town) is None


def hide(town: Town) -> None:
    keepers = [
        actions.open_account(
            email=f"keeper{number}@example.org", role="worker", name="Keeper", areas=[town.north],
            by=HOUSE, now=town.now,
        )
        for number in (1, 2)
    ]  # fmt: skip
    actions.protect(person=town.ana, keepers=keepers, reason="Danger.", by=HOUSE, now=town.now)


def test_an_address_that_said_stop_gets_nothing(town: Town) -> None:
    stop(channel="email", address=ADDRESS, now=town.now)
    message = asked(town)
    assert message and message.status == "stopped"


def test_the_link_opens_once_and_leaves_a_line(town: Town) -> None:
    link = f"/my-data/open/{own_data_link(town)}/"
    client = Client()
    for _ in range(2):  # looking is not opening: programs look at links in mails
        assert b"Ana" not in client.get(link).content
    assert client.post(link).status_code == 302
    assert "Ana Ruiz" in client.get("/my-data/").content.decode()
    again = Client().post(link)
    assert again.status_code == 410 and "Ask for a new link" in again.content.decode()
    assert Entry.objects.filter(verb="person.own_link", person=town.ana).count() == 1


@pytest.mark.parametrize("late", [LASTS + timedelta(minutes=1)])
def test_the_link_lasts_a_day(town: Town, late: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    link = f"/my-data/open/{own_data_link(town)}/"
    monkeypatch.setattr("kizuna.web.views.asking.timezone.now", lambda: town.now + late)
    assert Client().get(link).status_code == Client().post(link).status_code == 410


def test_a_link_to_an_address_that_is_no_longer_theirs_opens_nothing(town: Town) -> None:
    link = f"/my-data/open/{own_data_link(town)}/"
    change(town.ana, email="other@example.org")
    assert Client().post(link).status_code == 410


def test_after_erasing_a_link_and_an_open_page_give_nothing(town: Town) -> None:
    client = opened(town)
    link = f"/my-data/open/{relinked(town)}/"
    erase_person(person=str(town.ana), by=HOUSE, now=town.now)
    assert Client().get(link).status_code == Client().post(link).status_code == 410
    assert "Ana" not in client.get("/my-data/").content.decode()
    assert client.get("/my-data/everything/").status_code == 302
    assert SESSION not in client.session


def relinked(town: Town) -> str:
    """Another link, an hour later."""
    return own_data_link(Town(**{**vars(town), "now": town.now + timedelta(hours=1, seconds=-1)}))


@pytest.mark.parametrize("what", ["hidden", "died"])
def test_whoever_is_hidden_or_dead_meanwhile_is_shown_to_nobody(town: Town, what: str) -> None:
    client = opened(town)
    if what == "hidden":
        hide(town)
    else:
        actions.set_status(person=town.ana, status="died", by=HOUSE, now=town.now)
    assert "Ana" not in client.get("/my-data/").content.decode()
    assert client.get("/my-data/export/").status_code == 302


def test_they_do_with_their_data_what_somebody_with_an_account_does(town: Town) -> None:
    client = opened(town)
    assert client.get("/my-data/everything/").status_code == 200
    assert "Ana Ruiz" in client.get("/my-data/export/").content.decode()
    assert client.get("/my-data/who/").status_code == 200
    page = client.get("/my-data/agreements/").content.decode()
    assert "/take-back/" not in page and "/renew/" not in page
    consent = town.consents[town.ana]
    assert client.post(f"/my-data/consents/{consent}/withdraw/").status_code == 302
    assert Consent.objects.get(pk=consent).withdrawn_at
    assert client.post("/my-data/erase/").status_code == 200
    assert Person.objects.filter(pk=town.ana, name="Ana Ruiz").count() == 0


def test_nothing_of_somebody_else_opens(town: Town) -> None:
    client = opened(town)
    assert client.post(f"/my-data/consents/{town.consents[town.cem]}/withdraw/").status_code == 404
    assert "Cem" not in client.get("/my-data/export/").content.decode()


@pytest.mark.doors
def test_every_other_page_treats_them_as_a_stranger(town: Town) -> None:
    values = own_and_other(town)
    client = opened(town)
    wrong = []
    for route, row in DOORS.items():
        if route.startswith("my-data/") or route in {"leave/", "account/logout/"}:
            continue
        path = address(route, values | of_this_route(route, town), "own")
        expected = int((row.get("GET") or row["GET own"]).split()[0])
        if (got := client.get(path).status_code) != expected:
            wrong.append(f"{route}: {got} for {expected}")
    assert not wrong, "\n".join(wrong)


def later(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("kizuna.web.middleware.timezone.now", lambda: now)


def test_it_ends_after_half_an_hour_without_a_tap(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    client = opened(town)
    start = timezone.now()
    for minutes in (25, 50, 75):
        later(monkeypatch, start + timedelta(minutes=minutes))
        assert "Ana Ruiz" in client.get("/my-data/").content.decode()
    later(monkeypatch, start + timedelta(minutes=76) + IDLE)
    assert "Ana Ruiz" not in client.get("/my-data/").content.decode()
    assert SESSION not in client.session


def test_it_ends_when_they_say_so(town: Town) -> None:
    client = opened(town)
    assert "You are done" in client.post("/my-data/done/").content.decode()
    assert "Ana" not in client.get("/my-data/").content.decode()
    assert SESSION not in client.session


def test_whoever_was_signed_in_here_is_signed_out(town: Town) -> None:
    client = Client()
    client.force_login(town.accounts["worker"])
    client.post(f"/my-data/open/{own_data_link(town)}/")
    assert "Ana Ruiz" in client.get("/my-data/").content.decode()
    assert client.get("/today/").status_code == 302


def test_the_page_asks_the_database_little(town: Town, django_assert_max_num_queries: Any) -> None:
    client = opened(town)
    client.get("/my-data/")
    with django_assert_max_num_queries(12):
        assert client.get("/my-data/").status_code == 200


@pytest.mark.doors
@pytest.mark.parametrize("role", ["resident", "worker", "coordinator", "admin", "stranger"])
def test_only_the_house_finds_out_who_asked(town: Town, role: str) -> None:
    by = STRANGER if role == "stranger" else town.viewer(role)
    with pytest.raises((LogInFirst, NotAllowed)):
        queries.asker(by, "email", ["x"])
    with pytest.raises((LogInFirst, NotAllowed)):
        queries.own_data_open(by, town.ana)
    with pytest.raises((LogInFirst, NotAllowed)):
        actions.send_own_link(key="own:email:x:1", by=by, now=town.now)
