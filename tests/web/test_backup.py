"""Backup and restore against a real database: equal rows, all or nothing, and sentences that help."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from kizuna import cli
from kizuna.access.deeds import allow
from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst
from kizuna.ledger.actions import note, seal
from kizuna.ledger.models import Changed, Entry
from kizuna.people.actions import add_person
from kizuna.people.models import Person
from kizuna.web import queries, tasks
from kizuna.web.files import backups_in, read_backup, write_backup
from kizuna.web.models import LEFT_OUT, as_of_now, layouts
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
