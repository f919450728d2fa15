"""Providers are asked seldom, in one letter an address, and confirm by one click without an account."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from kizuna.access.secrets import seal_link
from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Viewer
from kizuna.directory import actions, queries
from kizuna.directory.models import Confirmation, Service
from kizuna.directory.provider_link import LIVES, make, opens_confirmation, opens_service
from kizuna.frame.errors import Gone
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.places.actions import add_area
from tests.conftest import NOW
from tests.directory.packages import bring_in
from tests.directory.shelf import listing

pytestmark = pytest.mark.django_db
BY = SYSTEM("test")
DAY = timedelta(days=1)


def ask(now=NOW) -> int:
    return actions.ask_to_confirm(by=BY, now=now)


def link(purpose="confirm") -> str:
    """The end of the link in the last letter."""
    text = Message.objects.order_by("created_at").last().text
    return text.split(f"/services/{purpose}/")[1].split("/")[0]


def token(id, purpose="confirm", address="lunch@linden.example", now=NOW) -> str:
    return make(purpose, id, address, settings.SECRET_KEYS, now)


@pytest.fixture(autouse=True)
def _fresh_count():
    cache.clear()


def test_one_letter_an_address_about_all_its_stale_listings_and_no_more_for_ninety_days() -> None:
    listing("Lunch")
    listing("Breakfast", assured_date=NOW.date() - 200 * DAY)
    listing("Tea", assured_date=NOW.date())
    listing("Office hour", email="")
    listing("Closed", status="inactive")
    assert ask() == 2
    letters = {m.address: m.text for m in Message.objects.all()}
    assert set(letters) == {"lunch@linden.example", "office@linden.example"}
    text = letters["lunch@linden.example"]
    assert "Lunch" in text
    assert "Breakfast" in text
    assert "Tea" not in text
    assert ask() == ask(NOW + 89 * DAY) == 0  # tea is fresh until then
    assert ask(NOW + 91 * DAY) == 2


def test_a_site_may_ask_nobody(settings) -> None:
    listing()
    settings.CONFIRM_DAYS = 0
    assert ask() == 0
    assert not Message.objects.exists()


def test_looking_confirms_nothing_and_the_button_does_once(client) -> None:
    lunch = listing()
    ask(NOW)
    address = reverse("directory:confirm_link", args=[link()])
    for _ in range(2):  # a program that reads mails for its owner
        assert client.get(address).status_code == client.head(address).status_code == 200
    lunch.refresh_from_db()
    assert lunch.assured_date is None
    page = client.get(address)
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert page.content.decode().count("Yes, this is right") == 1
    assert client.post(address).status_code == 302
    lunch.refresh_from_db()
    assert lunch.assured_date is not None
    noted = Entry.objects.filter(verb="service.confirmed")
    asked = Confirmation.objects.get()
    assert [row.by for row in noted] == [f"provider:{opens_confirmation(asked.pk)}"]
    assert "Thank you for telling us" in client.get(address).content.decode()
    client.post(address)
    assert noted.count() == 1


def test_the_pages_need_few_queries(client, django_assert_max_num_queries) -> None:
    for n in range(8):
        listing(f"Lunch {n}")
    actions.refresh_cards(by=BY, now=NOW)
    ask()
    for purpose in ("confirm",):
        with django_assert_max_num_queries(12):
            client.get(reverse(f"directory:{purpose}_link", args=[link(purpose)]))
    with django_assert_max_num_queries(12):
        client.get(reverse("directory:room_link", args=[token(Service.objects.first().pk, "room")]))


def test_a_link_is_for_one_purpose_one_time_and_one_address(client) -> None:
    lunch = listing()
    ask()
    asked = Confirmation.objects.get()
    room = token(lunch.pk, "room")
    for purpose, wrong in (
        ("confirm", room),
        ("room", link()),
        ("confirm", token(lunch.pk, "room") + "x"),
        ("confirm", "gAAAAA"),
        ("room", seal_link([str(lunch.pk), "x"], ["k" * 40], purpose="directory.room", now=NOW)),
    ):
        assert client.get(reverse(f"directory:{purpose}_link", args=[wrong])).status_code == 404
        assert client.post(reverse(f"directory:{purpose}_link", args=[wrong])).status_code == 404
    with pytest.raises(Gone):
        queries.confirmation(STRANGER, link(), NOW + LIVES["confirm"] + DAY)
    with pytest.raises(Gone):
        queries.by_service_link(STRANGER, "room", room, NOW + LIVES["room"] + DAY)
    guessed = token(listing("Other").pk, "confirm")
    with pytest.raises(Gone):
        queries.confirmation(STRANGER, guessed, NOW)
    Service.objects.filter(pk=lunch.pk).update(email="new@linden.example")
    with pytest.raises(Gone):
        queries.by_service_link(STRANGER, "room", room, NOW)
    with pytest.raises(Gone):
        queries.confirmation(STRANGER, token(asked.pk), NOW)


def test_guesses_are_counted_and_say_nothing(client, monkeypatch) -> None:
    monkeypatch.setattr("kizuna.frame.middleware.GUESSES", 3)
    lunch = listing()
    answers = [client.get(f"/services/room/guess{n}/") for n in range(5)]
    assert [a.status_code for a in answers] == [404, 404, 404, 429, 429]
    assert all(lunch.name not in a.content.decode() for a in answers)


def test_an_import_that_knows_of_an_older_check_changes_nothing() -> None:
    bring_in()
    row = Service.objects.filter(source__isnull=False).first()
    actions.confirm_service(service=row.pk, by=BY, now=NOW)
    assert not bring_in().changed
    row.refresh_from_db()
    assert row.assured_date == NOW.date()


@pytest.mark.doors
def test_only_who_answers_for_a_listing_confirms_it_or_says_how_much_room_there_is() -> None:
    north, south = (
        add_area(name=name, level="neighbourhood", above=None, lat=1, lon=1, by=BY, now=NOW)
        for name in ("North", "South")
    )
    lunch = listing(area=north)
    body = frozenset({str(lunch.organization_id)})

    def coordinator(area) -> Viewer:
        return Viewer(role="coordinator", account="1", areas=frozenset({str(area)}))

    for deed, more in ((actions.confirm_service, {}), (actions.set_capacity, {"state": "none"})):

        def act(by, deed=deed, more=more) -> None:
            deed(service=lunch.pk, by=by, now=NOW, **more)

        for by, refusal in (
            (STRANGER, LogInFirst),
            (Viewer(role="worker", account="1"), NotAllowed),
            (Viewer(role="resident", account="1"), NotAllowed),
            (Viewer(role="provider", account="1", organisations=frozenset({"another"})), NotFound),
            (Viewer(role="provider", token=opens_service(listing("Other").pk)), NotFound),
            (coordinator(south), NotFound),
        ):
            with pytest.raises(refusal):
                act(by)
        for by in (
            Viewer(role="provider", account="1", organisations=body),
            Viewer(role="provider", token=opens_service(lunch.pk)),
            coordinator(north),
        ):
            act(by)
    with pytest.raises(NotFound):
        actions.ask_about(service=lunch.pk, by=coordinator(south), now=NOW)
    for by in (STRANGER, Viewer(role="admin", account="1")):
        with pytest.raises((LogInFirst, NotAllowed)):
            actions.ask_to_confirm(by=by, now=NOW)


def test_what_belongs_to_the_whole_site_is_kept_by_every_curator() -> None:
    top = add_area(name="Town", level="community", above=None, lat=1, lon=1, by=BY, now=NOW)
    here = Viewer(role="coordinator", account="1", areas=frozenset({"x"}), around=frozenset({str(top)}))
    assert queries.area_of_care(here, listing().pk) == str(top)
