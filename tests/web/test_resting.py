"""A record that rests: kept, and used by nobody, at any address, until its person says so."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound
from kizuna.activities.queries import figures as activity_figures
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import send, sweep, turn
from kizuna.outbox.models import Message
from kizuna.people import queries as people
from kizuna.people.actions import correct_person, let_rest, merge_persons, undo_merge, use_again
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Person
from kizuna.referrals.queries import figures as referral_figures
from kizuna.screening.actions import record_check_up, take_concern
from kizuna.screening.models import Concern
from kizuna.screening.queries import concerns
from kizuna.screening.queries import figures as screening_figures
from tests.house.doors import ROLES
from tests.town import HOUSE, Town, build, identifier, refer, refer_link
from tests.web.test_consent_replay import Crawl

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_in_life")]
WATCHING = tuple(role for role in ROLES if role not in {"resident", "admin"})
REST = reverse("people:rest")


@pytest.fixture
def town() -> Town:
    return build(timezone.now())


def browser(town: Town, role: str = "resident") -> Client:
    client = Client()
    client.force_login(town.accounts[role])
    return client


def rest(town: Town, **how: Any) -> None:
    let_rest(person=town.ana, by=town.viewer("resident"), now=timezone.now(), **how)


def test_nothing_that_showed_her_before_shows_her_while_it_rests_and_all_of_it_afterwards(
    town: Town,
) -> None:
    """A record opened in an emergency ends by itself."""
    crawl = Crawl(town, roles=WATCHING)
    before = crawl.about_her()
    assert {path.split("/")[1] for _, path in before} >= {"cases", "people", "referrals", "consents"}
    link = next(path for path in crawl.paths if path.startswith("/r/"))
    rest(town)
    assert not crawl.showing(before)
    assert not crawl.about_her()
    assert crawl.page("stranger", link)[0] == 410
    use_again(person=town.ana, by=town.viewer("resident"), now=timezone.now())
    assert crawl.showing(before) == before


def test_her_worker_reads_that_it_rests_and_nobody_else_reads_even_that(town: Town) -> None:
    rest(town)
    for page in (reverse("people:person", args=[town.ana]), reverse("referrals:person", args=[town.ana])):
        answer = browser(town, "worker").get(page)
        assert answer.status_code == 403
        assert "This record rests" in answer.content.decode()
        assert browser(town, "far worker").get(page).status_code == 404
        assert Client().get(page).status_code == 302


@pytest.mark.doors
def test_nobody_writes_into_it_but_its_person(town: Town) -> None:
    rest(town)
    with pytest.raises(NotAllowed):
        correct_person(person=town.ana, changes={"name": "X"}, by=town.viewer("worker"), now=town.now)
    correct_person(person=town.ana, changes={"called": "A"}, by=town.viewer("resident"), now=town.now)


@pytest.mark.doors
@pytest.mark.parametrize("role", ["worker", "coordinator", "admin", "stranger"])
def test_only_its_person_lets_it_rest_or_be_used(town: Town, role: str) -> None:
    by = people.viewer_of(HOUSE, town.accounts[role]) if role in town.accounts else None
    for deed in (let_rest, use_again):
        with pytest.raises((NotAllowed, NotFound, LogInFirst)):
            deed(person=town.ana, by=by or STRANGER, now=town.now)
    assert Person.objects.get(pk=town.ana).restricted_at is None


def test_it_is_in_no_figure(town: Town) -> None:
    refer(town, town.ana)
    record_check_up(
        attempt=identifier("hers"), answers={"lonely": "often"}, heard=["company.group"], person=town.ana,
        by=HOUSE, now=town.now,
    )  # fmt: skip

    def counted() -> dict[str, int]:
        viewer, now = town.viewer("coordinator"), timezone.now()
        return {
            **screening_figures(viewer, now),
            **referral_figures(viewer, now),
            **activity_figures(viewer, now),
        }

    before = counted()
    rest(town)
    after = counted()
    assert (before["check_ups"] - after["check_ups"], before["referrals_open"]) == (1, 1)
    assert after["referrals_open"] == 0


def test_nobody_may_reach_her_or_stand_on_what_she_agreed_to(town: Town) -> None:
    now = timezone.now()
    assert people.has_consent(HOUSE, town.ana, SUPPORT, LINK_WORKERS, now)
    rest(town)
    assert not people.has_consent(HOUSE, town.ana, SUPPORT, LINK_WORKERS, now)
    assert people.contact(HOUSE, town.ana, now) is None
    assert people.contacts(HOUSE, [town.ana], now) == {}
    assert not people.profile(HOUSE, town.ana).contactable


@pytest.mark.parametrize("wanted", [True, False])
def test_a_warning_that_may_save_her_life_reaches_her_only_if_she_kept_it(town: Town, wanted: bool) -> None:
    now = timezone.now()
    send(key="warn", address="ana@example.org", subject="s", text="t", life_safety=True, person=town.ana,
         now=now)  # fmt: skip
    send(key="chat", address="ana@example.org", subject="s", text="t", person=town.ana, now=now)
    rest(town, warnings=wanted)
    states = dict(Message.objects.values_list("key", "status"))
    assert states == {"warn": "queued" if wanted else "stopped", "chat": "stopped"}
    ways = people.contacts(HOUSE, [town.ana], now, life_safety=True)
    assert bool(ways) is wanted
    assert people.contacts(HOUSE, [town.ana], now) == {}


def test_what_waits_to_be_sent_about_her_is_not_sent(town: Town) -> None:
    refer(town, town.ana)
    key = Message.objects.get(topic="referral").key
    rest(town)
    sweep(now=timezone.now())
    assert Message.objects.get(key=key).status == "stopped"
    assert not turn(by="test", now=timezone.now()).parcels


def test_a_danger_still_reaches_whoever_is_on_duty(town: Town) -> None:
    rest(town)
    how: dict[str, Any] = {"answers": {"safe": ["life"]}, "heard": ["mood.crisis"], "person": town.ana}
    record_check_up(attempt=identifier("danger"), by=town.viewer("resident"), now=timezone.now(), **how)
    row = Concern.objects.get()
    assert [one.id for one in concerns(town.viewer("worker"), timezone.now())] == [str(row.pk)]
    page = reverse("screening:concern", args=[row.pk])
    take_concern(concern=row.pk, by=town.viewer("worker"), now=timezone.now())
    assert "ana@example.org" in browser(town, "worker").get(page).content.decode()


def test_the_provider_cannot_answer_while_it_rests_and_can_afterwards(town: Town) -> None:
    link = reverse("referrals:answer", args=[refer_link(town, town.ana)])
    rest(town)
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"state": "accepted"}).status_code == 410
    use_again(person=town.ana, by=town.viewer("resident"), now=timezone.now())
    assert Client().get(link).status_code == 200


def test_the_page_says_what_it_means_lets_rest_and_back(town: Town) -> None:
    client = browser(town)
    assert client.post(REST, {"do": "rest", "warnings": "on"}).status_code == 302
    assert "Your record rests" in client.get("/my-data/").content.decode()
    row = Person.objects.get(pk=town.ana)
    assert row.restricted_at and row.warned_at_rest
    assert "ana@example.org" in client.get("/my-data/").content.decode()
    assert client.get("/my-data/export/").status_code == 200
    assert client.post(REST, {"do": "use"}).status_code == 302
    assert Person.objects.get(pk=town.ana).restricted_at is None
    verbs = list(Entry.objects.filter(person=town.ana).values_list("verb", flat=True))
    assert verbs.count("person.restricted") == verbs.count("person.unrestricted") == 1


def test_twice_is_once_and_the_day_stays(town: Town) -> None:
    rest(town)
    since = Person.objects.get(pk=town.ana).restricted_at
    rest(town, warnings=True)
    row = Person.objects.get(pk=town.ana)
    assert (row.restricted_at, row.warned_at_rest) == (since, True)
    assert Entry.objects.filter(verb="person.restricted").count() == 1


def test_put_together_with_another_record_it_still_rests_and_apart_again_only_the_one(town: Town) -> None:
    rest(town)
    merge = merge_persons(keep=town.ben, other=town.ana, by=HOUSE, now=town.now)
    assert Person.objects.get(pk=town.ben).restricted_at is not None
    undo_merge(merge=merge, by=HOUSE, now=town.now)
    assert Person.objects.get(pk=town.ben).restricted_at is None
    assert Person.objects.get(pk=town.ana).restricted_at is not None


def test_the_page_asks_the_database_little(town: Town, django_assert_max_num_queries: Any) -> None:
    client = browser(town)
    assert client.cookies[settings.SESSION_COOKIE_NAME]
    with django_assert_max_num_queries(12):
        assert client.get(REST).status_code == 200
