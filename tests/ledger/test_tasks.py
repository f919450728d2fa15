"""What the room does by the clock, its commands and its pages."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import SYSTEM
from kizuna.cli import main
from kizuna.ledger import queries
from kizuna.ledger.actions import note, record_verification, seal
from kizuna.ledger.findings import Fault, Report
from kizuna.ledger.models import Entry
from kizuna.ledger.tasks import anchor, mail_anchor, verify
from kizuna.ledger.tasks import seal as seal_task
from kizuna.outbox.models import Message
from kizuna.people.actions import approve, open_account
from kizuna.people.models import Account, Approval
from kizuna.people.queries import viewer_of
from kizuna.web import actions as web
from kizuna.web.queries import health
from tests.ledger.test_sealing import HOUSE, as_owner_of_the_database, lines
from tests.town import build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anchors_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.LEDGER_ANCHORS = tmp_path / "anchors" / "ledger.txt"


def test_sealing_anchoring_and_verifying_by_the_clock(settings: Any) -> None:
    anchor.call(key="a@0")
    assert not settings.LEDGER_ANCHORS.exists()
    lines(10)
    seal_task.call(key="s@1")
    anchor.call(key="a@1")
    verify.call(key="v@1")
    found = queries.last_verification(HOUSE)
    assert found
    assert (found.seals, found.rows, found.faults) == (1, 10, ())
    with as_owner_of_the_database() as cursor:
        cursor.execute("DELETE FROM ledger_seal")
        cursor.execute("DELETE FROM ledger_entry")
    verify.call(key="v@2")
    found = queries.last_verification(HOUSE)
    assert found
    assert [fault.kind for fault in found.faults] == ["cut"]


def test_the_head_is_mailed_once_a_day_and_proves_something(settings: Any, tmp_path: Path) -> None:
    lines(3)
    seal(now=timezone.now())
    mail_anchor.call(key="ledger.mail_anchor@7")
    assert not Message.objects.exists()
    settings.LEDGER_ANCHOR_EMAIL = "second@example.org"
    for _ in range(2):
        mail_anchor.call(key="ledger.mail_anchor@7")
    (message,) = Message.objects.all()
    assert message.address == "second@example.org"
    kept = tmp_path / "mail.txt"
    kept.write_text(message.text)
    assert main(["ledger", "verify", "--anchor", str(kept)]) == 0
    with as_owner_of_the_database() as cursor:
        cursor.execute("DELETE FROM ledger_seal")
        cursor.execute("UPDATE ledger_entry SET verb = 'y.done'")
    seal(now=timezone.now())
    assert main(["ledger", "verify"]) == 0
    assert main(["ledger", "verify", "--anchor", str(kept)]) == 1


def test_the_commands_say_what_was_found(capsys: Any) -> None:
    assert main(["ledger", "head"]) == 2
    lines(12)
    seal(now=timezone.now())
    assert main(["ledger", "head"]) == 0
    assert re.match(r"kizuna-ledger seal=1 last=\d+ digest=", capsys.readouterr().out)
    target = Entry.objects.order_by("id")[4].id
    with as_owner_of_the_database() as cursor:
        cursor.execute(f"UPDATE ledger_entry SET verb = 'y.done' WHERE id = {target}")
    assert main(["ledger", "verify"]) == 1
    assert f"line {target} was changed." in capsys.readouterr().out
    assert main(["ledger", "verify", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["rows"], said["faults"][0]["kind"]) == (False, 12, "changed")


def test_a_fault_is_told_by_check_by_the_page_and_by_mail() -> None:
    now = timezone.now()
    town = build(now)
    admin = town.accounts["admin"]

    def of_ledger() -> str:
        return next(one.level for one in health(SYSTEM("test"), now) if one.code == "ledger")

    web.tell_of_ledger(by=HOUSE, now=now)
    assert of_ledger() == "ok"
    record_verification(report=Report(seals=3, faults=[Fault("cut", "The tail <was> cut.")]), now=now)
    assert of_ledger() == "fail"
    for _ in range(2):
        web.tell_of_ledger(by=HOUSE, now=now)
    told = [m.address for m in Message.objects.filter(topic="ledger")]
    assert told == [admin.email]
    client = Client()
    client.force_login(admin)
    assert "The tail &lt;was&gt; cut." in client.get("/ledger/").content.decode()
    record_verification(report=Report(seals=3), now=now + timedelta(days=1))
    assert of_ledger() == "ok"


def test_lines_that_nobody_seals_are_told() -> None:
    now = timezone.now()
    lines(1, now - timedelta(hours=2))
    assert [one.level for one in health(SYSTEM("test"), now) if one.code == "ledger"] == ["warn"]
    seal(now=now)
    assert [one.level for one in health(SYSTEM("test"), now) if one.code == "ledger"] == ["ok"]


def test_the_page_narrows_by_verb_role_and_day(django_assert_max_num_queries: Any) -> None:
    now = timezone.now()
    town = build(now)
    lines(120, now - timedelta(days=400))
    note(verb="looked", subject="x:9999", person=town.ana, by=town.viewer("worker"), now=now)
    client = Client()
    client.force_login(town.accounts["admin"])
    with django_assert_max_num_queries(12):
        page = client.get("/ledger/").content.decode()
    assert "Ana" not in page
    page = client.get("/ledger/?verb=looked&role=worker").content.decode()
    assert "x:9999" in page
    assert page.count("<b>") == 1
    day = quote(f"{now - timedelta(days=400):%Y-%m-%d}")
    first = client.get(f"/ledger/?verb=x.done&day={day}").content.decode()
    assert "x:119" in first
    below = re.search(r"below=(\d+)", first)
    assert below
    second = client.get(f"/ledger/?verb=x.done&day={day}&below={below[1]}").content.decode()
    assert "x:119" not in second
    assert "x:69" in second
    assert client.get("/ledger/?day=nonsense").status_code == 422
    assert client.get("/ledger/?below=nonsense").status_code == 422


@pytest.mark.doors
def test_a_person_pages_through_their_own_lines(django_assert_max_num_queries: Any) -> None:
    now = timezone.now()
    town = build(now)
    for turn in range(30):
        note(verb=f"turn.{turn}", subject="x:1", person=town.ana, by=HOUSE, now=now + timedelta(days=turn))
    note(verb="about.cem", subject="x:1", person=town.cem, by=HOUSE, now=now)
    client = Client()
    client.force_login(town.accounts["resident"])
    with django_assert_max_num_queries(12):
        first = client.get("/my-data/who/").content.decode()
    third = client.get("/my-data/who/?page=3").content.decode()  # seven days on a page, newest first
    assert "turn.29" in first
    assert "turn.9" not in first
    assert "turn.9" in third
    assert "about.cem" not in first + third
    assert Client().get("/my-data/who/").status_code == 302


def test_two_administrators_prune_from_the_command_to_the_checkpoint(capsys: Any) -> None:
    now = timezone.now()
    town = build(now)
    with as_owner_of_the_database() as cursor:
        cursor.execute("DELETE FROM ledger_entry")
    lines(5, now - timedelta(days=3000))
    seal(now=now)
    assert main(["ledger", "prune", "--older-than", "7y", "--dry-run"]) == 0
    assert "5 lines" in capsys.readouterr().out
    assert main(["ledger", "prune", "--older-than", "7 years"]) == 2
    assert main(["ledger", "prune", "--older-than", "100d"]) == 2
    command = ["ledger", "prune", "--older-than", "7y", "--why", "Seven years are over."]
    assert main(command) == 2
    assert main([*command, "--by", town.accounts["admin"].email]) == 0
    assert Entry.objects.filter(verb="x.done").count() == 5
    open_account(email="b@example.org", role="admin", name="Bo", areas=(), by=HOUSE, now=now)
    second = Account.objects.get(email="b@example.org")
    approve(approval=Approval.objects.get().pk, by=viewer_of(HOUSE, second), now=now)
    web.prune_ledger(approval=str(Approval.objects.get().pk), by=SYSTEM("test"), now=now)
    assert not Entry.objects.filter(verb="x.done").exists()
    left = queries.checkpoint(HOUSE)
    assert left
    assert {left.by, left.approved_by} == {f"admin:{town.accounts['admin'].pk}", f"admin:{second.pk}"}
    assert main(["ledger", "verify"]) == 0
    assert "pruned by age" in capsys.readouterr().out
