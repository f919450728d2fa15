"""Searching near a place: nobody learns the exact place, neither we nor a log."""

import html
import logging
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import SYSTEM
from kizuna.ledger.models import Entry
from kizuna.places.actions import add_area, load_postcodes
from kizuna.places.geometry import distance_m
from kizuna.places.nearby import About, Rough, about, coarse, how_far, read
from kizuna.places.postcodes import PostcodeRow
from tests.conftest import NOW
from tests.town import build

HOUSE = SYSTEM("test")
EXACT = ("43.0512345", "-124.8967891")


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_place_is_never_nearer_than_the_grid_and_rarely_off_by_more_than_a_kilometre(
    lat: float, lon: float
) -> None:
    rough = coarse(lat, lon)
    assert coarse(rough.lat, rough.lon) == rough == read(str(rough))
    if abs(lat) < 88:
        assert distance_m(lat, lon, rough.lat, rough.lon) < 1_200


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("43.05,-124.90", Rough(43.05, -124.9)),
        ("43.0512345,-124.8967891", Rough(43.05, -124.9)),
        ("60.001, 10", None),
        ("60,10.005", Rough(60.0, 10.0)),
        ("91,0", None),
        ("", None),
        ("nan,nan", None),
        ("1e2,5", None),
        ("٤٣,١", Rough(43.0, 1.0)),
    ],
)
def test_a_place_is_read_only_as_two_numbers(text: str, place: Rough | None) -> None:
    assert read(text) == place


def test_distances_are_said_roughly_as_the_country_does() -> None:
    assert about(10, "DE") == About(1, False) and about(2400, "DE") == About(2, False)
    assert about(5000, "us") == About(3, True)
    assert how_far(Rough(0, 0), None, 1, "DE") is None


def found(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def town(db: None) -> object:
    load_postcodes(rows=[PostcodeRow("33101", 25.77, -80.19)], country="US", sha256="x", by=HOUSE, now=NOW)
    return build(datetime.now(UTC))


def test_no_address_log_session_or_cookie_holds_the_exact_place(
    town: object, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client()
    sent = {"q": "lunch", "here": ",".join(EXACT)}
    answer = client.post(reverse("signposting:near"), sent, follow=True)
    assert answer.redirect_chain == [("/help/?q=lunch&near=43.05%2C-124.90", 302)]
    bent = client.get(reverse("signposting:search"), {"q": "lunch", "near": ",".join(EXACT)})
    assert bent["Location"] == "/help/?q=lunch&near=43.05%2C-124.90"
    kept = [found(answer), str(answer.redirect_chain), bent["Location"], caplog.text, str(client.cookies)]
    kept += [str(one.get_decoded()) for one in Session.objects.all()]
    kept += [str(list(Entry.objects.values()))]
    for part in EXACT:
        assert part[:7] not in "\n".join(kept)


def test_results_say_about_how_far(town: object, django_assert_max_num_queries) -> None:
    client = Client()
    client.get(reverse("signposting:search"))
    with django_assert_max_num_queries(12):
        page = found(client.get(reverse("signposting:search"), {"q": "lunch", "near": "43.05,-124.90"}))
    assert "Search without a place" in page and "What is near stands first" in page
    # A policy that forbids the place to our own pages would leave the button without use.
    assert "geolocation=(self)" in client.get(reverse("signposting:search"))["Permissions-Policy"]
    assert "away" not in found(client.get(reverse("signposting:search"), {"q": "lunch"}))


def test_a_postcode_or_a_neighbourhood_is_enough_without_a_script(town: object) -> None:
    client, url = Client(), reverse("signposting:near")
    assert (
        client.post(url, {"q": "x", "postcode": "33101-1234"})["Location"] == "/help/?q=x&near=25.77%2C-80.19"
    )
    area = add_area(name="Here", level="neighbourhood", above=None, lat=1.234567, lon=2, by=HOUSE, now=NOW)
    assert client.post(url, {"q": "x", "area": str(area)})["Location"] == "/help/?q=x&near=1.23%2C2.00"
    assert client.post(url, {"q": "x"})["Location"] == "/help/?q=x"
    for wrong in ({"postcode": "99999"}, {"area": "x"}, {"here": "somewhere"}, {"postcode": "…" * 100}):
        answer = client.post(url, {"q": "x", **wrong})
        assert answer.status_code == 422 and "We do not know this place yet" in found(answer)
    for odd in ("91,1", "x", "1,2,3", "43.05"):
        assert client.get(reverse("signposting:search"), {"near": odd})["Location"] == "/help/?"
