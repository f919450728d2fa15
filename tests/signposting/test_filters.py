"""The search page with wishes: a plain form, a map and a list that say the same, and never an empty page."""

import re
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kizuna.directory.actions import refresh_cards
from kizuna.directory.models import CostOption, Language, Service
from kizuna.places.area import AreaValue, Outline
from kizuna.signposting.sketch import PIN, SIZE, Pin, sketch
from tests.conftest import NOW
from tests.signposting.test_pages import text
from tests.signposting.town import HOUSE, service, town

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[3.9, 51.9], [4.1, 51.9], [4.1, 52.1], [3.9, 52.1], [3.9, 51.9]]],
}
HERE = Outline(AreaValue("a", "Hill", "neighbourhood", None, 52.0, 4.0), SQUARE)
URL = "/help/"


@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-179, 179)), min_size=1, max_size=10), st.booleans())
def test_every_pin_is_on_the_map_and_none_hides_another(places: list[tuple[float, float]], own: bool) -> None:
    pins = [Pin(number, f"n{number}", *place) for number, place in enumerate(places, 1)]
    found = sketch(pins, (50.0, 5.0) if own else None, [])
    assert found is not None and [spot.number for spot in found.spots] == [pin.number for pin in pins]
    for spot in found.spots:
        assert 0 <= spot.x <= SIZE and 0 <= spot.y <= SIZE
    for number, one in enumerate(found.spots):
        for other in found.spots[number + 1 :]:
            assert abs(one.x - other.x) + abs(one.y - other.y) >= PIN


def test_a_map_of_nothing_is_none_and_outlines_are_drawn() -> None:
    assert sketch([], None, [HERE]) is None
    found = sketch([Pin(1, "x", 52.0, 4.0)], (52.001, 4.0), [HERE])
    assert found is not None and found.paths[0][0] == "Hill" and found.here is not None and found.km >= 1


@pytest.fixture
def _shelf(db: Any) -> None:
    town()
    soup = service("Soup kitchen", "food.today")
    other = service("Soup on wheels", "food.meals")
    CostOption.objects.create(service_id=soup, amount=0)
    Language.objects.create(service_id=other, code="es")
    refresh_cards(services=[soup, other], by=HOUSE, now=NOW)


def names(page: Any) -> list[str]:
    """What stands in the list, in its order."""
    return re.findall(r"<h2><a[^>]*><bdi[^>]*>([^<]+)</bdi>", page.content.decode())


@pytest.mark.usefixtures("_shelf")
def test_wishes_narrow_the_list_and_each_answer_says_why(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    client.get(URL, {"q": "bread"})  # the index of words is read once, then kept
    with django_assert_max_num_queries(12):
        page = client.get(URL, {"q": "soup", "near": "52.00,4.00", "far": "15", "free": "on"})
    assert page.status_code == 200 and names(page) == ["Soup kitchen"]
    said = text(page)
    assert "Its name says: soup" in said and "Why we show this" in said and "1 wish" not in said
    assert "2 wishes" in said
    assert names(client.get(URL, {"q": "soup", "language": "es"})) == ["Soup on wheels"]
    assert "They speak Spanish" in text(client.get(URL, {"q": "soup", "language": "es"}))
    assert names(client.get(URL, {"way": "home"})) == ["Soup on wheels"]
    assert set(names(client.get(URL, {"need": "food"}))) == {"Soup kitchen", "Soup on wheels"}
    assert "Slow walk" in names(client.get(URL, {"need": "moving"}))


@pytest.mark.usefixtures("_shelf")
def test_the_map_and_the_list_say_the_same(client: Any) -> None:
    page = client.get(URL, {"q": "soup", "near": "52.00,4.00"}).content.decode()
    linked = re.findall(r'<a href="#answer-(\d+)" aria-label="\1: ([^"]+)"', page)
    listed = re.findall(r'<article class="card sug" id="answer-(\d+)">.*?<bdi[^>]*>([^<]+)</bdi>', page, re.S)
    assert linked == listed and [number for number, _ in listed] == ["1", "2"]
    assert "About where you are" in page and "<image" not in page
    assert '<svg class="sketch"' not in client.get(URL, {"q": "zzzz"}).content.decode()


@pytest.mark.usefixtures("_shelf")
def test_a_page_is_never_empty_and_says_what_was_looked_past(client: Any) -> None:
    far = client.get(URL, {"q": "soup", "near": "10.00,10.00", "far": "1"})
    assert len(names(far)) == 2 and "We looked farther away than you said." in text(far)
    both = client.get(URL, {"q": "soup", "language": "ht", "free": "on"})
    assert len(names(both)) >= 1 and "Nothing fits all that you asked for" in text(both)
    assert "We looked for “soup”, too" in text(client.get(URL, {"q": "suop kitchen"}))


@pytest.mark.usefixtures("_shelf")
def test_wishes_that_cannot_be_read_are_said_and_stay_with_the_place(client: Any) -> None:
    wrong = client.get(URL, {"q": "soup", "age": "old", "day": "1", "hour": "25:99"})
    assert wrong.status_code == 422 and "Write an hour" in text(wrong)
    near = client.post(
        reverse("signposting:near"), {"q": "soup", "here": "52.001,4.001", "free": "on", "x": "y"}
    )
    assert near["Location"] == "/help/?q=soup&near=52.00%2C4.00&free=on"
    assert client.get(URL, {"q": "soup", "day": "now", "need": "nonsense"}).status_code == 422
    for day in ("now", "0", "6"):
        assert client.get(URL, {"q": "soup", "day": day, "hour": "10:00"}).status_code == 200
    assert Service.objects.count() == 3


@pytest.mark.usefixtures("_shelf")
@pytest.mark.parametrize("language", ["es", "ar"])
def test_figures_of_the_map_are_figures_in_every_language(client: Any, language: str) -> None:
    page = client.get(URL, {"q": "soup", "near": "52.00,4.00"}, headers={"accept-language": language})
    drawn = re.findall(r'c[xy]="([^"]*)"', page.content.decode())
    assert drawn and all(re.fullmatch(r"-?\d+(\.\d+)?", one) for one in drawn)
