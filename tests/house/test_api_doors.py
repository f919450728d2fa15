"""Every operation of the API answers each role what the table says; one without a row fails."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from ninja import Schema

from kizuna.activities.actions import load_events, load_groups
from kizuna.activities.group import NewEvent, NewGroup
from kizuna.frame.problem import KIND
from kizuna.ledger.models import Entry
from kizuna.ledger.verbs import LOOKED
from kizuna.outbox.actions import open_run, send
from kizuna.people.actions import add_dependence, give_consent
from kizuna.people.models import Account
from kizuna.screening.models import Concern
from kizuna.web.urls import api
from tests.aid import aid_bodies, open_ask
from tests.house.api_doors import API_DOORS
from tests.house.doors import ROLES
from tests.house.test_doors import browser_of, sessions
from tests.meetings import group_date, seat_link
from tests.town import (
    HOUSE,
    Town,
    build,
    guarded,
    identifier,
    in_danger,
    lunch,
    program,
    proposed_change,
    refer,
    webhook,
    worried,
)
from tests.twins import alike_pair, joined_pair, kept_feed


def operations() -> set[str]:
    """Every operation that the document knows."""
    paths = api.API.get_openapi_schema()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def words_for(town: Town, number: int) -> dict[str, str]:
    """What stands for the names in addresses: about Ana in the North (0), or Cem in the South (1)."""
    person = (town.ana, town.cem)[number]
    area = (town.north, town.south)[number]
    if not number:  # Ben agreed too, so that a worker may note with whom he lives
        how = {"purpose": "support", "recipient": "link workers", "how": "spoken"}
        give_consent(person=town.ben, **how, by=HOUSE, now=town.now)
    send(key="a message", address="x@example.org", subject="Hello", text="Hello", now=town.now)
    return {
        "person": str(person),
        "ask": str(open_ask(town, person)),
        "area": str((town.north, uuid4())[number]),
        "service": str((lunch(town), uuid4())[number]),
        "group": str((town.group, uuid4())[number]),
        "consent": str(town.consents[person]),
        "concern": str(in_danger(town, area)[0]),
        "referral": str(refer(town, person)),
        "key": "a message",
        "home": str(uuid4()),
        "dependence": str(add_dependence(person=person, kind="power", by=HOUSE, now=town.now)),
        "worry": str(worried(town, area)),
        "webhook": str((webhook(town), uuid4())[number]),
        "message": str(uuid4()),
        "task": str(uuid4()),
        "run": str(open_run(key=f"news {number}", label="News", area=area, now=town.now)),
        "change": str((proposed_change(town), uuid4())[number]),
        "feed": str((kept_feed(town), uuid4())[number]),
        "pair": str((alike_pair(town), uuid4())[number]),
        "event": str((group_date(town)[0], uuid4())[number]),
        "at": str(group_date(town)[1]),
        "token": (seat_link(town), "x")[number],
        "join": str((joined_pair(town), uuid4())[number]),
    }


def _group(town: Town, number: int) -> object:
    """The group in the North, or one in the South."""
    if not number:
        return town.group
    far = NewGroup(id=str(identifier("far away")), name="Far away", area=str(town.south))
    load_groups(groups=[far], by=HOUSE, now=town.now)
    return far.id


def _attendance(town: Town, number: int) -> dict[str, str]:
    """Ana comes to a meeting in the North, Cem to one in the South."""
    group = _group(town, number)
    starts = town.now - timedelta(days=1)
    event = str(identifier(f"meeting of {group}"))
    meeting = NewEvent(str(group), "Soup", starts, starts + timedelta(hours=2), id=event)
    load_events(events=[meeting], by=HOUSE, now=town.now)
    person = str((town.ana, town.cem)[number])
    return {"event": event, "starts_at": starts.isoformat(), "person": person, "status": "came"}


def body_for(operation: str, town: Town, number: int) -> dict[str, Any]:
    """What is sent with it."""
    person, area = str((town.ana, town.cem)[number]), str((town.north, town.south)[number])
    bodies: dict[str, dict[str, Any]] = {
        **aid_bodies(town),
        "people/search": {"text": "Ana"},
        "activities/attendance": {"items": [_attendance(town, number)]},
        "people/persons": {"name": "Dee Lo", "area": area},
        "persons/{person}": {"called": "Annie"},
        "persons/{person}/consents": {"purpose": "support", "recipient": "link workers", "how": "spoken"},
        "screening/check-ups": {"attempt": str(uuid4()), "person": person, "answers": {}},
        "{concern}/close": {"what": ""},
        "{service}/capacity": {"state": "none"},
        "{service}/changes": {"values": {"service.name": "Supper club"}},
        "{change}/decide": {"accept": False},
        "directory/feeds": {"source": "birch", "url": "https://birch.example/all.zip"},
        "referrals/referrals": {
            "person": person,
            "kind": "service",
            "option": str(lunch(town)),
            "need": "food.meals",
            "consent_how": "paper",
        },
        "{person}/names": {"text": "Anita", "use": "usual"},
        "{person}/homes": {"with_person": str(town.ben)},
        "{person}/dependences": {"kind": "power"},
        "{person}/status": {"status": "moved_away"},
        "{person}/quiet": {"quiet": True},
        "{worry}/close": {"outcome": "", "what": ""},
        "{area}/posture": {"until": (town.now + timedelta(hours=3)).isoformat(), "why": "High water"},
        "activities/groups": {"name": "Choir", "area": area},
        "activities/events": {
            "group": str(_group(town, number)),
            "title": "Singing",
            "starts_at": town.now.isoformat(),
            "ends_at": (town.now + timedelta(hours=1)).isoformat(),
        },
        "webhooks/webhooks": {
            "url": "https://clinic.example/",
            "events": ["person.added"],
            "program": str(program(town)),
        },
        "{referral}/steps": {"to": "requested"},
        "{message}/decide": {"what": "arrived"},
        "held/decide": {"what": "again"},
        "{run}/decide": {"what": "cancel"},
        "{task}/decide": {"what": "again"},
        "{person}/rest": {"resting": True},
    }
    return next((said for end, said in bodies.items() if operation.endswith(end)), {})


def ask(session: str, operation: str, words: dict[str, str], body: dict[str, Any]) -> int:
    """What somebody gets, in the one shape, without leaving a trace."""
    client = browser_of(session)
    method, _, path = operation.partition(" ")
    for name, value in words.items():
        path = path.replace(f"{{{name}}}", value)
    with transaction.atomic():
        got = client.generic(method, path, json.dumps(body), content_type="application/json")
        transaction.set_rollback(True)
    if got.status_code >= 400:
        assert got.headers["Content-Type"] == KIND, operation
        assert got.json()["status"] == got.status_code
    return got.status_code


def test_every_operation_has_its_row_and_no_row_is_left_over() -> None:
    assert {row.partition("?")[0] for row in API_DOORS} == operations()


@pytest.mark.django_db
@pytest.mark.usefixtures("as_in_life")
@pytest.mark.parametrize("part", range(2))
def test_every_role_gets_its_answer(part: int) -> None:
    town = build(timezone.now())
    words, logged_in = (words_for(town, 0), words_for(town, 1)), sessions(town)
    wrong = []
    for operation in sorted(API_DOORS)[part::2]:
        for whose, expected in API_DOORS[operation].items():
            if whose == "protected":
                continue
            number = 1 if whose == "other" else 0
            cache.clear()
            got = [
                ask(logged_in[role], operation, words[number], body_for(operation, town, number))
                for role in ROLES
            ]
            if got != [int(status) for status in expected.split()]:
                wrong.append(f"{operation} {whose}: expected {expected}, got {' '.join(map(str, got))}")
    assert not wrong, "\n".join(wrong)


ABOUT = re.compile(
    r"\{(person|consent|concern|referral|dependence)\}|(POST .*/(attendance|check-ups|referrals))$"
)


def test_every_operation_about_somebody_says_what_becomes_of_it_once_they_must_not_be_found() -> None:
    for operation, row in API_DOORS.items():
        assert ("protected" in row) == bool(ABOUT.search(operation)), operation
        if "protected" in row and "other" in row:
            assert len(row["protected"].split()) == len(ROLES) + 1, operation


@pytest.mark.django_db
@pytest.mark.usefixtures("as_in_life")
def test_who_must_not_be_found_is_found_by_their_keepers_alone() -> None:
    town = build(timezone.now())
    words = words_for(town, 0)
    Concern.objects.filter(pk=words["concern"]).update(person_id=town.ana)
    guarded(town, town.ana)
    town.accounts["keeper"] = Account.objects.get(email="keeper.one@example.org")
    logged_in = sessions(town, (*ROLES, "keeper"))
    wrong = []
    for operation, row in API_DOORS.items():
        if "protected" not in row:
            continue
        cache.clear()
        body = body_for(operation, town, 0)
        got = [ask(logged_in[role], operation, words, body) for role in (*ROLES, "keeper")]
        if got != [int(status) for status in row["protected"].split()]:
            wrong.append(f"{operation}: expected {row['protected']}, got {' '.join(map(str, got))}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_no_list_names_who_must_not_be_found_but_to_their_keepers() -> None:
    """Ana's number and name in any answer of an operation without a person in its address."""
    town = build(timezone.now())
    words = words_for(town, 0)
    Concern.objects.filter(pk=words["concern"]).update(person_id=town.ana)
    guarded(town, town.ana)
    logged_in, told = sessions(town), []
    for operation in API_DOORS:
        method, _, path = operation.partition(" ")
        if "{" in path or not (method == "GET" or path.endswith("/search")):
            continue
        for role in set(ROLES) - {"resident", "admin"}:
            client = browser_of(logged_in[role])
            got = client.generic(method, path, json.dumps({"text": "Ana"}), content_type="application/json")
            if str(town.ana) in got.content.decode() or "Ana Ruiz" in got.content.decode():
                told.append(f"{operation} to {role}")
    assert not told, "\n".join(told)


@pytest.mark.django_db
def test_whoever_reads_about_somebody_leaves_a_line() -> None:
    town = build(timezone.now())
    words, session = words_for(town, 0), sessions(town)["worker"]
    reads = [row for row in API_DOORS if row.startswith("GET") and ("{person}" in row or "{referral}" in row)]
    silent = []
    for operation in reads:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        before = Entry.objects.filter(verb=LOOKED).count()
        path = operation.partition(" ")[2]
        for name, value in words.items():
            path = path.replace(f"{{{name}}}", value)
        if client.get(path).status_code == 200 and Entry.objects.filter(verb=LOOKED).count() == before:
            silent.append(operation)
    assert len(reads) >= 3
    assert not silent, silent


def _shapes(kind: type[Schema]) -> list[type[Schema]]:
    return [kind, *(each for below in kind.__subclasses__() for each in _shapes(below))]


def test_no_two_shapes_of_the_document_share_a_name() -> None:
    """The document knows a shape by its name alone: two of one name would be told as one."""
    found: dict[str, str] = {}
    for shape in _shapes(Schema):
        if not shape.__module__.startswith("kizuna."):
            continue
        said = {name: each for name, each in shape.model_json_schema().items() if name != "description"}
        text = json.dumps(said, sort_keys=True)
        assert found.setdefault(shape.__name__, text) == text, f"{shape.__module__}.{shape.__name__}"
