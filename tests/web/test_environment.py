"""Settings are read once; a wrong one is a sentence that names it."""

from pathlib import Path

import pytest

from kizuna.web.environment import WrongSetting, read
from kizuna.web.files import organisations_in

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
    ],
)
def test_a_wrong_setting_is_named(name, value):
    with pytest.raises(WrongSetting, match=name):
        read({**KEYS, name: value}, "sqlite:///x.sqlite3")


@pytest.mark.parametrize("url", ["https://kizuna.example.org", "http://192.168.1.4:8000"])
def test_the_demo_runs_nowhere_but_on_this_machine(url):
    with pytest.raises(WrongSetting, match="KIZUNA_DEMO"):
        read({**KEYS, "KIZUNA_DEMO": "yes", "KIZUNA_URL": url}, "sqlite:///x.sqlite3")
    assert read({**KEYS, "KIZUNA_DEMO": "yes"}, "sqlite:///x.sqlite3").demo


def test_mail_by_url():
    mail = read({**KEYS, "KIZUNA_EMAIL_URL": "smtp+tls://ana:s3cret@mail.example.org"}, "sqlite:///x").mail
    assert (mail.host, mail.port, mail.user, mail.password, mail.tls, mail.ssl) == (
        "mail.example.org",
        587,
        "ana",
        "s3cret",
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
