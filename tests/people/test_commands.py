"""`kizuna account add` and `kizuna duty add`."""

import re

import pytest

from kizuna.cli import main
from kizuna.people.models import Account
from kizuna.people.queries import accounts, rota
from tests.conftest import NOW
from tests.people.town import HOUSE, Town

SHIFT = ("--area", "North", "--from", "2999-01-01T09:00", "--until", "2999-01-01T17:00")


def test_an_account_is_added_and_put_on_duty(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    new = ("account", "add", "Ivo@example.org", "--role", "worker", "--name", "Ivo", "--area", "North")
    assert main(new) == 0
    said = capsys.readouterr().out
    found = next(each for each in accounts(HOUSE) if each.email == "ivo@example.org")
    assert found.areas == (str(town.north),) and found.name == "Ivo"
    password = re.search(r"only now: (\S+)", said)
    assert password and Account.objects.get(pk=found.id).check_password(password[1])
    assert main(("duty", "add", "ivo@example.org", *SHIFT)) == 0
    assert "Ivo@example.org".lower() in capsys.readouterr().out
    assert [duty.account for duty in rota(HOUSE, NOW)] == [found.id]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("account", "add", "worker-n@example.org", "--role", "worker"), "already an account"),
        (("account", "add", "x@example.org", "--role", "worker", "--area", "Nowhere"), "Linden Bay, North"),
        (("duty", "add", "nobody@example.org", *SHIFT), "Nobody has the address"),
        (("duty", "add", "worker-n@example.org", *SHIFT[:3], "soon", *SHIFT[4:]), "'soon' is not a time"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    town: Town, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    before = Account.objects.count()
    assert main(words) == 2
    assert said in capsys.readouterr().err
    assert Account.objects.count() == before
