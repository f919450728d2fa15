"""SIGKILL of web and worker while programs refer and answer by FHIR: nothing is lost, no step is doubled."""

from pathlib import Path

import pytest

from tests.journeys.referring import day
from tests.running import Site, database_of_its_own, mailbox

pytestmark = pytest.mark.kill


def test_ten_kills_over_referrals_lose_and_double_nothing(tmp_path: Path) -> None:
    with mailbox() as mail, database_of_its_own() as database:
        site = Site(tmp_path / "site", database=database, mail=mail.url)
        site.make_demo(people=60)
        found = day(site, mail, kills_wanted=10, referrals=60, seed=307, desks=2)
    assert found["broken_promises"] == []
    assert found["referrals"] == 60
    assert sum(found["died"].values()) == 10
    assert found["requests_sent_again"] > 0, "nobody noticed a kill: they came too late"
    assert (found["tasks_running"], found["messages_waiting"]) == (0, 0)
