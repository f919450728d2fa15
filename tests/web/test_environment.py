"""Settings are read once; a wrong one is a sentence that names it."""

import re
from pathlib import Path

import pytest

from kizuna.web.environment import NAMES, read
from kizuna.web.files import organisations_in
from kizuna.web.setting_text import WrongSetting, misspelt
from tests.house.tree import REPOSITORY

KEYS = {"KIZUNA_SECRET_KEYS": "k" * 40}


def test_only_keys_are_needed():
    found = read(KEYS, "sqlite:///x.sqlite3")
    assert (found.url, found.mail.kind, found.demo, found.languages) == (
        "http://127.0.0.1:8000",
        "console",
        False,
        ("en", "es", "ar"),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KIZUNA_SECRET_KEYS", ""),
        ("KIZUNA_SECRET_KEYS", "short"),
        ("KIZUNA_URL", "kizuna.example.org"),
        ("KIZUNA_URL", "ftp://kizuna.example.org"),
        ("KIZUNA_EMAIL_URL", "mail.example.org"),
        ("KIZUNA_TIME_ZONE", "Lisbon"),
        ("KIZUNA_LANGUAGES", "en,klingon"),
        ("KIZUNA_LANGUAGES", ""),
        ("KIZUNA_DEMO", "perhaps"),
        ("DATABASE_URL", "mysql://nowhere"),
        ("KIZUNA_EXIT_URL", "javascript:alert(1)"),
        ("KIZUNA_URL", "http://[::1"),
        ("KIZUNA_URL", "http://x:99999"),
        ("KIZUNA_URL", "https://x y.org"),
        ("KIZUNA_URL", "https://x\n.org"),
        ("KIZUNA_URL", "https://ana:secret@x.org"),
        ("KIZUNA_URL", "https://x.org/kizuna"),
        ("KIZUNA_URL", "https://село.рф"),
        ("KIZUNA_EMAIL_URL", "smtp://h:99999"),
        ("KIZUNA_EMAIL_URL", "smtp://["),
        ("KIZUNA_EMAIL_URL", "file:folder"),
        ("DATABASE_URL", "postgres://["),
        ("DATABASE_URL", "postgres://h:99999/name"),
        ("DATABASE_URL", "postgres://h"),
        ("DATABASE_URL", "sqlite:///"),
        ("KIZUNA_COUNTRY", "Portugal"),
        ("KIZUNA_COUNTRY", "XX"),
        ("KIZUNA_COUNTRY", ""),
        ("KIZUNA_REGION", "California"),
        ("KIZUNA_SITE_NAME", "Linden\nBcc: a@example.org"),
        ("KIZUNA_ORGANISATION", "x" * 81),
        ("KIZUNA_EMAIL_FROM", "nobody"),
        ("KIZUNA_EMAIL_FROM", "a@example.org\nBcc: b@example.org"),
        ("KIZUNA_EMAIL_FROM", "a@example.org,b@example.org"),
        ("KIZUNA_LEDGER_ANCHORS", "ledger.txt"),
        ("KIZUNA_MAP_TILES_URL", "https://x; script-src *//{z}/{x}/{y}"),
    ],
)
def test_a_wrong_setting_is_named(name, value):
    with pytest.raises(WrongSetting, match=name):
        read({**KEYS, name: value}, "sqlite:///x.sqlite3")


def test_settings_are_taken_as_they_are_meant():
    given = {
        "KIZUNA_URL": "HTTPS://Kizuna.Example.org:8443/",
        "KIZUNA_COUNTRY": "pt ",
        "KIZUNA_REGION": "11",
        "KIZUNA_LANGUAGES": "es,en,es",
        "KIZUNA_SITE_NAME": "",
        "KIZUNA_EMAIL_FROM": "Linden Bay <help@example.org>",
        "DATABASE_URL": "postgres://u:p%40ss@%2Frun%2Fpostgresql/kizuna",
    }
    found = read({**KEYS, **given}, "sqlite:///x.sqlite3")
    assert (found.url, found.secure, found.country) == ("https://kizuna.example.org:8443", True, "PT")
    assert (found.assumed, read(KEYS, "sqlite:///x").assumed[1:]) == (
        ("KIZUNA_TIME_ZONE",),
        ("KIZUNA_COUNTRY",),
    )
    assert (found.languages, found.site_name) == (("es", "en"), "Kizuna")


def test_a_misspelt_name_is_said():
    with pytest.raises(WrongSetting, match=r"KIZUNA_TIEM_ZONE.* Did you mean KIZUNA_TIME_ZONE"):
        misspelt(["KIZUNA_TIEM_ZONE"], [], NAMES)
    with pytest.raises(WrongSetting, match="KIZUNA_LANGUAGE"):
        misspelt([], ["KIZUNA_LANGUAGE"], NAMES)
    with pytest.raises(WrongSetting, match=r"KIZUNA_COLOUR.* docs/settings\.md"):
        misspelt(["KIZUNA_COLOUR"], [], NAMES)
    # What a container puts there by itself for a program of this name.
    misspelt(["DATABASE_URL", *NAMES], ["KIZUNA_SERVICE_HOST", "KIZUNA_PORT_8000_TCP", "PATH"], NAMES)


def test_every_name_in_the_document_is_known():
    text = (REPOSITORY / "docs" / "settings.md").read_text()
    assert set(re.findall(r"^\| `(KIZUNA_\w+)`", text, re.MULTILINE)) == NAMES


@pytest.mark.parametrize("url", ["https://kizuna.example.org", "http://192.168.1.4:8000"])
def test_the_demo_runs_nowhere_but_on_this_machine(url):
    with pytest.raises(WrongSetting, match="KIZUNA_DEMO"):
        read({**KEYS, "KIZUNA_DEMO": "yes", "KIZUNA_URL": url}, "sqlite:///x.sqlite3")
    assert read({**KEYS, "KIZUNA_DEMO": "yes"}, "sqlite:///x.sqlite3").demo


def test_mail_by_url():
    mail = read({**KEYS, "KIZUNA_EMAIL_URL": "smtp+tls://ana:s3cr%40t@mail.example.org"}, "sqlite:///x").mail
    assert (mail.host, mail.port, mail.user, mail.password, mail.tls, mail.ssl) == (
        "mail.example.org",
        587,
        "ana",
        "s3cr@t",
        True,
        False,
    )


def test_a_file_of_organisations_is_read_or_said_to_be_wrong(tmp_path: Path) -> None:
    file = tmp_path / "organisations.toml"
    assert organisations_in("") == ()
    with pytest.raises(WrongSetting, match="KIZUNA_OIDC_FILE"):
        organisations_in(str(file))
    file.write_text("[county]\nname = 'X'\n")
    file.chmod(0o644)
    with pytest.raises(WrongSetting, match="chmod 600"):
        organisations_in(str(file))
    file.chmod(0o600)
    with pytest.raises(WrongSetting, match="needs issuer"):
        organisations_in(str(file))
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(WrongSetting, match="cannot be read"):
        organisations_in(str(file))
