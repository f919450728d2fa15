"""What this version needs of the database and of the static files, and what it says when they do not fit."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kizuna import cli
from kizuna.web.commands import upgrade


@pytest.mark.django_db
@pytest.mark.parametrize("demo_site", [True, False])
def test_a_database_of_an_early_version_is_refused_and_left_alone(
    demo_site: bool, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEMO = demo_site
    monkeypatch.setattr(upgrade, "misfit", lambda: "people_person")
    assert cli.main(["upgrade"]) == 2
    told = capsys.readouterr().err
    assert "made by an early version" in told
    assert ("kizuna demo" in told) == demo_site


@pytest.mark.django_db
def test_a_table_that_lacks_a_column_is_found() -> None:
    assert upgrade.misfit() == ""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE outbox_message RENAME COLUMN subject TO headline")
    assert upgrade.misfit() == "outbox_message"


def test_static_files_are_gathered_again_when_they_changed(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    style = tmp_path / "a.css"
    style.write_text("p { color: red }")
    found = [("frame/zz.css", style)]
    monkeypatch.setattr(upgrade, "_files", lambda: iter(found))
    monkeypatch.setattr(
        upgrade, "call_command", lambda *words, **how: settings.STATIC_ROOT.mkdir(exist_ok=True)
    )
    assert upgrade.collect()
    assert not upgrade.collect()
    os.utime(style, (0, 0))
    assert not upgrade.collect()
    style.write_text("p { color: tan }")
    os.utime(style, (0, 0))
    assert upgrade.collect()


@pytest.mark.django_db(transaction=True)
def test_whoever_keeps_a_table_does_not_make_everybody_wait(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: Any, tmp_path: Path
) -> None:
    """On PostgreSQL; SQLite has one writer, who waits as ever."""
    settings.STATIC_ROOT = tmp_path / "static"
    if connection.vendor != "postgresql":
        assert cli.main(["upgrade", "--patience", "1"]) == 0
        return

    def step(*words: str, **how: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE outbox_message ADD COLUMN extra integer")

    monkeypatch.setattr(upgrade, "call_command", step)
    busy = connection.copy()
    try:
        with busy.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE outbox_message IN ACCESS SHARE MODE")
        assert cli.main(["upgrade", "--patience", "1"]) == 2
    finally:
        busy.close()
    assert "keeps a table busy" in capsys.readouterr().err
    assert upgrade.misfit() == ""
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.django_db
def test_postgresql_compiles_no_plan_of_a_page() -> None:
    """Compiling the questions about who may see whom took a second; each runs in a few milliseconds."""
    if connection.vendor != "postgresql":
        assert "options" not in connection.settings_dict["OPTIONS"]
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
