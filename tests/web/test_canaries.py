"""A word that nobody else says is put into every personal field, and then looked for where it may not be."""

import io
import logging
import logging.config
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings as site
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.utils import timezone

from kizuna.access.fields import SealedText
from kizuna.access.viewer import STRANGER
from kizuna.house import ROOMS
from kizuna.outbox.actions import receive, send
from kizuna.people.actions import correct_person
from kizuna.people.models import Person, Protection
from kizuna.referrals.actions import open_referral
from kizuna.screening.actions import record_check_up
from kizuna.screening.values import Leaving
from tests.house.doors import DOORS
from tests.house.planting import CANARY, holding, plant
from tests.house.test_doors import address, of_this_route, own_and_other, sessions
from tests.town import HOUSE, Town, build, identifier, lunch

MAIL = f"{CANARY}@example.org"
CLEAR = {"ledger", "work"}


def told(town: Town) -> None:
    """Ana and others say the word wherever something can be said, through the rooms' own actions."""
    how: dict[str, Any] = {"by": HOUSE, "now": timezone.now()}
    correct_person(
        person=town.ana,
        changes={
            "name": f"Ana {CANARY}", "called": CANARY, "pronouns": CANARY, "gender": CANARY, "email": MAIL,
            "address": f"{CANARY} street", "access_needs": [CANARY],
        },
        **how,
    )  # fmt: skip
    open_referral(
        referral_id=identifier("canary"),
        person=town.ana,
        kind="service",
        option=lunch(town),
        need="company.group",
        note=f"Please ring {CANARY}",
        consent_how="spoken",
        consent_note="Yes, please ask them.",
        **how,
    )
    record_check_up(
        attempt=uuid4(),
        answers={"safe": ["life"]},
        heard=["mood.crisis"],
        contact=Leaving(name=CANARY, phone="", email=MAIL, area=str(town.north), shared=False),
        by=STRANGER,
        now=timezone.now(),
    )
    send(key="canary-message", address=MAIL, subject=CANARY, text=CANARY, now=timezone.now())
    receive(channel="email", address=MAIL, text=CANARY, reference="r1", now=timezone.now())


def planted(town: Town) -> int:
    """The word stands in every table that holds a person, also where no action above says it; how many."""
    ana, said = Person.objects.get(pk=town.ana), 0
    for model in holding():
        if model._meta.app_label in CLEAR or model in (Person, Protection):
            continue
        try:
            with transaction.atomic():
                plant(model, ana)
                said += 1
        except IntegrityError:  # she stands there once already
            continue
    return said


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that any logger says, down to DEBUG, as the site's own handler writes it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    logging.config.dictConfig({**site.LOGGING, "loggers": {}})
    own = logging.getLogger().handlers[-1]
    handler.setFormatter(own.formatter)
    for each in own.filters:
        handler.addFilter(each)
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(before)


def stands(model: type[models.Model]) -> str:
    """What really stands in a table, every column as text."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
        return "\n".join(str(row) for row in cursor.fetchall())


@pytest.mark.django_db
def test_the_word_is_nowhere_where_it_may_not_be(log: io.StringIO) -> None:
    town = build(timezone.now())
    values, logged_in = own_and_other(town), sessions(town)
    told(town)
    places, paths = [], [address(one, values | of_this_route(one, town), "own") for one in sorted(DOORS)]
    assert planted(town) > 50
    for path in paths:
        for role in ("worker", "resident"):
            client = Client(raise_request_exception=False)
            client.cookies[site.SESSION_COOKIE_NAME] = logged_in[role]
            for answer in (
                client.get(path),
                client.post(path, {"note": CANARY, "name": CANARY, "email": MAIL}),
            ):
                body = b"".join(answer) if answer.streaming else answer.content
                names = ("Location", "Content-Disposition", "Set-Cookie")
                places += [answer.headers.get(name, "") for name in names]
                if answer.status_code in {400, 403, 404, 405, 410, 500}:
                    places.append(body.decode())
                places += [part for part in body.decode(errors="replace").split('"') if part[:1] == "/"]
    assert CANARY not in "\n".join(places), "in an address, a file name, a cookie or an error"
    assert CANARY not in Client().get("/metrics").content.decode()
    assert not [path for path in site.HOME.rglob("*") if CANARY in path.name], "in the name of a file"
    said = log.getvalue()
    assert len(said) > 1000, "nobody said anything: the log was not listened to"
    assert CANARY not in said
    assert "gAAAAA" not in said
    for model in apps.get_models():
        if model._meta.app_label in CLEAR or model._meta.app_label.startswith("django_tasks"):
            assert CANARY not in stands(model), model._meta.label
            assert "gAAAAA" not in stands(model), model._meta.label


@pytest.mark.django_db
def test_the_word_stands_in_the_clear_only_where_the_model_says_why() -> None:
    town = build(timezone.now())
    told(town)
    sealed = 0
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS:
            continue
        for field in model._meta.concrete_fields:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT CAST("{field.column}" AS TEXT) FROM "{model._meta.db_table}"')
                found = any(CANARY in str(row[0]).lower() for row in cursor.fetchall())
            if isinstance(field, SealedText):
                opened = model._base_manager.values_list(field.name, flat=True)
                sealed += any(CANARY in str(value) for value in opened)
                assert not found, f"{model._meta.label}.{field.name} is not sealed"
            elif found:
                assert getattr(field, "kizuna_plain", ""), f"{model._meta.label}.{field.name}"
    assert sealed > 8, "the word did not get into the sealed fields"


@pytest.mark.django_db
def test_an_error_tells_where_and_what_kind_and_not_about_whom(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*words: Any, **named: Any) -> None:
        try:
            raise KeyError(f"first {CANARY}")
        except KeyError as error:
            raise RuntimeError(f"Key (email)=({MAIL}) already exists") from error

    monkeypatch.setattr("kizuna.web.queries.ready", broken)
    answer = Client(raise_request_exception=False).get("/healthy/")
    assert answer.status_code == 500
    assert CANARY not in answer.content.decode()
    said = log.getvalue()
    assert "RuntimeError" in said
    assert "KeyError" in said
    assert "in healthy" in said
    assert CANARY not in said
