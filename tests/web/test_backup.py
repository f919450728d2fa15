"""Backup and restore against a real database: equal rows, all or nothing, and sentences that help."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from kizuna import cli
from kizuna.access.deeds import allow
from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst
from kizuna.ledger.actions import note, seal
from kizuna.ledger.models import Changed, Entry
from kizuna.outbox import actions as outbox
from kizuna.outbox.actions import send
from kizuna.outbox.models import Message
from kizuna.people.actions import add_person
from kizuna.people.models import Person
from kizuna.web import actions, queries, tasks
from kizuna.web.files import backups_in, read_backup, write_backup
from kizuna.web.models import LEFT_OUT, as_of_now, layouts
from kizuna.work.actions import enqueue
from kizuna.work.claim import Cancelled
from kizuna.work.models import Job
from tests.conftest import NOW
from tests.people.town import Town, build

HOUSE = SYSTEM("test")
pytestmark = pytest.mark.django_db(transaction=True)


def everything() -> dict[str, list[Any]]:
    """All rows as Django opens them: not by the way that a backup reads."""
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed]
    rows = {m._meta.label: [str(row) for row in m._base_manager.values_list()] for m in models}
    return {label: sorted(found) for label, found in rows.items()}


@pytest.fixture
def site(settings: Any, tmp_path: Path) -> Iterator[Town]:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.SETTINGS_FILE = tmp_path / "kizuna.env"
    settings.LEDGER_ANCHORS = tmp_path / "anchors" / "ledger.txt"
    town = build()
    note(verb="x.done", subject="x:1", by=HOUSE, now=NOW)
    yield town


def emptied() -> None:
    call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def backup(site: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    seal(now=timezone.now())
    assert cli.main(["backup", str(tmp_path / "backups")]) == 0
    capsys.readouterr()
    (file,) = backups_in(tmp_path / "backups")
    return file


def but_for_the_note(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {
        label: [row for row in found if "site." not in row] if label == "ledger.Entry" else found
        for label, found in rows.items()
    }


def test_all_comes_back_as_it_was(backup: Path, capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    before = but_for_the_note(everything())
    emptied()
    assert not Person.objects.exists()
    assert cli.main(["restore", str(backup)]) == 0
    assert but_for_the_note(everything()) == before
    assert "kizuna serve" in capsys.readouterr().err
    assert "kizuna-ledger seal=" in settings.LEDGER_ANCHORS.read_text()
    assert "site.restored" in Entry.objects.values_list("verb", flat=True)


def test_numbers_go_on_and_the_ledger_stays_closed(backup: Path) -> None:
    last = Entry.objects.order_by("-id")[0].id
    emptied()
    cli.main(["restore", str(backup)])
    note(verb="x.done", subject="x:2", by=HOUSE, now=NOW)
    assert Entry.objects.order_by("-id")[0].id > last
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET verb = 'y'")
    with pytest.raises(Changed):
        Entry.objects.order_by("-id")[0].delete()


def test_a_site_with_records_is_left_alone(backup: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything()
    assert cli.main(["restore", str(backup)]) == 2
    assert "empty site only" in capsys.readouterr().err
    assert everything() == before


def test_a_damaged_backup_changes_nothing(backup: Path, capsys: pytest.CaptureFixture[str]) -> None:
    emptied()
    whole = backup.read_bytes()
    for wrong in (whole[:-1], whole[: len(whole) // 2], whole[:90] + b"?" + whole[91:], whole + b"x", b""):
        backup.write_bytes(wrong)
        assert cli.main(["restore", str(backup)]) == 2
        assert "Nothing was kept" in capsys.readouterr().err
    assert not Person.objects.exists()


def test_a_foreign_key_opens_nothing(backup: Path, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    emptied()
    settings.SECRET_KEYS = ["another-key-that-is-as-long-as-it-must-be"]
    assert cli.main(["restore", str(backup)]) == 2
    assert "a key of the site that made it" in capsys.readouterr().err


def test_nothing_can_be_read_in_the_file(backup: Path) -> None:
    content = backup.read_bytes()
    names = [name for name in Person.objects.values_list("name", flat=True) if name]
    assert names
    assert [name for name in names if name.encode() in content] == []
    assert backup.stat().st_mode & 0o077 == 0


def test_what_is_written_meanwhile_is_not_half_in_it(site: Town, tmp_path: Path, settings: Any) -> None:
    keys, before = list(settings.SECRET_KEYS), Person.objects.count()
    lines = queries.whole_site(HOUSE, NOW)
    first = next(lines)
    writer = threading.Thread(target=_write_one, args=(site,))
    writer.start()
    writer.join(30)
    assert Person.objects.count() == before + 1
    file = tmp_path / "x.backup"
    write_backup(file, iter([first, *lines]), keys)
    emptied()
    assert cli.main(["restore", str(file)]) == 0
    assert Person.objects.count() == before


def _write_one(town: Town) -> None:
    add_person(name="Bo", area=town.community, by=HOUSE, now=NOW)
    connection.close()


def test_a_backup_that_breaks_leaves_no_file(site: Town, tmp_path: Path, settings: Any) -> None:
    def breaking() -> Iterator[bytes]:
        yield next(queries.whole_site(HOUSE, NOW))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_backup(tmp_path / "b" / "x.backup", breaking(), list(settings.SECRET_KEYS))
    assert list((tmp_path / "b").iterdir()) == []


def test_a_backup_of_the_night_says_how_far_it_is_and_can_be_stopped(
    site: Town, tmp_path: Path, settings: Any
) -> None:
    settings.BACKUP_FOLDER = tmp_path / "nightly"
    settings.BACKUP_FOLDER.mkdir()
    enqueue("web.back_up", key="web.back_up@1", now=NOW)
    tasks.back_up.call(key="web.back_up@1")
    job = Job.objects.get(key="web.back_up@1")
    assert 0 < job.done < job.of
    (made,) = settings.BACKUP_FOLDER.iterdir()
    made.unlink()
    Job.objects.update(cancel_asked=True)
    with pytest.raises(Cancelled):
        tasks.back_up.call(key="web.back_up@1")
    assert list(settings.BACKUP_FOLDER.iterdir()) == []


def test_the_night_makes_one_where_a_folder_is_set(site: Town, tmp_path: Path, settings: Any) -> None:
    tasks.back_up.call(key="web.back_up@1")
    settings.BACKUP_FOLDER, settings.BACKUP_KEEP = tmp_path / "nightly", {"d": 1}
    settings.BACKUP_FOLDER.mkdir()
    old = settings.BACKUP_FOLDER / "kizuna-20200101T000000Z.backup"
    remains = settings.BACKUP_FOLDER / ".kizuna-20200101T000000Z.backup.part"
    other = settings.BACKUP_FOLDER / "kizuna-of-ana.backup"
    for file in (old, remains, other):
        file.write_bytes(b"")
    tasks.back_up.call(key="web.back_up@2")
    (new,) = backups_in(settings.BACKUP_FOLDER)
    assert sorted(settings.BACKUP_FOLDER.iterdir()) == sorted([new, other])
    assert next(read_backup(new, list(settings.SECRET_KEYS))).startswith(b'{"is":"head"')


def test_every_table_travels_or_says_why_not() -> None:
    with connection.cursor() as cursor:
        here = set(connection.introspection.table_names(cursor))
    assert here == {table.name for table in layouts()} | LEFT_OUT.keys()


def test_a_look_of_one_moment_bars_no_writer(site: Town) -> None:
    with as_of_now():
        _write_one(site)
    assert Person.objects.filter(name="Bo").exists()


@pytest.mark.doors
def test_only_the_house_takes_backups() -> None:
    with pytest.raises(LogInFirst):
        next(queries.whole_site(STRANGER, NOW))
    with pytest.raises(LogInFirst):
        queries.table_hashes(STRANGER)
    with pytest.raises(LogInFirst):
        allow(STRANGER, "site.restore")


def test_a_file_that_is_there_is_not_written_over(site: Town, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "x.backup"
    file.write_bytes(b"the backup of last year")
    assert cli.main(["backup", str(file)]) == 2
    assert file.read_bytes() == b"the backup of last year"
    assert cli.main(["backup"]) == 2
    assert "KIZUNA_BACKUP_FOLDER" in capsys.readouterr().err


def wait(key: str, **more: Any) -> None:
    send(key=key, address="a@example.org", subject="Tea", text="Tea", now=NOW, **more)


def test_what_waited_in_a_backup_goes_out_only_when_a_human_says_so(site: Town, tmp_path: Path) -> None:
    wait("plain")
    wait("life", life_safety=True)
    wait("stands-in", instead_of="plain")
    wait("later")
    Message.objects.filter(key="later").update(next_try=timezone.now() + timedelta(days=1))
    wait("insisted")
    Message.objects.filter(key="insisted").update(status="unknown", insisted=True)
    cli.main(["backup", str(tmp_path / "b.backup")])
    emptied()
    assert cli.main(["restore", str(tmp_path / "b.backup")]) == 0
    assert [p.subject for p in outbox.turn(by="w", now=timezone.now()).parcels] == ["Tea"]
    states = dict(Message.objects.values_list("key", "status"))
    assert states == {
        "plain": "unknown",
        "insisted": "unknown",
        "life": "sending",
        "stands-in": "queued",
        "later": "queued",
    }
    assert actions.decide_held(what="again", by=HOUSE, now=timezone.now()) == 2
    sent = outbox.turn(by="w", now=timezone.now() + timedelta(seconds=1)).parcels
    assert {Message.objects.get(id=p.id).key for p in sent} == {"plain", "insisted"}
    assert not any(p.doubtful for p in sent)
    assert actions.decide_held(what="again", by=HOUSE, now=timezone.now()) == 0


def test_what_is_held_can_be_left_and_what_stands_in_for_it_goes(site: Town, tmp_path: Path) -> None:
    wait("plain")
    wait("stands-in", instead_of="plain")
    cli.main(["backup", str(tmp_path / "b.backup")])
    emptied()
    cli.main(["restore", str(tmp_path / "b.backup")])
    assert actions.decide_held(what="leave", by=HOUSE, now=timezone.now()) == 1
    (parcel,) = outbox.turn(by="w", now=timezone.now()).parcels
    assert Message.objects.get(id=parcel.id).key == "stands-in"
    assert Message.objects.get(key="plain").status == "failed"


def test_whoever_restores_may_have_all_of_it_sent(site: Town, tmp_path: Path) -> None:
    wait("plain")
    cli.main(["backup", str(tmp_path / "b.backup")])
    emptied()
    assert cli.main(["restore", str(tmp_path / "b.backup"), "--send-waiting"]) == 0
    assert len(outbox.turn(by="w", now=timezone.now()).parcels) == 1


@pytest.fixture
def closed(site: Town) -> Iterator[Town]:
    """A site whose records another database took."""
    actions.hand_over(take=lambda lines: bool(list(lines)), by=HOUSE, now=NOW)
    yield site
    if queries.moved_away(HOUSE):
        actions.reopen(by=HOUSE, now=NOW)


def test_a_site_that_moved_takes_no_write_until_it_is_opened_again(closed: Town) -> None:
    before = Person.objects.count()
    with pytest.raises(DatabaseError):
        _write_one(closed)
    with pytest.raises(DatabaseError):
        Person.objects.all().delete()
    assert Person.objects.count() == before
    assert cli.main(["serve"]) == 2
    assert cli.main(["move", "--to", "sqlite:////nowhere/x"]) == 2
    assert cli.main(["move", "--reopen"]) == 0
    _write_one(closed)
    assert cli.main(["move", "--reopen"]) == 2


def test_a_move_in_vain_closes_nothing(site: Town) -> None:
    actions.hand_over(take=lambda lines: not list(lines), by=HOUSE, now=NOW)
    assert not queries.moved_away(HOUSE)
    _write_one(site)


def test_nobody_writes_in_the_instant_of_a_move(site: Town) -> None:
    """A writer who comes while it is copied waits, and is refused after it: the write is not lost unseen."""
    told: list[str] = []

    def write() -> None:
        try:
            _write_one(site)
            told.append("written")
        except DatabaseError:
            told.append("refused")
        finally:
            connection.close()

    writer = threading.Thread(target=write)

    def take(lines: Iterator[bytes]) -> bool:
        given = list(lines)
        writer.start()
        writer.join(1)
        assert told == []
        return bool(given)

    before = Person.objects.count()
    actions.hand_over(take=take, by=HOUSE, now=NOW)
    try:
        writer.join(30)
        assert told == ["refused"]
        assert Person.objects.count() == before
    finally:
        actions.reopen(by=HOUSE, now=NOW)


@pytest.mark.doors
def test_only_the_house_moves_away_and_only_administrators_release_messages() -> None:
    with pytest.raises(LogInFirst):
        actions.hand_over(take=lambda lines: True, by=STRANGER, now=NOW)
    with pytest.raises(LogInFirst):
        actions.reopen(by=STRANGER, now=NOW)
    with pytest.raises(LogInFirst):
        actions.decide_held(what="again", by=STRANGER, now=NOW)
