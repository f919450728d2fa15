"""Sessions that are over are forgotten every night, with what was in them; those that last stay."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import LogInFirst, NotAllowed
from kizuna.people.actions import clear_sessions
from kizuna.people.schedule import SCHEDULE
from kizuna.people.tasks import clear_sessions as nightly
from tests.town import HOUSE, Town, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build(timezone.now())


def session(ends: timedelta) -> str:
    row = Session.objects.create(session_key=uuid4().hex, session_data="x", expire_date=timezone.now() + ends)
    return str(row.pk)


def test_the_old_go_and_the_living_stay(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kizuna.people.actions.clearing.BATCH", 2)
    old, fresh = [session(-timedelta(seconds=turn)) for turn in range(1, 6)], session(timedelta(hours=1))
    user = town.accounts["worker"]
    for key in (old[0], fresh):
        UserSession.objects.create(user=user, session_key=key, ip="127.0.0.1", created_at=timezone.now())
    assert clear_sessions(by=HOUSE, now=timezone.now()) == 5
    assert list(Session.objects.values_list("pk", flat=True)) == [fresh]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [fresh]
    assert clear_sessions(by=HOUSE, now=timezone.now()) == 0


def test_whoever_is_signed_in_stays_so(town: Town) -> None:
    client = Client()
    client.force_login(town.accounts["worker"])
    nightly.call(key="people.clear_sessions@1")
    assert client.get("/today/").status_code == 200


def test_how_often_somebody_tried_is_forgotten_when_it_no_longer_counts(town: Town) -> None:
    cache = DatabaseCache("people_counts", {})
    cache.set("old", 1, timeout=-1)
    cache.set("gone", 1, timeout=60)
    cache.set("stays", 1, timeout=3600)
    clear_sessions(by=HOUSE, now=timezone.now() + timedelta(minutes=5))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM people_counts")
        kept = [key for (key,) in cursor.fetchall() if key.endswith((":old", ":gone", ":stays"))]
    assert kept == [":1:stays"]


def test_it_runs_by_night() -> None:
    assert "people.clear_sessions" in {each.name for each in SCHEDULE}


@pytest.mark.doors
@pytest.mark.parametrize("role", ["resident", "worker", "admin"])
def test_only_the_house_clears(town: Town, role: str) -> None:
    with pytest.raises((NotAllowed, LogInFirst)):
        clear_sessions(by=town.viewer(role), now=timezone.now())
