"""What watches over a site: readiness, metrics, lines about answers, the page of whoever runs it."""

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from kizuna.access.adapters import HideSeals, JsonLines, QuietLines
from kizuna.access.asked import MARK
from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotFound, Viewer
from kizuna.ledger.actions import looked
from kizuna.outbox.actions import send
from kizuna.web import findings, queries
from kizuna.web.actions import look_after
from kizuna.web.files import file_name
from kizuna.web.findings import Room
from kizuna.web.meanings import MEANINGS
from kizuna.web.standing import Standing
from kizuna.web.views.metrics import text
from kizuna.work.actions import enqueue
from kizuna.work.models import Job
from tests.conftest import NOW
from tests.town import Town, build

HOUSE = SYSTEM("test")
CANARY = "canarylark"
TOKEN = "a-token-that-nobody-can-guess-0123"


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def worked(seconds_ago: float) -> None:
    at = timezone.now() - timedelta(seconds=seconds_ago)
    enqueue("outbox.sweep", key=f"outbox.sweep@{seconds_ago}", now=at)
    Job.objects.filter(key=f"outbox.sweep@{seconds_ago}").update(finished_at=at)


# Readiness


@pytest.mark.django_db
def test_ready_when_the_database_is_of_this_version(client: Client) -> None:
    answer = client.get("/ready/")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": "answers",
        "migrations": "applied",
        "worker": "silent",
    }
    worked(30)
    assert client.get("/ready/").json()["worker"] == "working"


@pytest.mark.django_db
def test_not_ready_while_migrations_are_missing(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="outbox").delete()
    answer = client.get("/ready/")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "missing"


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise DatabaseError(f"no route to {CANARY}")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", away)
    answer = client.get("/ready/")
    assert answer.status_code == 503
    assert answer.json()["database"] == "away"
    assert CANARY not in answer.content.decode()


@pytest.mark.django_db
def test_a_worker_that_is_long_silent_is_not_there() -> None:
    worked(301)
    assert not queries.readiness(STRANGER, timezone.now()).worker
    worked(299)
    assert queries.readiness(STRANGER, timezone.now()).worker


# Metrics


@pytest.mark.django_db
def test_metrics_are_for_this_machine_and_for_whoever_has_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 200
    afar: dict[str, Any] = {"REMOTE_ADDR": "203.0.113.7"}
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}"}):
        assert client.get("/metrics", headers=headers, **afar).status_code == 404
    settings.METRICS_TOKEN = TOKEN
    for told in ("", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"):
        assert client.get("/metrics", headers={"Authorization": told}, **afar).status_code == 404
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, **afar).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_whoever_comes_through_a_proxy_of_this_machine_is_not_this_machine(
    client: Client, header: str
) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


@pytest.mark.doors
@pytest.mark.django_db
def test_nobody_else_gets_figures() -> None:
    for token in ("", TOKEN):
        with pytest.raises(NotFound):
            queries.watched(STRANGER, NOW, token=token, here=False)
    with pytest.raises(LogInFirst):
        queries.standing(STRANGER, NOW)
    with pytest.raises(LogInFirst):
        queries.operation_page(STRANGER, NOW)


def test_metrics_tell_how_the_work_stands(client: Client, town: Town) -> None:
    send(key="k", address=f"{CANARY}@example.org", subject=CANARY, text=CANARY, now=timezone.now())
    client.get(f"/help/?q={CANARY}")
    client.get(f"/{CANARY}/")
    said = client.get("/metrics").content.decode()
    assert 'kizuna_messages{channel="email",state="queued"} 1.0' in said
    assert 'kizuna_tasks{state="waiting"}' in said
    assert re.search(r'kizuna_requests_total\{route="signposting:\w+",status="200"\}', said)
    assert "kizuna_request_seconds_bucket" in said
    assert "kizuna_ledger_open_seconds" in said
    assert CANARY not in said


def test_ages_are_in_seconds_and_what_is_not_known_is_not_told() -> None:
    standing = Standing(backup=NOW - timedelta(days=1), worker=NOW + timedelta(seconds=3))
    said = text(standing, None, NOW).decode()
    assert "kizuna_backup_age_seconds 86400.0" in said
    assert "kizuna_worker_silent_seconds 0.0" in said
    assert "kizuna_oldest" not in said


# Lines about answers


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged, as a site does it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.addFilter(HideSeals())
    logger = logging.getLogger()
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def lines(log: io.StringIO, name: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in found if line["logger"] == name]


@pytest.mark.django_db
def test_each_answer_has_one_line_with_its_mark(client: Client, log: io.StringIO) -> None:
    answer = client.get("/about/?name=x")
    (line,) = lines(log, "kizuna.request")
    assert line | {"at": "", "ms": 0} == {
        "at": "",
        "level": "INFO",
        "logger": "kizuna.request",
        "message": line["message"],
        "request": answer["X-Request-Id"],
        "method": "GET",
        "route": "about",
        "status": 200,
        "ms": 0,
    }
    assert line["ms"] >= 0


def test_nothing_of_a_person_is_in_a_line(client: Client, town: Town, log: io.StringIO) -> None:
    """No address of a page, no question, no body, no header, no word that a visitor made up."""
    client.force_login(town.accounts["worker"])
    for path in (f"/help/?q={CANARY}", f"/{CANARY}/", f"/services/{CANARY}/", f"/my-data/open/{CANARY}/"):
        client.get(path, headers={"User-Agent": CANARY, "Referer": CANARY, "X-Request-Id": CANARY})
        client.post(path, {"name": CANARY})
    client.generic(CANARY.upper(), "/about/")
    said = log.getvalue()
    assert len(lines(log, "kizuna.request")) == 9
    assert CANARY not in said.lower()


def test_a_door_that_stayed_shut_is_written_with_the_account_that_tried_it(
    client: Client, town: Town, log: io.StringIO
) -> None:
    client.get("/operation/")
    client.force_login(town.accounts["resident"])
    for path in ("/operation/", "/about/"):
        client.get(path)
    stranger, tried, open_door = lines(log, "kizuna.request")
    assert tried["status"] in {403, 404}
    assert tried["account"] == str(town.accounts["resident"].pk)
    assert "account" not in stranger
    assert "account" not in open_door


def test_a_plain_line_names_its_request_too(client: Client) -> None:
    record = logging.makeLogRecord({"msg": "Hello", "levelname": "INFO", "name": "x"})
    token = MARK.set("abc")
    try:
        assert QuietLines("{message}", style="{").format(record) == "Hello [abc]"
    finally:
        MARK.reset(token)


# What is found


def test_an_old_backup_is_found(tmp_path: Path, settings: Any, town: Town) -> None:
    settings.BACKUP_FOLDER, now = tmp_path, timezone.now()

    def found() -> str:
        return next(f.level for f in queries.health(HOUSE, now=now) if f.code == "backup")

    assert found() == "warn"
    (tmp_path / file_name(now - timedelta(days=2, hours=1))).touch()
    assert found() == "fail"
    (tmp_path / file_name(now - timedelta(hours=30))).touch()
    assert found() == "ok"
    settings.BACKUP_FOLDER = None
    assert found() == "warn"
    settings.DEMO = True
    assert found() == "ok"


def test_whoever_opens_very_many_records_in_a_day_is_found(town: Town, monkeypatch: Any) -> None:
    now = timezone.now()
    monkeypatch.setattr(findings, "MANY_LOOKS", 2)

    def looks(persons: int, at: datetime) -> None:
        for number in range(persons):
            looked(
                at_what="people.person",
                person=UUID(int=number),
                by=Viewer(role="worker", account="7"),
                now=at,
            )

    def found() -> str:
        return next(f.sentence for f in queries.health(HOUSE, now=now) if f.code == "many-looks")

    looks(5, now - timedelta(days=2))
    looks(2, now - timedelta(hours=3))
    assert found().startswith("Nobody")
    looks(3, now - timedelta(hours=2))  # the first two are the same people
    assert "3 by worker:" in found()


def test_a_message_that_waits_for_long_is_found(town: Town) -> None:
    now = timezone.now()
    send(key="k", address="a@example.org", subject="Tea", text="Tea", now=now)

    def found(minutes: int) -> str:
        report = queries.health(HOUSE, now=now + timedelta(minutes=minutes))
        return next(f.level for f in report if f.code == "waiting")

    assert found(14) == "ok"
    assert found(15) == "warn"


@pytest.mark.parametrize(
    ("free", "share", "level"),
    [
        (5 * 10**10, 0.5, "ok"),
        (5 * 10**10, 0.05, "warn"),
        (9 * 10**8, 0.5, "warn"),
        (1, 0.5, "fail"),
    ],
)
def test_a_full_disk_is_found(free: int, share: float, level: str) -> None:
    assert findings.disk([Room("/a", 10**12, 0.9), Room("/b", free, share)]).level == level


@pytest.mark.parametrize(("seconds", "level"), [(0, "ok"), (30, "ok"), (31, "warn")])
def test_a_wrong_clock_is_found(seconds: int, level: str) -> None:
    assert findings.clock(seconds).level == level


def test_a_clock_that_was_put_back_is_found(town: Town) -> None:
    now = timezone.now()
    look_after(by=HOUSE, now=now)
    report = queries.health(HOUSE, now=now - timedelta(minutes=5))
    assert next(f.level for f in report if f.code == "clock") == "warn"


def test_a_silent_worker_is_found() -> None:
    assert findings.worker(late=False, dead=0, silent=True).level == "fail"


# The page


def test_the_page_says_what_each_finding_means(town: Town, client: Client) -> None:
    found = look_after(by=HOUSE, now=timezone.now())
    assert {one.code for one in found} == set(MEANINGS)
    client.force_login(town.accounts["admin"])
    page = client.get("/operation/").content.decode()
    first = client.get("/").content.decode()
    for one in found:
        assert f'id="{one.code}"' in page
        assert (f"/operation/#{one.code}" in first) == (one.level != "ok")


def test_the_page_takes_few_queries(town: Town, client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(town.accounts["admin"])
    client.get("/operation/")
    with django_assert_max_num_queries(12):
        assert client.get("/operation/").status_code == 200
