"""SIGKILL of the real processes while people walk the path: nothing accepted is lost, nothing is doubled."""

import random
import time
from pathlib import Path

import pytest

from tests.journeys.killing import DANGERS, People, kill, kills, lost_and_doubled, rows, settle
from tests.journeys.texters import WORRIES, Texters, all_read, texts_lost_and_doubled
from tests.running import Site, database_of_its_own, mailbox

pytestmark = pytest.mark.kill

KILLS = 10
SEED = 211


def test_ten_kills_on_the_path_lose_and_double_nothing(tmp_path: Path):
    rng = random.Random(SEED)
    with mailbox() as mail, database_of_its_own() as database:
        site = Site(tmp_path / "site", database=database, mail=mail.url)
        site.make_demo(people=60)
        texters = Texters(site, SEED, number=1, pause=0.5)
        site.start("--workers", "2")
        try:
            with rows(site) as ask:
                settle(ask)
                before, worries = ask(DANGERS)[0][0], ask(WORRIES)[0][0]
                people = People(site, mail, SEED)
                people.start()
                texters.start()
                people.until(more=3, seconds=20)
                died = 0
                for victim in kills(KILLS, rng):
                    people.until(more=1, seconds=5)
                    time.sleep(rng.uniform(0.0, 1.2))
                    died += kill(site, victim, rng)
                texters.finish()
                people.finish()
                assert people.told.errors + texters.told.errors == []
                assert all_read(ask) == 0
                assert settle(ask) == {"tasks running": 0, "messages waiting": 0}
                assert lost_and_doubled(ask, people, before) == []
                assert texts_lost_and_doubled(ask, texters.told, mail, worries) == []
            assert died >= KILLS
            assert people.told.again, "nobody noticed a kill: they came too late"
            assert people.accepted() >= KILLS
            assert any(people.told.reached.values())
            assert people.told.referrals
            assert people.told.steps
            assert texters.told.dangers
            assert texters.told.rounds
        finally:
            site.stop()
