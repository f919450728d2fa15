"""Backups of a real site: on an empty machine, killed at any moment, and moved between databases."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from dotenv import dotenv_values

from kizuna.web.backup.document import pieces
from kizuna.web.files import read_backup
from tests.running import Site, database_of_its_own

pytestmark = pytest.mark.kill


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    found = Site(tmp_path_factory.mktemp("backup") / "site")
    found.make_demo(60)
    return found


@pytest.fixture(scope="module")
def backup(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(site.run("backup", str(tmp_path_factory.mktemp("backups"))).strip())


@pytest.fixture
def keys(site: Site, tmp_path: Path) -> Path:
    file = tmp_path / "keys"
    file.write_text(str(dotenv_values(site.home / "kizuna.env")["KIZUNA_SECRET_KEYS"]))
    file.chmod(0o600)
    return file


def hashes(site: Site) -> dict[str, str]:
    """Each table's rows and hash, but for the ledger: it says that it was restored.

    Letters of the demo town wait, as no worker runs: restored without `--send-waiting` they would be held.
    """
    program = (
        "import json, django; django.setup()\n"
        "from kizuna.access.viewer import SYSTEM; from kizuna.web.queries import table_hashes\n"
        "print(json.dumps(table_hashes(SYSTEM('test'))))"
    )
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "kizuna.web.settings"}
    said = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    found: dict[str, str] = json.loads(said.stdout)
    return {name: value for name, value in found.items() if name != "ledger_entry"}


def refused(site: Site, *words: str) -> str:
    """What `kizuna …` says when it refuses."""
    line = [sys.executable, "-m", "kizuna.cli", *words]
    said = subprocess.run(line, env=site.environment, capture_output=True, text=True)
    assert said.returncode == 2, said.stderr
    return said.stderr


def killed_after(site: Site, seconds: float, *words: str) -> int:
    """Start `kizuna …`, SIGKILL it and its children after a while; its exit code."""
    line = [sys.executable, "-m", "kizuna.cli", *words]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(line, env=site.environment, stdout=quiet, stderr=quiet, start_new_session=True)
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait(30)


def test_an_empty_machine_gets_the_site_back(site: Site, backup: Path, keys: Path, tmp_path: Path) -> None:
    new = Site(tmp_path / "new")
    new.run("restore", str(backup), "--keys-file", str(keys), "--send-waiting")
    assert hashes(new) == hashes(site)
    assert dotenv_values(tmp_path / "new" / "kizuna.env")["KIZUNA_SITE_NAME"] == "Linden Bay"
    new.start()
    try:
        assert new.answers()
    finally:
        new.stop()


def test_a_killed_backup_leaves_no_file_that_counts(
    site: Site, backup: Path, keys: Path, tmp_path: Path
) -> None:
    rng = random.Random(7)
    for _ in range(6):
        killed_after(site, rng.uniform(0.4, 1.6), "backup", str(tmp_path / "b"))
    whole = sum(1 for _ in pieces(read_backup(backup, [keys.read_text()])))
    for file in (tmp_path / "b").glob("kizuna-*.backup"):
        assert sum(1 for _ in pieces(read_backup(file, [keys.read_text()]))) >= whole > 100
    time.sleep(1.1)  # names are by the second
    site.run("backup", str(tmp_path / "b"))
    assert list((tmp_path / "b").glob(".*")) == []


def test_a_killed_restore_is_run_again(site: Site, backup: Path, keys: Path, tmp_path: Path) -> None:
    new, rng = Site(tmp_path / "new"), random.Random(8)
    words = ("restore", str(backup), "--keys-file", str(keys), "--send-waiting")
    for _ in range(6):
        killed_after(new, rng.uniform(0.5, 5.0), *words)
    again = subprocess.run(
        [sys.executable, "-m", "kizuna.cli", *words], env=new.environment, capture_output=True, text=True
    )
    assert again.returncode == 0 or "empty site only" in again.stderr, again.stderr
    assert hashes(new) == hashes(site)


def test_every_row_moves_to_another_database(site: Site, tmp_path: Path) -> None:
    with database_of_its_own() as url:
        url = url or f"sqlite:///{tmp_path}/other.sqlite3"
        site.run("move", "--to", url)
        there = Site(site.home, database=url)
        there.environment |= {"KIZUNA_HOME": str(site.home)}
        assert hashes(there) == hashes(site)
        assert "ledger is whole" in there.run("ledger", "verify")
        assert "moved already" in refused(site, "move", "--to", url)
        assert "DATABASE_URL" in refused(site, "serve")
        site.run("move", "--reopen")
        assert "empty site only" in refused(site, "move", "--to", url)
        site.run("keys", "status")
