"""What `kizuna check` says: each finding that is not fine names a way out."""

import pytest

from kizuna.access.small_numbers import SMALLEST
from kizuna.web import findings
from kizuna.web.town_figures import component, counted

BAD = [
    findings.crisis_numbers("No crisis numbers are set."),
    findings.duty(False),
    findings.link_workers(["Linden Bay"]),
    findings.many_looks({"worker:7": 240}),
    findings.database("sqlite", 3),
    findings.worker(late=True, dead=0),
    findings.worker(late=False, dead=2),
    findings.messages(unknown=1, failed=0),
    findings.address("http://kizuna.example.org", False),
    findings.whereabouts(["KIZUNA_TIME_ZONE"], "UTC", "PT"),
    findings.mail("console", False),
    findings.demo(True),
    findings.private_files(["/srv/kizuna.env"]),
]
GOOD = [
    findings.crisis_numbers(None),
    findings.duty(True),
    findings.link_workers([]),
    findings.many_looks({}),
    findings.database("sqlite", 0),
    findings.worker(late=False, dead=0),
    findings.messages(unknown=0, failed=0),
    findings.address("https://kizuna.example.org", True),
    findings.whereabouts([], "Europe/Lisbon", "PT"),
    findings.mail("smtp", False),
    findings.demo(False),
    findings.keys(1),
    findings.private_files([]),
]


@pytest.mark.parametrize("found", BAD, ids=lambda f: f.code)
def test_what_is_wrong_has_a_way_out(found):
    assert found.level in {"warn", "fail"}
    assert found.way_out


@pytest.mark.parametrize("found", GOOD, ids=lambda f: f.code)
def test_what_is_well_is_well(found):
    assert found.level == "ok"


@pytest.mark.parametrize("n", [1, SMALLEST - 1])
def test_few_people_are_hidden(n):
    assert counted("referrals_open", n).hidden
    assert counted("referrals_open", n).n is None


@pytest.mark.parametrize("n", [0, SMALLEST, 500])
def test_none_and_many_are_shown(n):
    assert counted("referrals_open", n).n == n


def test_things_that_are_not_people_are_shown():
    assert counted("groups", 3).n == 3


def test_a_component_without_data_is_a_gap():
    assert component("communication", {}).gap
    assert not component("organisations", {"services": 0}).gap
