"""The API: tokens, scopes, one effect for one key, pages, marks, limits, one shape of errors."""

import base64
import gzip
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import LogInFirst, NotAllowed, Refused
from kizuna.frame.problem import KIND
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import give_consent, withdraw_consent
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Person
from kizuna.places.actions import add_area
from kizuna.web import actions, queries
from kizuna.web.api import gate
from kizuna.web.models import Answer
from kizuna.web.programs import named
from tests.signing_in import signed_in
from tests.town import HOUSE, Town, build

PERSONS = "/api/v1/people/persons"
READ, WRITE = "people:read", "people:write"


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def program(town: Town, *scopes: str, **more: Any) -> tuple[str, str]:
    said: dict[str, Any] = {"name": "Partner", "role": "worker", "areas": [town.north], **more}
    id, secret = actions.add_program(**said, scopes=scopes or (READ, WRITE), by=HOUSE, now=timezone.now())
    return str(id), secret


def bearer(id: str, secret: str, scope: str = "") -> dict[str, str]:
    basic = base64.b64encode(f"{id}:{secret}".encode()).decode()
    form = {"grant_type": "client_credentials", **({"scope": scope} if scope else {})}
    got = Client().post("/api/v1/token", form, headers={"Authorization": f"Basic {basic}"})
    assert got.status_code == 200, got.content
    return {"Authorization": f"Bearer {got.json()['access_token']}"}


def post(path: str, body: Any, headers: dict[str, str], client: Client | None = None) -> Any:
    return (client or Client()).post(path, json.dumps(body), content_type="application/json", headers=headers)


def new(town: Town, name: str = "Dee Lo") -> dict[str, str]:
    return {"name": name, "area": str(town.north)}


def test_a_program_sees_what_its_role_and_areas_let_it_see(town: Town) -> None:
    headers = bearer(*program(town))
    got = Client().get(f"{PERSONS}/{town.ana}", headers=headers)
    assert got.json()["name"] == "Ana Ruiz"
    assert got.headers["Cache-Control"] == "no-store"
    assert Client().get(f"{PERSONS}/{town.cem}", headers=headers).status_code == 404


def test_a_scope_that_was_not_given_opens_nothing(town: Town) -> None:
    headers = bearer(*program(town, READ))
    assert post(PERSONS, new(town), headers).status_code == 403
    assert Client().get("/api/v1/screening/concerns", headers=headers).status_code == 403
    assert post("/api/v1/people/search", {"text": "Ana"}, headers).status_code == 200
    narrow = bearer(*program(town), scope=READ)
    assert post(PERSONS, new(town), narrow).status_code == 403


def test_a_closed_program_opens_nothing_from_its_next_request(town: Town) -> None:
    id, secret = program(town)
    headers = bearer(id, secret)
    actions.close_program(program=id, by=HOUSE, now=timezone.now())
    got = Client().get(f"{PERSONS}/{town.ana}", headers=headers)
    assert got.status_code == 401
    assert "Bearer" in got.headers["WWW-Authenticate"]
    with pytest.raises(LogInFirst):
        queries.program_by_secret(HOUSE, id, secret, timezone.now())
    assert Entry.objects.filter(verb="program.closed").count() == 1


def test_a_token_and_a_program_end(town: Town) -> None:
    id, secret = program(town, days=1)
    token = bearer(id, secret)["Authorization"][7:]
    with pytest.raises(LogInFirst):
        queries.program_by_token(HOUSE, token, timezone.now() + timedelta(hours=1, seconds=1))
    with pytest.raises(LogInFirst):
        queries.program_by_secret(HOUSE, id, secret, timezone.now() + timedelta(days=1))


@pytest.mark.parametrize("role", ["admin", "resident", "system"])
def test_no_program_is_an_administrator(town: Town, role: str) -> None:
    with pytest.raises(Refused):
        program(town, role=role)


@pytest.mark.doors
def test_only_an_administrator_lets_programs_in(town: Town) -> None:
    with pytest.raises(NotAllowed):
        queries.programs(town.viewer("coordinator"))
    with pytest.raises(NotAllowed):
        actions.add_program(
            name="x", role="worker", scopes=[READ], by=town.viewer("coordinator"), now=timezone.now()
        )


@pytest.mark.parametrize("secret", ["", "wrong", "é"])
def test_a_wrong_secret_gets_no_token(town: Town, secret: str) -> None:
    id, _ = program(town)
    form = {"grant_type": "client_credentials", "client_id": id, "client_secret": secret}
    assert Client().post("/api/v1/token", form).status_code == 401


def test_a_session_writes_only_with_its_csrf_token(town: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.accounts["worker"])
    assert post(PERSONS, new(town), {}, client).status_code == 403
    client.get("/api/v1/docs")
    token = client.cookies["csrftoken"].value
    client.cookies["csrftoken"] = token
    assert post(PERSONS, new(town), {"X-CSRFToken": token}, client).status_code == 201


def test_the_same_key_gives_the_same_answer_and_one_effect(town: Town) -> None:
    headers = bearer(*program(town)) | {"Idempotency-Key": "one"}
    first, second = (post(PERSONS, new(town), headers) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert second.headers["Idempotent-Replayed"] == "true"
    assert Person.objects.filter(name="Dee Lo").count() == 1
    assert post(PERSONS, new(town, "Another"), headers).status_code == 409


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (
            b'{"resourceType": "Task", "id": "1", "for": {"display": "Ana"}}',
            '{"resourceType": "Task", "id": "1"}',
        ),
        (b'{"resourceType": "Bundle", "entry": []}', '{"resourceType": "Bundle", "entry": []}'),
        (b'{"id": "1"}', '{"id": "1"}'),
        (b"[1]", "[1]"),
        (b"", ""),
    ],
)
def test_of_a_resource_its_name_alone_is_kept_for_who_asks_twice(body: bytes, kept: str) -> None:
    assert named(body) == kept


def test_another_caller_has_keys_of_their_own(town: Town) -> None:
    for _ in range(2):
        headers = bearer(*program(town)) | {"Idempotency-Key": "one"}
        assert "Idempotent-Replayed" not in post(PERSONS, new(town), headers).headers


def test_what_failed_may_be_tried_again_with_the_same_key(town: Town) -> None:
    headers = bearer(*program(town)) | {"Idempotency-Key": "one"}
    wrong = post(PERSONS, {"name": "Dee", "area": str(town.south)}, headers)
    assert wrong.status_code == 404
    assert not Answer.objects.exists()
    assert post(PERSONS, new(town), headers).status_code == 201


def test_a_key_is_forgotten_after_a_day(town: Town) -> None:
    headers = bearer(*program(town)) | {"Idempotency-Key": "one"}
    post(PERSONS, new(town), headers)
    Answer.objects.update(at=timezone.now() - timedelta(hours=25))
    assert "Idempotent-Replayed" not in post(PERSONS, new(town), headers).headers


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_has_one_effect() -> None:
    town = build(timezone.now())
    headers = bearer(*program(town)) | {"Idempotency-Key": "race"}
    start = Barrier(6)

    def ask() -> tuple[int, str]:
        try:
            start.wait(20)
            got = post(PERSONS, new(town), headers)
            return got.status_code, got.content.decode()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        got = {each.result() for each in [pool.submit(ask) for _ in range(6)]}
    assert len(got) == 1
    assert next(iter(got))[0] == 201
    assert Person.objects.filter(name="Dee Lo").count() == 1
    assert connection.vendor in {"sqlite", "postgresql"}


def test_what_did_not_change_is_not_sent_again(town: Town) -> None:
    path = "/api/v1/places/areas"
    first = Client().get(path)
    again = Client().get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    add_area(name="New", level="neighbourhood", above=town.community, lat=44, lon=-68, by=HOUSE, now=town.now)
    assert Client().get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_an_answer_is_a_download(town: Town) -> None:
    for path in ("/api/v1/places/areas", "/api/v1/people/persons", "/api/v1/nothing"):
        assert Client().get(path).headers["Content-Disposition"] == 'attachment; filename="api.json"', path
    assert "Content-Disposition" not in Client().get("/api/v1/docs").headers


def test_what_comes_in_between_moves_nothing(town: Town) -> None:
    path, seen, cursor = "/api/v1/places/areas?limit=1", [], ""
    before = {str(town.community), str(town.north), str(town.south)}
    for turn in range(10):
        got = Client().get(f"{path}&cursor={cursor}").json()
        seen += [area["id"] for area in got["items"]]
        add_area(
            name=f"{turn}", level="neighbourhood", above=town.community, lat=4, lon=-6, by=HOUSE, now=town.now
        )
        if not (cursor := got["next"]) or before <= set(seen):
            break
    assert before <= set(seen)
    assert len(seen) == len(set(seen))


def _unknown(town: Town) -> Any:
    return Client().get("/api/v1/nothing/here")


def _other_method(town: Town) -> Any:
    client = Client()
    client.force_login(town.accounts["worker"])
    return client.delete("/api/v1/places/areas")


def _too_large(town: Town) -> Any:
    return post(PERSONS, {"name": "x" * gate.LARGEST}, bearer(*program(town)))


def _no_json(town: Town) -> Any:
    return Client().post(PERSONS, {"name": "x"}, headers=bearer(*program(town)))


def _broken_json(town: Town) -> Any:
    headers = bearer(*program(town))
    return Client().post(PERSONS, "{", content_type="application/json", headers=headers)


def _cursor(town: Town) -> Any:
    return Client().get("/api/v1/places/areas?cursor=%01")


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (_unknown, 404),
        (_other_method, 405),
        (_too_large, 413),
        (_no_json, 415),
        (_broken_json, 400),
        (_cursor, 422),
    ],
)
def test_every_error_has_the_one_shape(town: Town, ask: Callable[[Town], Any], status: int) -> None:
    got = ask(town)
    assert (got.status_code, got.headers["Content-Type"]) == (status, KIND)
    assert got.json()["status"] == status


def test_what_breaks_inside_says_nothing(town: Town, monkeypatch: Any, caplog: Any) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("Ana Ruiz")

    monkeypatch.setattr("kizuna.places.queries.areas", broken)
    got = Client(raise_request_exception=False).get("/api/v1/places/areas")
    assert (got.status_code, got.headers["Content-Type"]) == (500, KIND)
    assert b"Ana" not in got.content


def test_too_many_are_told_when_to_come_again(town: Town, monkeypatch: Any) -> None:
    monkeypatch.setattr(gate, "MOST", {"stranger": 2, "known": 2})
    got = [Client().get("/api/v1/places/areas") for _ in range(5)]
    assert got[0].headers["RateLimit"].startswith('"api";r=1;')
    assert got[-1].status_code == 429
    assert 0 < int(got[-1].headers["Retry-After"]) <= gate.WINDOW
    other = Client().get("/api/v1/places/areas", REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


@pytest.mark.parametrize(("proxies", "stopped"), [(0, True), (1, True), (2, False)])
def test_a_caller_cannot_write_where_they_call_from(
    town: Town, monkeypatch: Any, settings: Any, proxies: int, stopped: bool
) -> None:
    monkeypatch.setattr(gate, "MOST", {"stranger": 1, "known": 1})
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    ask = [f"203.0.113.{turn}, 198.51.100.7" for turn in range(3)]
    got = [Client().get("/api/v1/places/areas", headers={"X-Forwarded-For": each}) for each in ask]
    assert (got[-1].status_code == 429) is stopped


def test_only_the_directory_is_open_to_other_sites(town: Town) -> None:
    assert Client().get("/api/v1/directory/services").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in Client().get("/api/v1/places/areas").headers


def test_long_answers_are_packed() -> None:
    got = Client().get("/api/v1/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert json.loads(gzip.decompress(got.content))["openapi"].startswith("3.1")


def test_the_page_of_operations_needs_no_script(town: Town) -> None:
    page = Client().get("/api/v1/docs").content.decode()
    assert "POST /api/v1/people/persons" in page
    assert "people:write" in page


def test_a_recent_sign_in_is_not_lent(town: Town) -> None:
    id, secret = program(town)
    token = bearer(id, secret)["Authorization"][7:]
    viewer, _ = queries.program_by_token(HOUSE, token, timezone.now())
    assert not viewer.fresh


def patched(town: Town, changes: dict[str, Any], client: Client, headers: Any = None) -> int:
    path = f"{PERSONS}/{town.ana}"
    got = client.patch(path, json.dumps(changes), content_type="application/json", headers=headers)
    return int(got.status_code)


@pytest.mark.parametrize(("ago", "status", "told"), [(0, 200, 1), (3600, 401, 0)])
def test_one_s_own_address_changes_by_the_rules_of_the_page(
    town: Town, client: Client, ago: int, status: int, told: int
) -> None:
    client.force_login(town.accounts["resident"])
    signed_in(client, town.accounts["resident"], at=time.time() - ago)
    assert patched(town, {"called": "Anita"}, client) == 200
    assert patched(town, {"email": "new@example.org"}, client) == status
    assert Message.objects.filter(topic="own data").count() == told


@pytest.mark.parametrize("field", ["called", "pronouns", "languages", "phone", "email"])
def test_what_is_emptied_is_unknown_again(town: Town, field: str) -> None:
    headers = bearer(*program(town))
    assert patched(town, {field: None}, Client(), headers) == 200
    assert not getattr(Person.objects.get(pk=town.ana), field)
    assert patched(town, {"name": None}, Client(), headers) == 422


@pytest.mark.doors
def test_no_program_says_anew_what_somebody_took_back(town: Town) -> None:
    headers, agree = bearer(*program(town)), {"purpose": SUPPORT, "recipient": LINK_WORKERS, "how": "spoken"}
    assert post(f"{PERSONS}/{town.ana}/consents", agree, headers).status_code == 201
    ana = town.viewer("resident")
    withdraw_consent(consent=town.consents[town.ana], by=ana, now=timezone.now())
    assert post(f"{PERSONS}/{town.ana}/consents", agree, headers).status_code == 404
    assert Client().get(f"{PERSONS}/{town.ana}", headers=headers).status_code == 404
    give_consent(person=town.ana, **agree, by=ana, now=timezone.now())
    assert post(f"{PERSONS}/{town.ana}/consents", agree, headers).status_code == 201
