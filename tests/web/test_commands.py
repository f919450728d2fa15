"""The program's own commands: check, upgrade, town, init, demo. Each says in a sentence what is wrong."""

import io
import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from dotenv import dotenv_values

from kizuna import cli
from kizuna.access.viewer import SYSTEM
from kizuna.people.actions import open_account
from kizuna.people.models import Account, Person
from kizuna.places.actions import add_area, set_crisis_numbers
from kizuna.places.models import Area
from kizuna.web.commands import demo, init
from kizuna.web.environment import read
from kizuna.web.queries import health
from kizuna.web.town.crisis import numbers
from tests.conftest import NOW
from tests.people.town import build

HOUSE = SYSTEM("test")
ANSWERS = {
    "name": "Ana's Bay",
    "url": "http://127.0.0.1:8123",
    "database": "",
    "email": "console:",
    "admin": "ana@example.org",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a new installation keeps its files."""
    monkeypatch.setenv("KIZUNA_HOME", str(tmp_path / "kizuna"))
    monkeypatch.delenv("KIZUNA_SETTINGS", raising=False)
    return tmp_path / "kizuna"


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What would be processes of their own runs here, with the test's settings; the words that were run."""
    ran: list[tuple[str, ...]] = []

    def kizuna(*words: str, **settings: str) -> int:
        ran.append(words)
        return cli.main(words)

    monkeypatch.setattr(init, "kizuna", kizuna)
    monkeypatch.setattr(demo, "kizuna", kizuna)
    return ran


def asked(monkeypatch: pytest.MonkeyPatch, **answers: str) -> list[str]:
    """Answer the questions of `kizuna init`; the questions that were asked."""
    questions: list[str] = []
    by_question = {question: name for name, question, _ in init.QUESTIONS}

    def ask(question: str, *, default: str) -> str:
        questions.append(question)
        return {**ANSWERS, **answers}[by_question[question]]

    monkeypatch.setattr(init.Prompt, "ask", ask)
    return questions


# check


def health_of(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = cli.main(["check", *words])
    return code, capsys.readouterr().out


@pytest.mark.django_db
def test_a_site_without_crisis_numbers_is_not_healthy(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = health_of(capsys)
    assert code == 1
    assert "/site/crisis-numbers/" in text
    assert re.search(r"mend\s.*risis", text)
    code, text = health_of(capsys, "--json")
    found = {one["code"]: one for one in json.loads(text)}
    assert code == 1
    assert found["crisis-numbers"]["level"] == "fail"
    assert all(one["way_out"] for one in found.values() if one["level"] != "ok")


@pytest.mark.django_db
def test_a_site_that_lacks_nothing_is_healthy(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    settings.DEMO = True  # its e-mail is printed, which elsewhere is a fault
    set_crisis_numbers(numbers=numbers(timezone.localdate()), by=HOUSE, now=timezone.now())
    code, text = health_of(capsys, "--json")
    assert [one for one in json.loads(text) if one["level"] == "fail"] == []
    assert code == 0


@pytest.mark.django_db
def test_mail_that_goes_nowhere_is_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    set_crisis_numbers(numbers=numbers(timezone.localdate()), by=HOUSE, now=timezone.now())
    code, text = health_of(capsys, "--json")
    assert [one["code"] for one in json.loads(text) if one["level"] == "fail"] == ["mail"]
    assert code == 1


@pytest.mark.django_db
def test_an_area_that_no_link_worker_sees_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    town = build()
    where = {"level": "neighbourhood", "above": town.community, "lat": 44.1, "lon": -68.4}
    east = add_area(name="East", **where, by=HOUSE, now=NOW)  # type: ignore[arg-type]
    _, text = health_of(capsys, "--json")
    # The whole town is covered by those who work in a part of it; a part where nobody works is not.
    assert "No link worker covers East." in [one["sentence"] for one in json.loads(text)]
    new = {"email": "x@example.org", "role": "worker", "areas": [east]}
    open_account(**new, by=HOUSE, now=NOW)  # type: ignore[arg-type]
    _, text = health_of(capsys, "--json")
    assert [one["level"] for one in json.loads(text) if one["code"] == "link-workers"] == ["ok"]


@pytest.mark.django_db
def test_settings_that_others_can_read_are_found(settings: Any, tmp_path: Path) -> None:
    settings.SETTINGS_FILE = tmp_path / "kizuna.env"
    settings.SETTINGS_FILE.write_text("KIZUNA_SECRET_KEYS='x'\n")
    for mode, seen in ((0o644, True), (0o640, True), (0o600, False)):
        settings.SETTINGS_FILE.chmod(mode)
        (found,) = [one for one in health(HOUSE, now=NOW) if one.code == "files"]
        assert (str(settings.SETTINGS_FILE) in found.sentence) is seen


# upgrade, town


@pytest.mark.django_db
def test_an_upgrade_gathers_the_files_and_may_run_again(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    for _ in range(2):
        assert cli.main(["upgrade"]) == 0
        assert list((tmp_path / "static" / "frame").glob("*.css"))


@pytest.mark.django_db
def test_a_town_is_refused_outside_a_demo(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["town", "--people", "20"]) == 2
    assert "kizuna demo" in capsys.readouterr().err
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_town_is_written_into_a_demo(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO = True
    assert cli.main(["town", "--people", "30", "--seed", "3"]) == 0
    assert "People" in capsys.readouterr().out
    assert Person.objects.count() >= 30


# init


@pytest.mark.django_db
def test_five_answers_make_a_site(
    home: Path, in_process: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, capsys: Any, settings: Any
) -> None:
    settings.STATIC_ROOT = home / "static"
    questions = asked(monkeypatch)
    assert cli.main(["init"]) == 0
    assert questions == [question for _, question, _ in init.QUESTIONS]
    file = home / "kizuna.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    written = {key: value or "" for key, value in dotenv_values(file).items()}
    site = read(written, "sqlite:///x")
    assert (site.site_name, site.url, site.demo) == ("Ana's Bay", "http://127.0.0.1:8123", False)
    assert [area.name for area in Area.objects.all()] == ["Ana's Bay"]
    account = Account.objects.get()
    said = capsys.readouterr().out
    password = re.search(r"only now: (\S+)", said)
    assert (account.email, account.role) == ("ana@example.org", "admin")
    assert password and account.check_password(password[1])
    assert site.secret_keys[0] not in said


@pytest.mark.django_db
def test_a_second_site_is_refused(
    home: Path, in_process: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    asked(monkeypatch)
    home.mkdir()
    (home / "kizuna.env").write_text("KIZUNA_SECRET_KEYS='the keys of the first site'\n")
    assert cli.main(["init"]) == 2
    assert "There is a site already" in capsys.readouterr().err
    assert "the first site" in (home / "kizuna.env").read_text()
    assert not in_process


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"admin": "ana"}, "needs an e-mail address"),
        ({"admin": "ana@"}, "needs an e-mail address"),
        ({"admin": "a na@example.org"}, "needs an e-mail address"),
        ({"name": " "}, "needs a name"),
        ({"url": "our-town"}, "KIZUNA_URL"),
        ({"email": "mail.example.org"}, "KIZUNA_EMAIL_URL"),
        ({"database": "mysql://here"}, "DATABASE_URL"),
    ],
)
def test_a_wrong_answer_leaves_nothing(
    home: Path, in_process: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any, answer: Any, said: str
) -> None:
    asked(monkeypatch, **answer)
    assert cli.main(["init"]) == 2
    assert said in capsys.readouterr().err
    assert not home.exists() or not list(home.iterdir())
    assert not in_process


@pytest.mark.django_db
def test_a_step_that_fails_leaves_no_settings(
    home: Path, in_process: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any, settings: Any
) -> None:
    settings.STATIC_ROOT = home / "static"
    asked(monkeypatch)
    open_account(email="ana@example.org", role="worker", name="Ana", by=HOUSE, now=timezone.now())
    assert cli.main(["init"]) == 2
    assert "settings were not kept" in capsys.readouterr().err
    assert not (home / "kizuna.env").exists()
    asked(monkeypatch, admin="bo@example.org")
    assert cli.main(["init"]) == 0
    assert [area.name for area in Area.objects.all()] == ["Ana's Bay"]


def test_answers_that_end_too_soon_leave_nothing(
    home: Path, in_process: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Ana's Bay\n"))
    assert cli.main(["init"]) == 2
    assert capsys.readouterr().err == "The answers ended too soon. Run it again and answer every question.\n"
    assert not home.exists() and not in_process


def test_answers_can_be_given_as_options(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = []
    monkeypatch.setattr(init, "kizuna", lambda *words: ran.append(words) or 0)
    questions = asked(monkeypatch)
    options = [word for name, answer in ANSWERS.items() for word in (f"--{name}", answer)]
    assert cli.main(["init", *options]) == 0
    assert not questions
    assert [words[0] for words in ran] == ["upgrade", "place", "account"]


# demo


@pytest.fixture
def made(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    """The commands that the demo starts, with their settings; each of them works."""
    ran: list[tuple[tuple[str, ...], dict[str, str]]] = []

    def kizuna(*words: str, **settings: str) -> int:
        ran.append((words, settings))
        assert (Path(settings["KIZUNA_HOME"]) / "kizuna.env").exists()
        return 0

    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(demo, "kizuna", kizuna)
    return ran


def test_a_demo_is_made_beside_its_place_and_moved_there_when_it_is_whole(home: Path, made: Any) -> None:
    assert cli.main(["demo", "--prepare", "--people", "120", "--seed", "7", "--port", "8199"]) == 0
    (upgrade, first), (town, second) = made
    assert (upgrade, town) == (("upgrade",), ("town", "--people", "120", "--seed", "7"))
    assert first == second == {"KIZUNA_HOME": str(home / "demo.part"), "KIZUNA_SETTINGS": ""}
    assert [path.name for path in home.iterdir()] == ["demo"]
    file = home / "demo" / "kizuna.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    site = read({key: value or "" for key, value in dotenv_values(file).items()}, "sqlite:///x")
    assert (site.demo, site.url) == (True, "http://127.0.0.1:8199")
    assert site.database_url == f"sqlite:///{home / 'demo' / 'kizuna.sqlite3'}"


def test_a_demo_that_is_there_is_not_made_again(home: Path, made: Any) -> None:
    cli.main(["demo", "--prepare"])
    keys = dotenv_values(home / "demo" / "kizuna.env")["KIZUNA_SECRET_KEYS"]
    cli.main(["demo", "--prepare"])
    assert len(made) == 2
    cli.main(["demo", "--prepare", "--fresh"])
    assert len(made) == 4
    assert dotenv_values(home / "demo" / "kizuna.env")["KIZUNA_SECRET_KEYS"] != keys


def test_a_demo_that_cannot_be_made_leaves_the_old_one(
    home: Path, made: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["demo", "--prepare"])
    before = (home / "demo" / "kizuna.env").read_text()
    monkeypatch.setattr(demo, "kizuna", lambda *words, **settings: int(words[0] == "town"))
    assert cli.main(["demo", "--prepare", "--fresh"]) == 2
    assert "could not be made" in capsys.readouterr().err
    assert (home / "demo" / "kizuna.env").read_text() == before


def test_a_demo_of_an_early_version_is_made_anew_with_a_sentence(
    home: Path, made: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["demo", "--prepare"])
    keys = dotenv_values(home / "demo" / "kizuna.env")["KIZUNA_SECRET_KEYS"]
    (home / "demo" / "made-for").write_text("another version")
    cli.main(["demo", "--prepare"])  # upgrading is enough
    assert dotenv_values(home / "demo" / "kizuna.env")["KIZUNA_SECRET_KEYS"] == keys
    (home / "demo" / "made-for").write_text("another version")
    part = str(home / "demo.part")
    monkeypatch.setattr(demo, "kizuna", lambda *words, **settings: int(settings["KIZUNA_HOME"] != part))
    assert cli.main(["demo", "--prepare"]) == 0
    assert "the town is made anew" in capsys.readouterr().out
    assert dotenv_values(home / "demo" / "kizuna.env")["KIZUNA_SECRET_KEYS"] != keys


def test_a_demo_becomes_the_server_with_its_own_settings(
    home: Path, made: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[tuple[list[str], dict[str, str]]] = []

    def become(program: str, line: list[str], settings: dict[str, str]) -> int:
        started.append((line, settings))
        return 0

    monkeypatch.setattr("kizuna.web.commands.demo.os.execve", become)
    assert cli.main(["demo", "--port", "8199"]) == 0
    ((line, settings),) = started
    assert line[-3:] == ["serve", "--port", "8199"]
    assert (settings["KIZUNA_HOME"], settings["KIZUNA_SETTINGS"]) == (str(home / "demo"), "")
    assert "http://127.0.0.1:8199" in capsys.readouterr().out


# the program


@pytest.mark.django_db
def test_what_a_command_writes_is_for_its_owner(settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.STATIC_ROOT = tmp_path / "home", tmp_path / "home" / "static"
    assert cli.main(["upgrade"]) == 0
    assert stat.S_IMODE(settings.HOME.stat().st_mode) == 0o700


@pytest.mark.django_db
def test_a_command_that_is_stopped_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stops(*words: str, **settings: str) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("kizuna.web.commands.check.look_after", stops)
    assert cli.main(["check"]) == 130
    assert "Stopped" in capsys.readouterr().err


def test_a_command_that_needs_settings_is_refused_without_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "_set_up", lambda: "KIZUNA_URL must be an address to type.")
    assert cli.main(["check"]) == 2
    assert "KIZUNA_URL must be an address to type." in capsys.readouterr().err


def test_what_is_wrong_in_the_file_is_said_and_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """`kizuna --help` and `kizuna init` work all the same, and the others say the sentence."""
    read_from: list[str | None] = []

    def setup() -> None:
        read_from.append(os.environ.get("KIZUNA_SETTINGS"))
        if len(read_from) == 1:
            raise ImproperlyConfigured("KIZUNA_TIEM_ZONE is no setting.")

    monkeypatch.setattr("django.setup", setup)
    monkeypatch.setattr(os, "environ", {"KIZUNA_SETTINGS": "/srv/kizuna.env", "KIZUNA_DEMO": "perhaps"})
    assert cli._set_up() == "KIZUNA_TIEM_ZONE is no setting."
    assert read_from == ["/srv/kizuna.env", os.devnull]
    assert "KIZUNA_DEMO" not in os.environ
