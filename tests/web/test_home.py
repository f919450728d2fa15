"""The first page: what each role needs first, and the menu beside it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kizuna.activities.actions import load_attendance, load_events
from kizuna.activities.group import NewAttendance, NewEvent
from kizuna.places.actions import set_crisis_numbers
from kizuna.screening.actions import take_concern
from kizuna.web import actions
from kizuna.web.menu import MOST
from kizuna.web.town.crisis import numbers
from tests.town import HOUSE, Town, build, in_danger, refer

pytestmark = pytest.mark.django_db
ROLES = ("resident", "worker", "organiser", "coordinator", "analyst", "admin", "provider")


@pytest.fixture
def town() -> Town:
    return build(timezone.now())


def browser(town: Town, role: str) -> Client:
    client = Client()
    client.force_login(town.accounts[role])
    return client


def home(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert len(re.findall(r"<h1\b", text)) == 1
    return text


def menu(text: str) -> list[str]:
    """The addresses of the menu; empty when the page has none."""
    found = re.search(r'<nav class="menu"[^>]*>(.*?)</nav>', text, re.DOTALL)
    return re.findall(r'href="([^"]+)"', found[1]) if found else []


@pytest.mark.parametrize("role", ["", "resident"])
def test_who_looks_for_help_finds_it_first(town: Town, role: str) -> None:
    text = home(browser(town, role) if role else Client())
    assert "What do you need today?" in text
    for address in ("/help/", "/check-up/", "/groups/", "/crisis/"):
        assert f'href="{address}' in text
    assert "state of the community" not in text


def test_a_provider_with_an_account_begins_with_who_asks_for_a_place(town: Town) -> None:
    answer = browser(town, "provider").get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/queue/")


def test_what_is_on_this_week_stands_on_the_first_page(town: Town) -> None:
    soon = timezone.now() + timedelta(days=2)
    event = NewEvent(
        group=str(town.group), title="Soup at noon", starts_at=soon, ends_at=soon + timedelta(hours=1)
    )
    load_events(events=[event], by=HOUSE, now=town.now)
    assert "Soup at noon" in home(Client())


def test_a_link_worker_starts_with_today(town: Town) -> None:
    answer = browser(town, "worker").get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/today/")


def test_an_organiser_sees_the_next_date_and_who_stays_away(town: Town) -> None:
    week = timedelta(weeks=1)
    first = town.now - 8 * week
    event = NewEvent(str(town.group), "Soup and Songs", first, first + week / 84, "FREQ=WEEKLY")
    load_events(events=[event], by=HOUSE, now=town.now)
    came = [
        NewAttendance(str(event.known_id), first + n * week, str(town.ben), "came", first + n * week)
        for n in range(4)
    ]
    load_attendance(attendance=came, by=HOUSE, now=town.now)
    text = home(browser(town, "organiser"))
    assert "Ben Ono" in text
    assert "No date is planned" not in text
    back = [NewAttendance(str(event.known_id), town.now - week, str(town.ben), "came", town.now - week)]
    load_attendance(attendance=back, by=HOUSE, now=town.now)
    assert "Everybody was here lately" in home(browser(town, "organiser"))


@pytest.mark.parametrize("role", ["coordinator", "analyst"])
def test_who_runs_the_town_sees_its_state_and_no_person(town: Town, role: str) -> None:
    text = home(browser(town, role))
    assert "The four components" in text
    assert "No data" in text  # a gap is shown as one
    assert "North" in text
    assert "Ana" not in text


@pytest.mark.parametrize("role", ["coordinator", "admin"])
def test_who_is_told_of_a_danger_finds_it_on_their_first_page(town: Town, role: str) -> None:
    assert "Someone needs a call today" not in home(browser(town, role))
    concern, _ = in_danger(town, town.north)
    text = home(browser(town, role))
    assert "Someone needs a call today" in text
    assert f"/{concern}/" in text
    assert "Nobody has it yet" in text
    assert "Dee" not in text  # who it is, only the one who takes it learns


def test_a_danger_elsewhere_is_not_on_the_coordinators_page(town: Town) -> None:
    in_danger(town, town.south)
    assert "Someone needs a call today" not in home(browser(town, "coordinator"))


@pytest.mark.parametrize("role", ["analyst", "organiser", "resident"])
def test_nobody_else_hears_of_a_danger(town: Town, role: str) -> None:
    in_danger(town, town.north)
    assert "Someone needs a call today" not in home(browser(town, role))


def test_the_administrator_sees_what_the_check_prints(town: Town) -> None:
    client = browser(town, "admin")
    assert "Nobody has looked yet" in home(client)
    assert client.post("/site/look-again/").status_code == 302
    text = home(client)
    assert "Mend this" in text
    assert "/site/crisis-numbers/" in text
    set_crisis_numbers(numbers=numbers(timezone.localdate()), by=HOUSE, now=town.now)
    actions.look_after(by=HOUSE, now=town.now)
    assert "The crisis numbers are set" in home(client)


MENUS = {
    "": [],
    "resident": [],
    "worker": ["/today/", "/cases/", "/worries/", "/consents/", "/approvals/", "/services/"],
    "organiser": ["/", "/groups/", "/services/"],
    "coordinator": [
        "/", "/duty/", "/worries/", "/approvals/", "/site/places/", "/invitations/", "/services/",
    ],
    "analyst": ["/", "/groups/", "/services/"],
    "admin": [
        "/", "/accounts/", "/approvals/", "/ledger/", "/site/places/", "/site/crisis-numbers/", "/services/",
    ],
}  # fmt: skip
TILES = {
    "worker": [
        *(
            "/answers/",
            "/outreach/",
            "/visits/",
            "/calls/",
            "/people/add/",
            "/people/back/",
            "/glass/",
            "/duty/",
        ),
        *("/people/doubles/", "/kiosk/"),
    ],
    "organiser": ["/lists/", "/kiosk/"],
    "coordinator": [
        *("/bonds/", "/services/care/", "/help/report/", "/partners/", "/lists/", "/glass/reviews/"),
        *(
            "/conduct/reports/",
            "/glass/",
            "/visits/",
            "/groups/",
            "/groups/aid/board/",
            "/check-ups/figures/",
            "/groups/participation/",
            "/outcomes/",
            "/runs/",
            "/groups/news/",
            "/calls/",
            "/kiosk/",
        ),
    ],
    "analyst": ["/check-ups/figures/", "/outcomes/", "/groups/participation/", "/help/report/", "/bonds/"],
    "admin": [
        *("/operation/", "/services/care/", "/help/report/", "/duty/", "/worries/", "/glass/reviews/"),
        *(
            "/conduct/reports/",
            "/invitations/",
            "/messages/",
            "/runs/",
            "/calls/",
            "/tasks/",
            "/lists/",
            "/groups/news/",
            "/scales/",
            "/library/",
        ),
        *("/check-ups/figures/", "/partners/", "/groups/aid/board/", "/kiosk/", "/programs/", "/privacy/"),
    ],
}


@pytest.mark.parametrize("role", MENUS)
def test_the_menu_leads_each_role_to_its_work(town: Town, role: str) -> None:
    client = browser(town, role) if role else Client()
    text = client.get("/services/").content.decode()
    assert menu(text) == MENUS[role]
    assert len(MENUS[role]) <= MOST
    assert ('href="/services/" aria-current="page"' in text) == bool(MENUS[role])
    for address in MENUS[role]:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("role", TILES)
def test_the_rest_of_the_work_stands_as_tiles_on_the_first_page(town: Town, role: str) -> None:
    client = browser(town, role)
    text = client.get("/", follow=True).content.decode()
    found = re.findall(r'class="tile" href="([^"]+)"', text)
    assert found == TILES[role]
    for address in found:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("role", ["", *ROLES])
def test_the_first_page_asks_the_database_little(
    town: Town, role: str, django_assert_max_num_queries
) -> None:
    concern, _ = in_danger(town, town.north)
    take_concern(concern=concern, by=town.viewer("worker"), now=town.now)
    refer(town, town.ana)
    client = browser(town, role) if role else Client()
    with django_assert_max_num_queries(12):
        client.get("/")


@pytest.mark.parametrize("address", ["/about/", "/healthy/", "/my-data/"])
def test_pages_for_everybody_are_for_everybody(address: str, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        assert Client().get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/", "/healthy/", "/services/", "/help/", "/about/", "/groups/", "/crisis/"]
)
def test_whoever_watches_the_site_may_ask_for_the_heading_only(address: str) -> None:
    answer = Client().head(address)
    assert answer.status_code == 200
    assert not answer.content


def test_who_runs_this_gives_the_numbers_to_ring(town: Town) -> None:
    assert "emergency number of your country" in Client().get("/about/").content.decode()
    set_crisis_numbers(numbers=numbers(timezone.localdate()), by=HOUSE, now=town.now)
    text = Client().get("/about/").content.decode()
    assert "emergency number of your country" not in text
    assert 'href="tel:' in text


def test_the_numbers_to_ring_are_in_the_readers_language(town: Town) -> None:
    set_crisis_numbers(numbers=numbers(timezone.localdate()), by=HOUSE, now=town.now)
    text = Client().get("/about/", headers={"accept-language": "es"}).content.decode()
    assert "Línea de escucha de Linden Bay" in text


def test_a_site_that_answers_is_healthy(client: Client) -> None:
    assert client.get("/healthy/").json() == {"healthy": True}
    assert client.post("/healthy/").status_code == 405


def test_a_reading_level_that_is_none_is_the_plain_one(client: Client) -> None:
    client.cookies["reading"] = '"><script>'
    assert "<script>" not in client.get("/").content.decode()


def test_a_resident_finds_what_was_asked_for_them_on_their_first_page(town: Town) -> None:
    referral = refer(town, town.ana)
    address = reverse("referrals:case", args=[referral])
    text = home(browser(town, "resident"))
    assert address in text
    assert "Soup and Songs" in text
    assert browser(town, "resident").get(address).status_code == 200
    assert address not in home(Client())
