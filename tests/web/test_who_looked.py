"""Who looked at my record: by name, day by day, in words, with the reason if it was an emergency."""

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import kizuna
from kizuna.ledger.actions import looked, note
from kizuna.ledger.entry import Tally
from kizuna.ledger.verbs import LOOKED
from kizuna.people.actions import break_glass, merge_persons, tell_glass
from kizuna.people.models import Account
from kizuna.people.views.persons import PARTS
from kizuna.web.looks import SEEN, by_day
from tests.town import HOUSE, Town, build

PAGE = "/my-data/who/"
SOMEBODY = "5c1e0fd8-6c6f-4d3e-9f57-3b1a5b0f7a11"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def tally(verb: str = LOOKED, subject: str = "people.person", by: str = f"worker:{SOMEBODY}", **how) -> Tally:
    found = {"day": date(2026, 5, 4), "count": 1, "first": NOON, "last": NOON}
    return Tally(verb=verb, subject=subject, by=by, **found | how)


def test_one_day_one_worker_one_line_for_what_is_alike() -> None:
    early, late = NOON - timedelta(hours=2), NOON + timedelta(hours=1)
    lines = [
        tally(subject="referrals.Referral:1", first=early, last=early),
        tally(subject="referrals.Referral:2", count=3, first=NOON, last=late),
        tally(verb="consent.given"),
    ]
    (day,) = by_day(lines, names={SOMEBODY: "Maya"}, reasons={})
    (who,) = day.people
    assert (who.name, who.role) == ("Maya", "A link worker")
    assert [(each.what, each.count, each.first, each.last) for each in who.deeds] == [
        ("Looked at a place that was asked for you.", 4, early, late),
        ("You agreed to something.", 1, NOON, NOON),
    ]


def test_newest_day_first_and_whoever_came_last_first() -> None:
    before = NOON - timedelta(days=1)
    lines = [
        tally(day=date(2026, 5, 3), first=before, last=before),
        tally(by="system:nightly", last=NOON + timedelta(hours=1)),
        tally(),
    ]
    days = by_day(lines, names={}, reasons={})
    assert [each.day.day for each in days] == [4, 3]
    assert [who.role for who in days[0].people] == ["Kizuna itself", "A link worker"]


def test_a_resident_is_never_named_and_oneself_is_you() -> None:
    lines = [tally(by=f"resident:{SOMEBODY}")]
    named = {SOMEBODY: "Ana"}
    assert by_day(lines, names=named, reasons={})[0].people[0].name == ""
    assert by_day(lines, names=named, reasons={}, own=SOMEBODY)[0].people[0].role == "You"


def looked_at() -> set[str]:
    """The first words of everything that the program says was looked at."""
    found = set()
    for path in Path(kizuna.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "looked":
                (what,) = (each.value for each in call.keywords if each.arg == "at_what")
                first = what.values[0] if isinstance(what, ast.JoinedStr) else what
                if isinstance(first, ast.Constant):
                    found.add(str(first.value).partition(":")[0])
    return found


def test_everything_that_can_be_looked_at_has_a_sentence() -> None:
    assert len(looked_at()) > 8
    parts = {f"people.{part}" for part in PARTS}
    assert sorted((looked_at() - {"people."} | parts) - set(SEEN)) == []


@pytest.fixture
def town(db: None) -> Town:
    made = build(timezone.now())
    Account.objects.filter(pk=made.accounts["worker"].pk).update(name="Maya Lopez")
    return made


def page(town: Town, query: str = "") -> str:
    client = Client()
    client.force_login(town.accounts["resident"])
    return " ".join(client.get(PAGE + query).content.decode().split())


def test_she_reads_who_it_was_and_what_they_looked_at(town: Town) -> None:
    client = Client()
    client.force_login(town.accounts["worker"])
    assert client.get(reverse("referrals:person", args=[town.ana])).status_code == 200
    text = page(town)
    assert "<bdi>Maya Lopez</bdi>" in text
    assert "A link worker" in text
    assert "Looked at your check-ups, your needs and the places asked for you." in text
    assert "You agreed to something" in text
    assert "You agreed to something" not in page(town, "?show=looks")
    assert "<bdi>Maya Lopez</bdi>" in page(town, "?show=looks")


def test_an_emergency_stands_there_with_its_reason_once_she_may_know(town: Town) -> None:
    now = timezone.now()
    how = {"reason": "missing", "words": "No answer for days", "minutes": 30, "by": town.viewer("worker")}
    glass = break_glass(sought="Ana Ruiz", tell_later=True, **how, now=now)
    assert "emergency" not in page(town)
    tell_glass(glass=glass, turn=0, by=HOUSE, now=now)
    for query in ("", "?show=looks"):
        text = page(town, query)
        assert text.count("Your record was opened in an emergency, without asking you first.") == 1
        assert "The reason they gave: Nobody can reach them." in text
        assert "No answer for days" not in text
        assert "Maya Lopez" in text


def test_what_stood_about_a_record_put_together_with_hers_stands_there_too(town: Town) -> None:
    merge_persons(keep=town.ana, other=town.ben, by=HOUSE, now=town.now)
    looked(at_what="people.consents", person=town.ben, by=town.viewer("worker"), now=timezone.now())
    looked(at_what="screening.check-ups", person=town.cem, by=town.viewer("worker"), now=timezone.now())
    text = page(town)
    assert "Looked at what you agreed to." in text
    assert "Looked at your check-ups." not in text


def test_a_long_record_comes_in_pages_and_asks_the_database_little(
    town: Town, django_assert_max_num_queries
) -> None:
    workers = [town.viewer("worker"), town.viewer("far worker"), town.viewer("coordinator")]
    for turn in range(300):
        at = town.now - timedelta(days=turn // 6, minutes=turn)
        looked(at_what="people.person", person=town.ana, by=workers[turn % 3], now=at)
        note(verb="consent.given", subject=f"people.Consent:{turn}", person=town.ana, by=HOUSE, now=at)
    client = Client()
    client.force_login(town.accounts["resident"])
    for query in ("", "?page=3", "?page=99", "?page=x", "?show=looks&page=2"):
        with django_assert_max_num_queries(12):
            assert client.get(PAGE + query).status_code == 200
    assert client.get(PAGE).content.decode().count("<h2") == 7 + 1
    assert "show=looks&amp;page=3" in client.get(PAGE + "?show=looks&page=2").content.decode()


@pytest.mark.doors
def test_nobody_else_reads_it(town: Town) -> None:
    for role in ("worker", "coordinator", "admin"):
        client = Client()
        client.force_login(town.accounts[role])
        answer = client.get(PAGE)
        assert answer.status_code in {403, 404}
    assert Client().get(PAGE).status_code == 302
