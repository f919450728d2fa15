"""Programs find a place at a date, ask for one for somebody and give it up, as their token lets them."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kizuna.activities.models import Seat
from kizuna.activities.seats import MOST_TO_ONE
from tests.meetings import group_date, seat_body
from tests.town import Town, build
from tests.web.test_api import bearer, post, program

BASE = "/api/v1/activities"


@pytest.fixture
def town(db: None) -> Town:
    cache.clear()
    return build(timezone.now())


def test_the_whole_way_of_a_place_and_what_each_scope_lets_a_program_do(town: Town) -> None:
    reads, both = (bearer(*program(town, *scopes)) for scopes in (
        ("activities:read",), ("activities:read", "activities:write")
    ))  # fmt: skip
    event, at = group_date(town)
    left = Client().get(f"{BASE}/dates/{event}/{at}", headers=reads).json()
    assert (left["left"], left["waiting"], left["open"]) == (5, 0, True)
    said: dict[str, Any] = {**seat_body(town), "key": str(uuid4())}
    assert post(f"{BASE}/seats", said, reads).status_code == 403
    assert post(f"{BASE}/seats", said, {}).status_code == 401
    first, again = (post(f"{BASE}/seats", said, both) for _ in range(2))
    assert [one.status_code for one in (first, again)] == [201, 201]
    assert (first.json()["state"], Seat.objects.count()) == ("booked", 1)
    key = again.json()["token"]
    assert Client().get(f"{BASE}/seats/{key}", headers=reads).json()["state"] == "booked"
    assert post(f"{BASE}/seats/{key}/cancel", {}, reads).status_code == 403
    for _ in range(2):
        assert post(f"{BASE}/seats/{key}/cancel", {}, both).json()["state"] == "cancelled"
    assert Seat.objects.get().state == "cancelled"
    assert "5550144" not in first.content.decode()


def test_what_cannot_be_is_refused_and_nobody_is_flooded(town: Town) -> None:
    both = bearer(*program(town, "activities:read", "activities:write"))
    for wrong in ({"reach": "nobody"}, {"starts_at": timezone.now().isoformat()}, {"name": ""}):
        answer = post(f"{BASE}/seats", {**seat_body(town), **wrong}, both)
        assert answer.status_code in (400, 409, 422), answer.content
        assert not Seat.objects.exists()
    codes = [post(f"{BASE}/seats", seat_body(town), both).status_code for _ in range(8)]
    assert codes[-1] != 201 and Seat.objects.count() == codes.count(201) < MOST_TO_ONE
    same = {**seat_body(town), "reach": "other@example.org", "key": str(uuid4())}
    assert [post(f"{BASE}/seats", same, both).status_code for _ in range(2)] == [201, 201]
    assert Seat.objects.filter(key=f"api:{same['key']}").count() == 1
