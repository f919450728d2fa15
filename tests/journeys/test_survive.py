"""SIGKILL of web, worker, writers and PostgreSQL while everybody works: nothing lost, nothing doubled."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import ON_POSTGRES
from tests.journeys.surviving import day
from tests.postgres import own_cluster
from tests.running import Site, mailbox

pytestmark = pytest.mark.kill


def test_ten_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    with ExitStack() as stack:
        mail = stack.enter_context(mailbox())
        cluster = stack.enter_context(own_cluster()) if ON_POSTGRES else None
        site = Site(tmp_path / "site", database=cluster.url if cluster else "", mail=mail.url)
        site.make_demo(people=60)
        found = day(site, mail, kills=10, tasks=30, seed=4, rate=8, gap=0.5, cluster=cluster)
    assert found["lost_or_doubled"] == []
    assert found["tasks_waiting"] == found["tasks_running"] == found["messages_waiting"] == 0
    assert sum(found["died"].values()) >= 9
    assert found["tasks_done"] > 30
