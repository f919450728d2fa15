"""My data: a person sees, takes along, takes back and erases what is held about them, in every room."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from kizuna.activities.actions import load_attendance, load_events
from kizuna.activities.group import NewAttendance, NewEvent
from kizuna.activities.models import Attendance
from kizuna.ledger.actions import note
from kizuna.ledger.models import Entry
from kizuna.ledger.verbs import LOOKED, what_happened
from kizuna.outbox.actions import send
from kizuna.people.actions import add_person, give_consent, merge_persons
from kizuna.people.models import Account, Consent, Person
from kizuna.referrals.models import Referral
from kizuna.screening.actions import record_check_up
from kizuna.screening.models import CheckUp, Concern
from kizuna.web import actions
from kizuna.web.retention import KINDS
from tests.town import HOUSE, Town, build, refer_link

pytestmark = pytest.mark.django_db
PERSONAL = {table for kind in KINDS if kind.of_person for table in kind.tables}
MOST = len(PERSONAL) + 3
"""The page reads each table that holds a person once, for all records of theirs together."""


@pytest.fixture
def town() -> Town:
    """Ana has answered questions, told of a danger, been to a group and been referred to it."""
    made = build(timezone.now())
    how = {"by": HOUSE, "now": made.now}
    for answers, heard in (({"lonely": "often"}, ["company.group"]), ({"safe": ["life"]}, ["mood.crisis"])):
        record_check_up(attempt=uuid4(), answers=answers, heard=heard, person=made.ana, **how)
    at = made.now - timedelta(days=7)
    event = NewEvent(str(made.group), "Soup", at, at + timedelta(hours=2), "FREQ=WEEKLY")
    load_events(events=[event], **how)
    came = [NewAttendance(str(event.known_id), at, str(who), "came", at) for who in (made.ana, made.cem)]
    load_attendance(attendance=came, **how)
    return made


@pytest.fixture
def link(town: Town) -> str:
    """The page that the provider of Ana's referral opens."""
    return reverse("referrals:answer", args=[refer_link(town, town.ana)])


def browser(town: Town, role: str = "resident") -> Client:
    client = Client()
    client.force_login(town.accounts[role], "allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(client: Client) -> str:
    return " ".join(client.get("/my-data/").content.decode().split())


def sees(town: Town) -> int:
    return browser(town, "worker").get(reverse("referrals:person", args=[town.ana])).status_code


def take_back(client: Client, sentence: str) -> None:
    """Press the button that stands beside this agreement, wherever the page says it."""
    found = re.findall(re.escape(sentence) + r'.*?action="(/my-data/consents/[^"]+)"', page(client))
    assert found
    for address in found:
        assert client.post(address)["Location"] == "/my-data/"
    assert sentence not in page(client)


def test_a_person_sees_what_is_held_about_them(town: Town, link: str) -> None:
    assert sees(town) == 200
    text = page(browser(town))
    for words in ("Ana Ruiz", "1950", "ana@example.org", "1 record of referrals", "1 visit to a group"):
        assert words in text
    assert "A link worker may see your record" in text
    assert "<bdi>Soup and Songs</bdi> may learn about you" in text
    assert reverse("referrals:case", args=[Referral.objects.get().pk]) in text
    assert "Cem" not in text and "Ben" not in text
    assert "link worker" in text.lower()


def test_who_looked_stands_there(town: Town) -> None:
    words = gettext(what_happened(LOOKED))
    before = page(browser(town)).count(words)
    assert sees(town) == 200
    assert page(browser(town)).count(words) == before + 1


@pytest.mark.parametrize("role", ["", "worker", "admin"])
def test_who_has_no_record_here_is_told_so(town: Town, role: str) -> None:
    client = browser(town, role) if role else Client()
    text = page(client)
    assert "We keep nothing about you" in text
    assert "Ana" not in text
    for address in ("/my-data/export/", "/my-data/erase/"):
        assert client.get(address).status_code == (404 if role else 302)


def test_a_consent_taken_back_ends_the_workers_sight_at_the_next_request(town: Town) -> None:
    assert sees(town) == 200
    client = browser(town)
    take_back(client, "A link worker may see your record")
    assert sees(town) == 404
    assert "A link worker may see your record" not in page(client)
    assert "Ana" not in browser(town, "worker").get(reverse("referrals:caseload")).content.decode()


def test_a_consent_taken_back_closes_the_providers_link(town: Town, link: str) -> None:
    assert Client().get(link).status_code == 200
    take_back(browser(town), "<bdi>Soup and Songs</bdi> may learn about you")
    for method in ("get", "post"):
        answer = getattr(Client(), method)(link, {"state": "accepted"} if method == "post" else {})
        assert answer.status_code == 410
        assert "Ana" not in answer.content.decode()
    assert Referral.objects.get().status == "requested"
    assert sees(town) == 200


def test_nobody_takes_back_somebody_elses_consent(town: Town) -> None:
    address = reverse("withdraw", args=[town.consents[town.cem]])
    assert browser(town).post(address).status_code == 404
    assert Client().post(address).status_code == 302
    assert browser(town).get(address).status_code == 405
    assert Consent.objects.get(pk=town.consents[town.cem]).withdrawn_at is None


def test_the_file_holds_what_each_room_holds(town: Town, link: str) -> None:
    assert Client().get(link).status_code == 200
    answer = browser(town).get("/my-data/export/")
    assert answer["Content-Type"] == "application/json"
    assert 'filename="linden-bay-my-data.json"' in answer["Content-Disposition"]
    held = json.loads(answer.content)
    assert set(held) == {
        "schema",
        "made_at",
        "people",
        "screening",
        "activities",
        "signposting",
        "referrals",
        "bonds",
        "voice",
        "outbox",
        "ledger",
    }
    assert held["schema"] == "kizuna.my-data/1"
    assert [one["name"] for one in held["people"]["persons"]] == ["Ana Ruiz"]
    assert {one["purpose"] for one in held["people"]["consents"]} == {"support", "referral"}
    assert [one["answers"] for one in held["screening"]["check_ups"]] == [
        {"lonely": "often"},
        {"safe": ["life"]},
    ]
    assert len(held["screening"]["concerns"]) == 1
    assert [one["group"] for one in held["activities"]["attendance"]] == ["Soup and Songs"]
    assert [one["asked"] for one in held["referrals"]["referrals"]] == ["Soup and Songs"]
    assert any(line["by"] == "provider" for line in held["ledger"])
    assert "Cem" not in answer.content.decode()


def test_who_asks_to_be_erased_is_asked_once_more(town: Town) -> None:
    answer = browser(town).get("/my-data/erase/")
    assert answer.status_code == 200
    assert "cannot be undone" in answer.content.decode()
    assert Person.objects.get(pk=town.ana).name == "Ana Ruiz"


def test_erasing_forgets_in_every_room_and_nobody_else(town: Town, link: str) -> None:
    refer_link(town, town.cem)
    client = browser(town)
    answer = client.post("/my-data/erase/")
    assert "Your data is erased" in answer.content.decode()
    for rows in (Attendance, Referral, Consent):
        assert not rows.objects.filter(person=town.ana).exists(), rows
    for row in CheckUp.objects.filter(person=town.ana):
        assert (row.answers, row.needs) == ({}, [])
    assert Concern.objects.get(person=town.ana).closed_at is None
    assert not any("Ana" in str(row) for row in Person.objects.values())
    assert not Account.objects.filter(email="resident@example.org").exists()
    assert Client().get(link).status_code == 410
    assert sees(town) == 404
    assert Attendance.objects.filter(person=town.cem).exists()
    assert Referral.objects.filter(person=town.cem).exists()
    assert Person.objects.get(pk=town.cem).name == "Cem Öztürk"


def test_whoever_is_erased_is_signed_out_everywhere(town: Town) -> None:
    here, elsewhere = browser(town), browser(town)
    here.post("/my-data/erase/")
    for client in (here, elsewhere):
        assert "We keep nothing about you" in page(client)
        assert client.get("/my-data/export/").status_code == 302


def test_the_ledger_keeps_its_lines_with_identifiers_only(town: Town, link: str) -> None:
    before = set(Entry.objects.filter(person=town.ana).values_list("pk", flat=True))
    browser(town).post("/my-data/erase/")
    lines = Entry.objects.filter(person=town.ana)
    assert before < set(lines.values_list("pk", flat=True))
    verbs = set(lines.values_list("verb", flat=True))
    assert {"person.erased", "referral.erased", "activities.erased", "check_ups.erased"} <= verbs
    for line in lines.values():
        assert "Ana" not in str(line) and "ana@" not in str(line)


def test_an_erasure_that_fails_erases_nothing(town: Town, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**how: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr("kizuna.web.actions.erasing.people.erase", fails)
    with pytest.raises(RuntimeError):
        actions.erase_person(person=str(town.ana), by=town.viewer("resident"), now=town.now)
    for rows in (CheckUp, Concern, Attendance, Referral, Consent):
        assert rows.objects.filter(person=town.ana).exists(), rows


def test_the_page_asks_the_database_little(town: Town, link: str, django_assert_max_num_queries) -> None:
    client = browser(town)
    assert sees(town) == 200
    with django_assert_max_num_queries(12):
        assert client.get("/my-data/").status_code == 200


def test_everything_stands_there_by_topic_and_nobody_else(town: Town, link: str) -> None:
    assert sees(town) == 200
    for address in ("/my-data/everything/", "/my-data/export/?form=page"):
        text = browser(town).get(address).content.decode()
        for words in ("Ana Ruiz", "ana@example.org", "Soup and Songs"):
            assert words in text
        assert ("A link worker" in text) is ("form=page" in address), "who looked has a page of its own"
        assert "Cem" not in text and str(town.accounts["worker"].pk) not in text
    assert "<script" not in text and "src=" not in text and "href=" not in text


def test_erasing_a_second_time_changes_nothing_and_gives_the_same_receipt(town: Town) -> None:
    how = {"person": str(town.ana), "by": HOUSE, "now": town.now}
    assert actions.erase_person(**how) == actions.erase_person(**how)


def test_two_people_never_get_the_same_receipt(town: Town) -> None:
    numbers = [
        actions.erase_person(person=str(one), by=HOUSE, now=town.now).split("-")
        for one in (town.ana, town.cem)
    ]
    assert all(mine != other for mine, other in zip(*numbers, strict=True))


def test_everything_asks_the_database_as_often_for_much_as_for_little(town: Town, link: str) -> None:
    client = browser(town)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get("/my-data/everything/").status_code == 200
        return len(found)

    asked()
    little = asked()
    for turn in range(40):
        how = {"by": HOUSE, "now": town.now - timedelta(days=turn)}
        record_check_up(
            attempt=uuid4(), answers={"safe": ["life"]}, heard=["mood.crisis"], person=town.ana, **how
        )
        give_consent(person=town.ana, purpose="p", recipient=str(turn), how="paper", **how)
        send(key=f"m{turn}", address="ana@example.org", subject="s", text="t", person=town.ana, now=town.now)
        note(verb="looked", subject="people.person", person=town.ana, **how)
    for turn in range(3):
        same = add_person(
            name=f"Ana {turn}", area=town.north, email=f"ana{turn}@example.org", by=HOUSE, now=town.now
        )
        merge_persons(keep=town.ana, other=same, by=HOUSE, now=town.now)
        record_check_up(attempt=uuid4(), answers={}, heard=[], person=same, by=HOUSE, now=town.now)
        send(key=f"s{turn}", address="x@example.org", subject="s", text="t", person=same, now=town.now)
    assert asked() == little, "however many rows and records there are"
    assert little <= MOST, little
