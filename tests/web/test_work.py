"""Background work, for whoever runs the site: the page and the commands."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, Refused, Viewer
from kizuna.ledger.models import Entry
from kizuna.web import actions
from kizuna.web.commands import COMMANDS
from kizuna.work import actions as work
from kizuna.work.models import Job
from kizuna.work.names import ATTEMPTS
from kizuna.work.rhythm import Every
from tests.town import Town, build


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.fixture
def admin(town: Town) -> Client:
    Job.objects.all().delete()
    client = Client()
    client.force_login(town.accounts["admin"])
    return client


def put(key: str, **more: Any) -> Job:
    work.enqueue("work.prune", key=key, now=timezone.now(), **more)
    return Job.objects.get(key=key)


def letter(key: str = "broken") -> Job:
    put(key, until=timezone.now() - timedelta(seconds=1), priority=100)
    work.claim(worker="w", now=timezone.now())
    Job.objects.filter(key=key).update(last_error="builtins.ValueError", attempts=ATTEMPTS)
    return Job.objects.get(key=key, outcome="failed")


def running(key: str = "busy") -> Job:
    put(key, priority=100)
    assert work.claim(worker="w", now=timezone.now())
    work.report(key=key, done=30, of=120, now=timezone.now())
    return Job.objects.get(key=key)


def run(name: str, *words: str) -> int:
    (command,) = (one for one in COMMANDS if one.name == name)
    parser = ArgumentParser()
    command.arguments(parser)
    return command.run(parser.parse_args(words))


def test_the_page_shows_what_runs_waits_returns_and_was_given_up(admin: Client) -> None:
    letter()
    running()
    put("later", after=timezone.now() + timedelta(hours=1))
    work.take_turns(rhythms=(Every("outbox.sweep", timedelta(minutes=1)),), now=timezone.localtime())
    page = admin.get("/tasks/").content.decode()
    words = ("Given up", "builtins.ValueError", "30 of 120 done (25 %)", "Looking for messages", "Next time")
    for word in words:
        assert word in page
    assert "Should have begun" not in page


def test_the_page_says_when_nobody_works(admin: Client) -> None:
    put("old", after=timezone.now() - timedelta(minutes=6))
    page = admin.get("/tasks/").content.decode()
    assert "Work is not getting done" in page
    assert "Should have begun" in page


def test_an_empty_queue_has_a_page_too(admin: Client) -> None:
    assert "Nothing runs at this moment" in admin.get("/tasks/").content.decode()


@pytest.mark.parametrize(("what", "outcome"), [("again", ""), ("leave", "left")])
def test_a_person_decides_about_a_dead_letter_and_the_ledger_knows(
    admin: Client, what: str, outcome: str
) -> None:
    job = letter()
    for _ in range(2):
        assert admin.post("/tasks/", {"task": str(job.result), "what": what}).status_code == 302
    assert Job.objects.get(pk=job.pk).outcome == outcome
    entry = Entry.objects.get(verb=f"task.{what}")
    assert str(job.result) in entry.subject
    assert entry.by.startswith("admin:")


def test_a_running_task_is_asked_to_stop(admin: Client) -> None:
    job = running()
    admin.post("/tasks/", {"task": str(job.result), "what": "cancel"})
    assert Job.objects.get(pk=job.pk).cancel_asked
    assert "Will stop" in admin.get("/tasks/").content.decode()
    assert Entry.objects.filter(verb="task.cancel").count() == 1


def test_a_form_that_says_nothing_is_refused_with_the_page(admin: Client) -> None:
    for said in (
        {},
        {"what": "again"},
        {"task": "x", "what": "again"},
        {"task": str(uuid4()), "what": "burn"},
    ):
        assert admin.post("/tasks/", said).status_code == 422


def test_few_queries_however_much_there_is(admin: Client, django_assert_max_num_queries: Any) -> None:
    for n in range(10):
        letter(f"broken-{n}")
        running(f"busy-{n}")
        put(f"late-{n}", after=timezone.now() - timedelta(minutes=6))
    admin.get("/tasks/")
    with django_assert_max_num_queries(12):
        assert admin.get("/tasks/").status_code == 200


@pytest.mark.doors
@pytest.mark.parametrize("what", ["again", "leave", "cancel"])
def test_only_an_administrator_decides(db: None, what: str) -> None:
    job = letter()
    with pytest.raises(LogInFirst):
        actions.decide_task(task=job.result, what=what, by=STRANGER, now=timezone.now())
    for role in ("resident", "worker", "organiser", "provider", "coordinator", "analyst"):
        by = Viewer(role=role, account="1")  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            actions.decide_task(task=job.result, what=what, by=by, now=timezone.now())


def test_status_says_it_to_people_and_to_machines(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("work status") == 0
    running()
    job = letter()
    work.take_turns(rhythms=(Every("outbox.sweep", timedelta(minutes=1)),), now=timezone.localtime())
    assert run("work status") == 1
    said = capsys.readouterr().out
    assert "1 given up" in said
    assert "outbox.sweep" in said
    assert run("work status", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["letters"][0]["id"] == str(job.result)
    assert found["running"][0]["of"] == 120
    assert found["counts"]["dead"] == 1


def test_commands_decide_too(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    jobs = [letter(f"broken-{n}") for n in range(3)]
    assert run("work again", str(jobs[0].result), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"again": [str(jobs[0].result)]}
    assert run("work leave", "--all") == 0
    assert sorted(Job.objects.values_list("outcome", flat=True)) == ["", "left", "left"]
    assert run("work cancel", str(jobs[0].result)) == 0
    assert Job.objects.get(pk=jobs[0].pk).outcome == "cancelled"
    assert Entry.objects.filter(by__startswith="system:").count() == 4
    with pytest.raises(Refused, match="nothing to decide"):
        run("work again", str(jobs[0].result))
    for words in ((), (str(jobs[0].result), "--all")):
        with pytest.raises(Refused, match="which task"):
            run("work again", *words)
