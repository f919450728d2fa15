"""Whoever works here and opens a page about somebody leaves a line that this person can read.

Pages are found in the table of doors by what their addresses name; a new one takes part by itself.
"""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STAFF
from kizuna.ledger.models import Entry
from kizuna.ledger.verbs import LOOKED
from tests.house.doors import DOORS, ROLES
from tests.house.test_doors import PARAMETER, address, of_this_route, own_and_other, sessions
from tests.town import build, in_danger

PERSONAL = {"person", "referral", "request_id", "consent", "correction", "pair"}
"""Parts of an address that lead to one person. A concern names nobody until it is taken: see below."""


def pages_about_somebody() -> list[tuple[str, list[str]]]:
    """Routes about one person, with the roles of staff that may open them."""
    found = []
    for route, answers in sorted(DOORS.items()):
        expected = dict(zip(ROLES, answers.get("GET own", "").split(), strict=False))
        roles = [role for role in ROLES if role in STAFF and expected.get(role) == "200"]
        if PERSONAL & set(PARAMETER.findall(route)) and roles:
            found.append((route, roles))
    return found


def test_there_are_such_pages() -> None:
    assert len(pages_about_somebody()) >= 5


@pytest.mark.django_db
def test_every_page_about_somebody_leaves_a_line() -> None:
    town = build(timezone.now())
    values, logged_in = own_and_other(town), sessions(town)
    silent = []
    for route, roles in pages_about_somebody():
        for role in roles:
            client = Client()
            client.cookies[settings.SESSION_COOKIE_NAME] = logged_in[role]
            looks = Entry.objects.filter(verb=LOOKED, by__startswith=f"{role}:")
            before = looks.count()
            path = address(route, values | of_this_route(route, town), "own")
            if client.get(path).status_code == 200 and looks.count() == before:
                silent.append(f"{role}: {route}")
    assert not silent, "\n".join(silent)


@pytest.mark.django_db
def test_a_concern_leaves_a_line_each_time_its_owner_opens_it() -> None:
    town = build(timezone.now())
    concern, _ = in_danger(town, town.north)
    client = Client()
    client.force_login(town.accounts["worker"])
    looks = Entry.objects.filter(verb=LOOKED, subject=f"screening.Concern:{concern}")
    client.get(f"/concerns/{concern}/")
    assert looks.count() == 0  # it says that there is danger, and nothing about whom
    client.post(f"/concerns/{concern}/", {"do": "take"})
    taken = looks.count()
    client.get(f"/concerns/{concern}/")
    assert looks.count() == taken + 1
