"""Pages of areas: the tree, an area with its map, changing, bringing in a file, calling an emergency."""

import html
import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import STRANGER, SYSTEM
from kizuna.people.actions import add_person, open_account
from kizuna.people.models import Account
from kizuna.places.actions import add_area, import_areas, set_posture
from kizuna.places.area import below
from kizuna.places.geojson import read
from kizuna.places.models import Area
from kizuna.places.queries import areas, emergencies, posture, posture_history
from tests.conftest import NOW
from tests.places.shapes import TWO, collection, feature, square

pytestmark = pytest.mark.django_db
HOUSE = SYSTEM("test")


@pytest.fixture
def bay() -> UUID:
    """A community with two neighbourhoods, all drawn."""
    made = add_area(
        name="Bay",
        level="community",
        above=None,
        lat=50.05,
        lon=10.1,
        boundary=square(10, 50, 0.2),
        by=HOUSE,
        now=NOW,
    )
    import_areas(collection=read(TWO), level="neighbourhood", by=HOUSE, now=NOW)
    return made


def named(name: str) -> str:
    return next(one.id for one in areas(STRANGER) if one.name == name)


def signed_in(role: str, *places: object, person: UUID | None = None) -> Client:
    account = open_account(
        email=f"{role}@example.org", role=role, name=role, areas=places, person=person, by=HOUSE, now=NOW
    )
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    return client


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_the_tree_and_each_area_with_its_map(bay: UUID, django_assert_max_num_queries) -> None:
    client = signed_in("admin")
    with django_assert_max_num_queries(12):
        page = text_of(client, reverse("places:tree"))
    assert page.index(">Bay<") < page.index(">East<") < page.index(">West<")
    with django_assert_max_num_queries(12):
        page = text_of(client, reverse("places:area", args=[bay]))
    assert page.count("<path d=") >= 3 and '<title id="map-title">Map of Bay' in page and "<desc" in page
    # Each figure of the map stands in the table too.
    assert "317 km²" in page and "79.4 km²" in page and ">West</a>" in page
    assert "<image" not in page and "style=" not in page


def test_tiles_come_only_where_a_site_asked_for_them(bay: UUID, settings) -> None:
    settings.MAP_TILES_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    page = text_of(signed_in("admin"), reverse("places:area", args=[bay]))
    assert "https://tiles.example.org/11/1081/" in page and "{z}" not in page


def test_rename_and_move_but_never_into_itself(bay: UUID) -> None:
    client, west = signed_in("admin"), named("West")
    url = reverse("places:change", args=[west])
    assert client.post(url, {"name": " Old  West ", "above": "top"}).status_code == 302
    row = Area.objects.get(pk=west)
    assert (row.name, row.above) == ("Old West", None)
    assert client.post(url, {"name": "Old West", "above": str(bay)}).status_code == 302
    for wrong in (
        {"name": "", "above": "top"},
        {"name": "East", "above": str(bay)},
        {"name": "x", "above": west},
    ):
        assert client.post(url, wrong).status_code == 422
    top = reverse("places:change", args=[bay])
    assert client.post(top, {"name": "Bay", "above": west}).status_code == 422
    assert below({one.id: one.above_id for one in areas(STRANGER)}, [str(bay)]) == {
        str(bay),
        west,
        named("East"),
    }


def test_an_area_is_added_by_hand(bay: UUID) -> None:
    client, url = signed_in("admin"), reverse("places:add")
    sent = {"name": "North", "level": "neighbourhood", "above": str(bay), "lat": "50.3", "lon": "10.1"}
    assert client.post(url, sent).status_code == 302 and named("North")
    for wrong in ({}, {"lat": "91"}, {"level": "region"}, {"above": "x"}, {"lat": "nan"}):
        assert client.post(url, {**sent, "name": "Other", **wrong} if wrong else sent).status_code == 422


def test_a_file_is_checked_then_brought_in() -> None:
    client, url = signed_in("admin"), reverse("places:import")

    def send(raw: bytes, do: str) -> tuple[int, str]:
        file = SimpleUploadedFile("a.geojson", raw)
        answer = client.post(url, {"file": file, "level": "neighbourhood", "under": "top", "do": do})
        return answer.status_code, html.unescape(answer.content.decode())

    status, page = send(TWO, "check")
    assert (status, len(areas(STRANGER))) == (200, 0) and "New: 2" in page and "nothing written" in page
    status, page = send(TWO, "import")
    assert (status, len(areas(STRANGER))) == (200, 2) and "up to date" in page
    bad = collection(feature("<script>", square(10.05, 50)), feature("B", None))
    status, page = send(bad, "import")
    assert (status, len(areas(STRANGER))) == (422, 2) and "no outline" in page
    assert client.post(url, {"level": "neighbourhood", "under": "top"}).status_code == 422
    hostile = [b"[" * 50_000, b"\x00", json.dumps({"type": "FeatureCollection", "features": [1]}).encode()]
    assert {send(raw, "import")[0] for raw in hostile} == {422}


def test_an_emergency_is_called_prolonged_and_ended_and_stands_in_the_history(bay: UUID) -> None:
    west = named("West")
    client = signed_in("coordinator", bay)
    url, now = reverse("places:posture", args=[west]), timezone.now()
    assert client.post(url, {"why": "Flood in Mill Lane", "lasts": "6", "do": "call"}).status_code == 302
    assert posture(STRANGER, west, now=now + timedelta(hours=5)) == "emergency"
    assert posture(STRANGER, west, now=now + timedelta(hours=7)) == "everyday"
    assert client.post(url, {"why": "Still rising", "lasts": "24", "do": "call"}).status_code == 302
    assert client.post(url, {"end-why": "Water is gone", "do": "end"}).status_code == 302
    assert posture(STRANGER, west, now=now) == "everyday"
    steps = posture_history(HOUSE, west)
    assert [(step.kind, step.why) for step in steps] == [
        ("lowered", "Water is gone"),
        ("prolonged", "Still rising"),
        ("raised", "Flood in Mill Lane"),
    ]
    page = text_of(client, reverse("places:area", args=[west]))
    assert "By you" in page and "Flood in Mill Lane" in page
    for wrong in (
        {"why": "", "lasts": "6"},
        {"why": "x", "lasts": "9999"},
        {"do": "end"},
        {"why": "x" * 201, "lasts": "6"},
    ):
        assert client.post(url, wrong).status_code == 422
    assert len(posture_history(HOUSE, west)) == 3


BANNER = 'aria-label="Emergency"'


def test_people_of_the_area_see_it_on_every_page_and_others_do_not(
    bay: UUID, django_assert_max_num_queries
) -> None:
    west, east = named("West"), named("East")
    ana = add_person(name="Ana", area=west, by=HOUSE, now=NOW)
    resident, stranger = signed_in("resident", person=ana), Client()
    worker, far = signed_in("worker", bay), signed_in("organiser", east)
    everybody = (resident, stranger, worker, far)
    set_posture(
        area=west, until=timezone.now() + timedelta(hours=2), why="Flood", by=HOUSE, now=timezone.now()
    )
    seen = [BANNER in text_of(client, reverse("signposting:search")) for client in everybody]
    assert seen == [True, False, True, False]
    set_posture(
        area=bay, until=timezone.now() + timedelta(hours=2), why="Storm", by=HOUSE, now=timezone.now()
    )
    for client in everybody:
        with django_assert_max_num_queries(12):
            assert "Emergency in Bay" in text_of(client, reverse("signposting:search"))
    now = timezone.now()
    assert [one.area_name for one in emergencies(STRANGER, [west], now=now)] == ["Bay", "West"]
    assert emergencies(STRANGER, [west], now=now + timedelta(hours=3)) == ()


@pytest.mark.doors
def test_who_may_open_these_pages(bay: UUID) -> None:
    before = list(Area.objects.order_by("pk").values())
    pages = [reverse(f"places:{name}") for name in ("tree", "add", "import")]
    pages += [reverse(f"places:{name}", args=[bay]) for name in ("area", "change", "posture")]
    sent = {"name": "X", "above": "top", "why": "x", "lasts": "6", "do": "call"}
    for url in pages:
        assert Client().get(url).status_code == 302
    for client in (signed_in("resident"), signed_in("worker", bay), signed_in("organiser", bay)):
        for url in pages:
            assert client.get(url).status_code == 403
            assert client.post(url, sent).status_code in {403, 405}
    elsewhere = signed_in("coordinator", named("East"))
    assert elsewhere.post(reverse("places:posture", args=[bay]), sent).status_code == 404
    assert elsewhere.post(reverse("places:change", args=[bay]), sent).status_code == 403
    assert list(Area.objects.order_by("pk").values()) == before
