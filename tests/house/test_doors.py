"""Every address × method × role answers what the table says; an address without a row fails."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests.house.doors import DOORS, ROLES
from tests.town import Town, build, identifier, in_danger, lunch, refer, refer_link

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
PERSONAL = frozenset({"person", "referral", "consent", "concern", "request_id", "token"})
"""Parameters that name something of one person: their rows say both own and other."""


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address that the site has, as its pattern."""
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield here
        else:
            yield from routes(one.url_patterns, here)


def all_routes() -> list[str]:
    return sorted(set(routes(get_resolver().url_patterns)))


def own_and_other(town: Town) -> dict[str, tuple[object, object]]:
    """What stands for a parameter: something of Ana, and the same of Cem."""
    north, south = in_danger(town, town.north), in_danger(town, town.south)
    return {
        "person": (town.ana, town.cem),
        "referral": (refer(town, town.ana), refer(town, town.cem)),
        "consent": (town.consents[town.ana], town.consents[town.cem]),
        "concern": (north[0], south[0]),
        "request_id": (north[1], south[1]),
        "group": (town.group, identifier("nothing")),
        "service": (lunch(town), identifier("nothing")),
        "option": (lunch(town), lunch(town)),
        "kind": ("service", "service"),
        "code": ("food", "nothing"),
        "token": (refer_link(town, town.ana), "x"),
    }


def address(route: str, values: dict[str, tuple[object, object]], whose: str) -> str:
    """A route with its parameters filled in."""
    number = 1 if whose == "other" else 0
    return "/" + PARAMETER.sub(lambda found: str(values[found[1]][number]), route)


def answer(town: Town, role: str, method: str, path: str) -> int:
    """What a role gets, without leaving a trace."""
    client = Client()
    with transaction.atomic():
        if role != "stranger":
            client.force_login(town.accounts[role])
        status = client.generic(method, path, content_type="application/x-www-form-urlencoded").status_code
        transaction.set_rollback(True)
    return status


def test_every_address_has_its_row_and_no_row_is_left_over() -> None:
    assert set(all_routes()) == set(DOORS)


@pytest.mark.parametrize("route", sorted(DOORS))
def test_the_row_says_enough(route: str) -> None:
    personal = PERSONAL & set(PARAMETER.findall(route))
    whose = (" own", " other") if personal else ("",)
    for method in ("GET", "POST"):
        for one in whose:
            assert len(DOORS[route].get(f"{method}{one}", "").split()) == len(ROLES), f"{method}{one}"


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(DOORS))
def test_every_role_gets_its_answer(route: str) -> None:
    town = build(timezone.now())
    values = own_and_other(town)
    wrong = []
    for key, expected in DOORS[route].items():
        method, _, whose = key.partition(" ")
        path = address(route, values, whose)
        got = [answer(town, role, method, path) for role in ROLES]
        if got != [int(status) for status in expected.split()]:
            wrong.append(f"{key}: expected {expected}, got {' '.join(map(str, got))}")
    assert not wrong, "\n".join([route, *wrong])


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(DOORS))
def test_other_methods_are_no_way_in(route: str) -> None:
    town = build(timezone.now())
    path = address(route, own_and_other(town), "own")
    for method in ("PUT", "PATCH", "DELETE"):
        assert answer(town, "stranger", method, path) in {302, 401, 403, 404, 405}, method
