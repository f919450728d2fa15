"""Keys change while the site runs: everything opens all the time, and a retired key opens nothing."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.db.models import TextField, Value
from django.test import Client

from kizuna.access.keyring import SEEN_BY_ALL, Keyring
from kizuna.access.secrets import LOOK_UP, mark, seal, sealed_with, unseal
from kizuna.access.viewer import SYSTEM, NotAllowed, Refused, Viewer
from kizuna.outbox.actions import send, stop
from kizuna.outbox.models import Message, Stopped
from kizuna.people.models import Person
from kizuna.people.queries import find
from kizuna.web import environment
from kizuna.web.actions.keys import begin_reseal, go_on
from kizuna.web.commands import keys as command
from kizuna.web.files import KeySource
from kizuna.web.models import RAW, raw, sealed_names, tables
from kizuna.web.queries import tally
from kizuna.web.sealing import Place
from kizuna.work.models import Job
from tests.conftest import NOW
from tests.town import Town, build, in_danger, refer

HOUSE = SYSTEM("test")
OLD = "the-old-key-0123456789abcdef0123456789"
NEW = "the-new-key-0123456789abcdef0123456789"


@pytest.fixture
def town(settings: Any) -> Town:
    settings.SECRET_KEYS = (OLD,)
    found = build(NOW)
    in_danger(found, found.north)
    refer(found, found.ana)
    stop(channel="email", address="no@example.org", now=NOW)
    return found


def reseal() -> None:
    here: Place | None = Place(begin_reseal(by=HOUSE, now=NOW))
    while here is not None:
        here = go_on(place=here, by=HOUSE, now=NOW)


def opened() -> dict[str, Any]:
    """Every sealed value of every table, opened."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list("pk", *sealed_names(model)))
        for model in tables()
    }


@pytest.mark.django_db
def test_after_the_walk_the_old_key_opens_nothing_and_nothing_is_lost(town: Town, settings: Any) -> None:
    before = opened()
    settings.SECRET_KEYS = (NEW, OLD)
    assert tally(HOUSE).of_older() > 10
    reseal()
    found = tally(HOUSE)
    assert found.of_older() == 0
    assert found.marked[1] > 0  # the stop mark, which holds no address to make a new one from
    settings.SECRET_KEYS = (NEW,)
    assert opened() == before


@pytest.mark.django_db
def test_people_are_found_and_silence_is_kept_before_while_and_after(town: Town, settings: Any) -> None:
    left = f"{LOOK_UP}{'x' * 44}"
    for keys in ((OLD,), (OLD, NEW), (NEW, OLD), (NEW, OLD, left)):
        settings.SECRET_KEYS = keys
        assert [p.id for p in find(HOUSE, "ana@example.org", 5)] == [str(town.ana)], keys
        key = f"quiet:{secrets.token_hex(4)}"
        send(key=key, address="no@example.org", subject="Hello", text="Hello", now=NOW)
        assert Message.objects.get(key=key).status == "stopped", keys
    reseal()
    assert [p.id for p in find(HOUSE, "ana@example.org", 5)] == [str(town.ana)]
    assert Person.objects.get(pk=town.ana).email_index.startswith(mark(NEW))


@pytest.mark.django_db
def test_a_stop_that_came_under_one_key_holds_for_a_message_under_the_other(
    town: Town, settings: Any
) -> None:
    settings.SECRET_KEYS = (OLD,)
    send(key="waits", address="later@example.org", subject="Hello", text="Hello", now=NOW)
    settings.SECRET_KEYS = (NEW, OLD)
    stop(channel="email", address="later@example.org", now=NOW)
    assert Message.objects.get(key="waits").status == "stopped"
    assert Stopped.objects.filter(address_index=Message.objects.get(key="waits").address_index).exists()


@pytest.mark.django_db
def test_what_adapters_seal_in_tables_of_libraries_is_sealed_anew_too(town: Town, settings: Any) -> None:
    client = Client()
    client.force_login(town.accounts["resident"])
    secret = seal("JBSWY3DP", [OLD], "second factor")
    Authenticator.objects.create(
        user=town.accounts["analyst"], type=Authenticator.Type.RECOVERY_CODES, data={"seed": secret, "n": 1}
    )
    settings.SECRET_KEYS = (NEW, OLD)
    reseal()
    settings.SECRET_KEYS = (NEW,)
    data = Authenticator.objects.get(user=town.accounts["analyst"], data__n=1).data
    assert unseal(data["seed"], [NEW], "second factor") == "JBSWY3DP"
    held = Session.objects.get(pk=client.session.session_key).session_data
    assert sealed_with(held, [NEW], "session") == 0


@pytest.mark.django_db
def test_a_second_walk_changes_nothing(town: Town, settings: Any) -> None:
    settings.SECRET_KEYS = (NEW, OLD)
    reseal()
    standing = {
        m._meta.label: list(raw(m).values_list("pk", *(RAW + n for n in sealed_names(m)))) for m in tables()
    }
    reseal()
    assert standing == {
        m._meta.label: list(raw(m).values_list("pk", *(RAW + n for n in sealed_names(m)))) for m in tables()
    }


@pytest.mark.django_db
def test_the_walk_goes_on_from_its_task_after_it_was_killed(
    town: Town, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECRET_KEYS = (NEW, OLD)
    monkeypatch.setattr("kizuna.web.actions.keys.PIECE", 2)
    monkeypatch.setattr("kizuna.web.actions.keys.PIECES", 1)
    start = Place(begin_reseal(by=HOUSE, now=NOW))
    go_on(place=start, by=HOUSE, now=NOW)
    go_on(place=start, by=HOUSE, now=NOW)  # the same task once more, as after a kill
    waiting = {job.key for job in Job.objects.filter(name="web.reseal")}
    assert len(waiting) == 2
    done: set[str] = set()
    while left := {job.key for job in Job.objects.filter(name="web.reseal")} - done:
        for key in left:
            go_on(place=Place.of(key), by=HOUSE, now=NOW)
        done |= left
    assert tally(HOUSE).of_older() == 0


@pytest.mark.django_db
def test_what_somebody_writes_during_the_walk_is_not_overwritten(
    town: Town, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECRET_KEYS = (NEW, OLD)
    real = "kizuna.web.actions.keys.unseal"

    def unseal_late(token: str, keys: Any, purpose: str) -> str:
        Person.objects.filter(pk=town.ana).update(email="new@example.org")
        return "something old"

    monkeypatch.setattr(real, unseal_late)
    reseal()
    assert Person.objects.get(pk=town.ana).email == "new@example.org"


@pytest.mark.django_db
def test_a_value_that_no_key_opens_is_told_and_stops_nothing(town: Town, settings: Any) -> None:
    settings.SECRET_KEYS = ("a-lost-key-0123456789abcdef0123456789",)
    send(key="lost", address="x@example.org", subject="", text="Hello", now=NOW)
    settings.SECRET_KEYS = (NEW, OLD)
    reseal()
    found = tally(HOUSE)
    assert (found.foreign, found.sealed.get(1, 0)) == (2, 0)


@pytest.mark.django_db
@pytest.mark.doors
def test_nobody_but_the_house_changes_keys(town: Town) -> None:
    with pytest.raises(NotAllowed):
        tally(Viewer(role="admin", account="x"))
    with pytest.raises(NotAllowed):
        begin_reseal(by=Viewer(role="admin", account="x"), now=NOW)
    with pytest.raises(NotAllowed):
        go_on(place=Place("x"), by=Viewer(role="admin", account="x"), now=NOW)


def live(file: Path, settings: Any) -> KeySource:
    """Keys in a file of their own, followed by this process without a pause."""
    file.touch(0o600)
    source = KeySource(file, own=True)
    source.write([OLD])
    ticks = iter(range(10**9))
    settings.KEY_SOURCE = source
    settings.SECRET_KEYS = Keyring(
        [OLD],
        stamp=source.stamp,
        load=lambda: environment.secret_keys(source.text()),
        clock=lambda: float(next(ticks)),
    )
    return source


OPTIONS = {"here": True, "no_wait": False, "old_keys_only": False}


@pytest.mark.django_db
def test_the_command_puts_a_new_key_first_in_two_steps_and_retires_the_old_one(
    town: Town, settings: Any, tmp_path: Path, capsys: Any
) -> None:
    source, before = live(tmp_path / "keys", settings), opened()
    seen: list[list[str]] = []
    assert command.rotate(Namespace(**OPTIONS), wait=lambda s: seen.append(source.text().split())) == 0
    assert [step.index(OLD) for step in seen] == [0, 1], (
        "opened with by everybody before anybody seals with it"
    )
    assert command.status(Namespace()) == 0
    with pytest.raises(Refused, match="90 days"):
        command.retire(Namespace(links_may_stop=False))
    assert command.retire(Namespace(links_may_stop=True)) == 0
    kept = source.text().split()
    assert OLD not in kept
    assert [key.startswith(LOOK_UP) for key in kept] == [False, True]
    assert opened() == before
    send(key="still", address="no@example.org", subject="Hello", text="Hello", now=NOW)
    assert Message.objects.get(key="still").status == "stopped"


@pytest.mark.django_db
def test_a_key_that_still_seals_something_is_not_retired(town: Town, settings: Any, tmp_path: Path) -> None:
    source = live(tmp_path / "keys", settings)
    command.rotate(Namespace(**OPTIONS), wait=lambda s: None)
    token = seal("12 Elm Street", [OLD])
    raw(Person).filter(pk=town.ben).update(address=Value(token, TextField()))
    assert sealed_with(token, source.text().split()) == 1
    with pytest.raises(Refused, match="1 values still need an old key"):
        command.retire(Namespace(links_may_stop=True))
    assert OLD in source.text()


@pytest.mark.django_db
def test_a_second_change_waits_for_the_first_and_one_that_was_broken_off_goes_on(
    town: Town, settings: Any, tmp_path: Path
) -> None:
    source = live(tmp_path / "keys", settings)
    with pytest.raises(KeyboardInterrupt):
        command.rotate(Namespace(**OPTIONS), wait=_interrupt)
    assert len(source.text().split()) == 2  # the new key stands there, but nothing was sealed with it
    command.retire(Namespace(links_may_stop=True))
    command.rotate(Namespace(**{**OPTIONS, "here": False, "no_wait": True}), wait=lambda s: None)
    assert len([k for k in source.text().split() if not k.startswith(LOOK_UP)]) == 2
    command.rotate(Namespace(**OPTIONS), wait=lambda s: None)  # goes on
    assert tally(HOUSE).of_older() == 0
    with pytest.raises(Refused, match="keys retire"):
        command.rotate(Namespace(**OPTIONS), wait=lambda s: None)


def _interrupt(seconds: float) -> None:
    raise KeyboardInterrupt


def test_keys_from_the_environment_cannot_be_changed_here(settings: Any) -> None:
    settings.KEY_SOURCE = None
    with pytest.raises(Refused, match="restart every process"):
        command.retire(Namespace(links_may_stop=True))


def test_a_file_of_keys_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(OLD)
    file.chmod(0o640)
    with pytest.raises(environment.WrongSetting, match="chmod 600"):
        KeySource(file, own=True).text()
    file.chmod(0o600)
    assert KeySource(file, own=True).text() == OLD


def test_a_missing_file_of_keys_is_named(tmp_path: Path) -> None:
    with pytest.raises(environment.WrongSetting, match="KIZUNA_SECRET_KEYS_FILE"):
        KeySource(tmp_path / "nothing", own=True).text()


def test_only_the_line_of_the_keys_changes_in_a_settings_file(tmp_path: Path) -> None:
    file = tmp_path / "kizuna.env"
    file.write_text(f"# note\nKIZUNA_SECRET_KEYS='{OLD}'\nKIZUNA_SITE_NAME='Ana\\'s $1 Bay'\n")
    KeySource(file, own=False).write([NEW, OLD])
    assert (
        file.read_text() == f"# note\nKIZUNA_SECRET_KEYS='{NEW},{OLD}'\nKIZUNA_SITE_NAME='Ana\\'s $1 Bay'\n"
    )
    assert file.stat().st_mode & 0o777 == 0o600
    assert environment.secret_keys(KeySource(file, own=False).text()) == (NEW, OLD)


@pytest.mark.django_db
def test_a_session_lives_through_a_change(settings: Any) -> None:
    settings.SECRET_KEYS = (OLD,)
    town = build(NOW)
    client = Client()
    client.get("/about/")
    client.force_login(town.accounts["worker"])
    for keys in ((OLD, NEW), (NEW, OLD), (NEW, OLD)):
        settings.SECRET_KEYS = keys
        assert client.get("/today/").status_code == 200
        assert keys[0] == django_settings.SECRET_KEY


def rotate_and_retire(kizuna: Any, env: dict[str, str], file: Path) -> None:
    """Kill a change of keys as soon as the new one is first, go on with it, and end it."""
    before = file.stat().st_ino
    with subprocess.Popen(
        [sys.executable, "-m", "kizuna.cli", "keys", "rotate", "--here"], env=env
    ) as turning:
        while file.stat().st_ino == before or file.read_text().startswith(f"KIZUNA_SECRET_KEYS='{OLD}"):
            time.sleep(0.1)
        turning.send_signal(signal.SIGKILL)
    time.sleep(SEEN_BY_ALL)
    for words in (("rotate", "--here"), ("retire", "--links-may-stop")):
        done = kizuna("keys", *words)
        assert done.returncode == 0, done.stderr
    time.sleep(SEEN_BY_ALL)


@pytest.mark.kill
@pytest.mark.skipif(
    os.environ["DATABASE_URL"].startswith("postgres"), reason="needs a database file of its own"
)
def test_requests_go_on_and_a_kill_loses_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    env = {k: v for k, v in os.environ.items() if not k.startswith("KIZUNA_SECRET") and k != "DATABASE_URL"}
    env |= {"KIZUNA_HOME": str(home)}
    (home / "kizuna.env").write_text(f"KIZUNA_SECRET_KEYS='{OLD}'\n")

    def kizuna(*words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "kizuna.cli", *words]
        return subprocess.run(line, env=env, capture_output=True, text=True, check=False)

    assert kizuna("upgrade").returncode == 0
    line = [sys.executable, "-m", "tests.web.writes_and_reads"]
    with subprocess.Popen(line, env=env, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        rotate_and_retire(kizuna, env, (home / "kizuna.env"))
        told = json.loads(writer.communicate()[0])
    assert told["errors"] == []
    assert told["read"] > 50
    assert OLD not in (home / "kizuna.env").read_text()
