"""A person puts right what is held about them, by themselves, with an account or by a link without one."""

import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.asking import SESSION
from kizuna.people.models import Person
from tests.signing_in import signed_in
from tests.town import Town, build

pytestmark = pytest.mark.django_db
ABOUT = {"name": "Ana Ruiz", "birth_year": "1950"}


@pytest.fixture
def town() -> Town:
    return build(timezone.now())


@pytest.fixture(params=["account", "link"])
def client(request: pytest.FixtureRequest, town: Town) -> Client:
    """Ana, signed in a moment ago, or by the link that came to her address."""
    made = Client()
    if request.param == "account":
        made.force_login(town.accounts["resident"])
        return made
    session = made.session
    at = timezone.now().timestamp()
    session[SESSION] = {"person": str(town.ana), "since": at, "seen": at}
    session.save()
    made.cookies["sessionid"] = session.session_key
    return made


def page(part: str) -> str:
    return reverse("people:correct_own", args=[part])


def reach(town: Town, **given: Any) -> dict[str, Any]:
    return {"area": str(town.north), "email": "ana@example.org", **given}


def test_who_they_are_is_changed_by_themselves(town: Town, client: Client) -> None:
    given = {
        **ABOUT, "called": "Anita", "pronouns": "she", "languages": "Spanish, Arabic", "lives_alone": "yes",
        "access_needs": ["quiet"], "name": "Ana Ruiz Soto",
    }  # fmt: skip
    answer = client.post(page("about"), given, follow=True)
    assert "Ana Ruiz Soto" in answer.content.decode()
    row = Person.objects.get(pk=town.ana)
    assert (row.called, row.pronouns, row.languages) == ("Anita", "she", ["es", "ar"])
    assert (row.lives_alone, row.access_needs) == (True, ["quiet"])
    assert Entry.objects.filter(person=town.ana, verb="person.corrected", by__startswith="resident:").exists()


def test_the_page_shows_what_is_held_and_saving_it_unchanged_changes_nothing(
    town: Town, client: Client
) -> None:
    held = {"languages": ["es", "ckb"], "access_needs": ["quiet", "of old"], "not_said": ["gender"]}
    Person.objects.filter(pk=town.ana).update(**held)
    form = client.get(page("about")).context["form"]
    shown = {name: form.initial.get(name) for name in form.fields}
    before = Person.objects.filter(pk=town.ana).values().get()
    assert client.post(page("about"), {k: v for k, v in shown.items() if v is not None}).status_code == 302
    assert Person.objects.filter(pk=town.ana).values().get() == before
    assert not Entry.objects.filter(person=town.ana, verb="person.corrected").exists()


def test_what_this_page_does_not_offer_stays(town: Town, client: Client) -> None:
    Person.objects.filter(pk=town.ana).update(access_needs=["quiet", "of old"], not_said=["gender"])
    client.post(page("about"), {**ABOUT, "access_needs": ["sign"], "not_said": ["pronouns"]})
    row = Person.objects.get(pk=town.ana)
    assert row.access_needs == ["of old", "sign"]
    assert row.not_said == ["gender", "pronouns"]


def test_what_they_prefer_not_to_say_is_taken_out(town: Town, client: Client) -> None:
    client.post(page("about"), {**ABOUT, "not_said": ["birth_year"]})
    row = Person.objects.get(pk=town.ana)
    assert (row.birth_year, row.not_said) == (None, ["birth_year"])


def test_how_and_when_to_reach_them(town: Town, client: Client) -> None:
    given = reach(
        town, area=str(town.south), address="3 Harbour Lane\r\nLinden Bay", phone="+13055550123",
        preferred_channel="text", days=["0", "2"], starts="09:00", ends="12:00", not_at_night="on",
        interpreter="no", preferred_language="es",
    )  # fmt: skip
    assert client.post(page("reach"), given).status_code == 302
    row = Person.objects.get(pk=town.ana)
    assert (row.area_id, row.phone, row.preferred_channel) == (town.south, "+13055550123", "text")
    assert row.contact_times == {
        "windows": [{"days": [0, 2], "from": "09:00", "until": "12:00"}],
        "not_at_night": True,
    }
    assert (row.interpreter, row.preferred_language) == (False, "es")
    again = client.get(page("reach")).context["form"].initial
    assert (again["address"], again["days"]) == ("3 Harbour Lane\nLinden Bay", ["0", "2"])


def test_the_old_address_hears_that_it_was_changed_and_nothing_else(town: Town, client: Client) -> None:
    client.post(page("reach"), reach(town, email="new@example.org"))
    told = Message.objects.get(topic="own data")
    assert told.address == "ana@example.org"
    assert "new@example.org" not in told.text and "Ana" not in told.text


def test_where_others_read_along_nothing_is_sent(town: Town, client: Client) -> None:
    Person.objects.filter(pk=town.ana).update(shared_contact=True)
    client.post(page("reach"), reach(town, email="new@example.org", shared_contact="on"))
    assert Person.objects.get(pk=town.ana).email == "new@example.org"
    assert not Message.objects.filter(topic="own data").exists()


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("about", {"name": ""}),
        ("about", {"languages": "Klingonish"}),
        ("about", {"birth_year": "2190"}),
        ("reach", {"email": "nowhere"}),
        ("reach", {"phone": "12"}),
        ("reach", {"starts": "09:00"}),
        ("reach", {"starts": "09:00", "ends": "08:00"}),
        ("reach", {"area": "elsewhere"}),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(
    town: Town, client: Client, part: str, wrong: dict[str, str]
) -> None:
    before = Person.objects.filter(pk=town.ana).values().get()
    answer = client.post(page(part), {**(ABOUT if part == "about" else reach(town)), **wrong})
    assert answer.status_code == 422
    assert "error" in answer.content.decode().casefold()
    assert Person.objects.filter(pk=town.ana).values().get() == before


def test_who_signed_in_long_ago_shows_first_that_it_is_them(town: Town) -> None:
    client = Client()
    client.force_login(town.accounts["resident"])
    signed_in(client, town.accounts["resident"], at=time.time() - 3600)
    answer = client.post(page("reach"), reach(town, email="thief@example.org"))
    assert answer.status_code == 302 and "/account/confirm/" in answer["Location"]
    assert Person.objects.get(pk=town.ana).email == "ana@example.org"


@pytest.mark.doors
@pytest.mark.parametrize("role", ["", "worker", "far worker", "admin"])
def test_it_is_for_oneself_only(town: Town, role: str) -> None:
    client = Client()
    if role:
        client.force_login(town.accounts[role])
    assert client.post(page("about"), {"name": "Nobody"}).status_code == (404 if role else 302)
    assert not Person.objects.filter(name="Nobody").exists()


def test_the_pages_ask_the_database_little(
    town: Town, client: Client, django_assert_max_num_queries: Any
) -> None:
    for part in ("about", "reach"):
        with django_assert_max_num_queries(12):
            assert client.get(page(part)).status_code == 200
