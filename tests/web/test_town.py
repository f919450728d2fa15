"""The invented town: one seed, one town; what happens in it is possible."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from kizuna.access.viewer import STRANGER
from kizuna.directory.needs import BY_CODE
from kizuna.directory.package import read
from kizuna.instruments.queries import instrument
from kizuna.referrals.pathway import BOTH, START, check_step
from kizuna.web.town import loading
from kizuna.web.town.life import WEEKS, Town, _elsewhere, live
from kizuna.web.town.organisations import groups, organisations, services
from kizuna.web.town.package import package
from kizuna.web.town.residents import NEIGHBOURHOODS, residents

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def invent(seed=1, people=600):
    found = organisations(Random(seed + 1))
    town = Town(
        people=list(residents(Random(seed), people, year=2026)),
        organisations={o.code: o for o in found},
        services=services(Random(seed + 2), found),
        groups=groups(Random(seed + 3)),
        areas={n.code: f"area-{n.code}" for n in NEIGHBOURHOODS},
        needs_of=loading.needs_of,
        start=(NOW - timedelta(weeks=WEEKS)).replace(hour=0),
        now=NOW,
    )
    live(town, Random(seed + 4))
    return town


@pytest.fixture(scope="module")
def town():
    return invent()


def test_one_seed_one_town(town):
    assert invent().life == town.life
    assert invent(seed=2).life != town.life


def test_as_many_as_the_issue_names(town):
    assert (len(town.people), len(town.organisations), len(town.services), len(town.groups)) == (
        600,
        40,
        150,
        60,
    )
    assert {s.organisation for s in town.services} == set(town.organisations)


def test_every_need_is_a_known_one(town):
    named = {need for option in (*town.services, *town.groups) for need in option.needs}
    assert named <= set(BY_CODE)


def test_answers_are_answers_of_the_check_up(town):
    items = {item.id: item for item in instrument(STRANGER, "check-up").items}
    for check_up in town.life.check_ups:
        for code, value in check_up.answers.items():
            if items[code].kind in {"one", "many"}:
                for picked in value if isinstance(value, list) else [value]:
                    assert items[code].choice(picked), (code, picked)


def test_referrals_walk_the_pathway_in_time(town):
    for referral in town.life.referrals:
        before, at = START, referral.at
        for step in ("requested", *(s.to for s in referral.steps)):
            reason = next((s.reason for s in referral.steps if s.to == step), "")
            check_step(before, step, sides=BOTH, reason=reason)
            before = step
        times = [at, *(s.at for s in referral.steps)]
        assert times == sorted(times)
        assert times[-1] <= NOW


def test_nobody_is_asked_at_a_time_that_is_still_to_come():
    small, steps = invent(people=60), []
    before = len(small.life.referrals)
    for minutes, more in ((30, 0), (90, 1)):
        given_up = small.now - timedelta(minutes=minutes)
        _elsewhere(small, Random(1), small.people[0], "food", steps, given_up)
        assert len(small.life.referrals) == before + more


def test_outcomes_follow_from_people():
    """Whoever is low comes less often; slow organisations leave referrals without an answer."""
    town = invent(people=4000)
    low = {who.number for who in town.people if who.low > 0.5}
    came = Counter((visit.resident in low, visit.came) for visit in town.life.visits)
    rate = {
        is_low: came[is_low, True] / (came[is_low, True] + came[is_low, False]) for is_low in (True, False)
    }
    assert rate[True] < rate[False]


def test_no_name_of_a_real_place_or_person_is_needed(town):
    assert all(who.email.endswith("@linden.example") for who in town.people)


def test_the_package_is_read_without_a_refusal(town):
    tables = package(list(town.organisations.values()), town.services, today=NOW.date())
    found = read(tables, source="linden-bay")
    assert not [f for f in found.findings if f.fate == "refused"]
    assert len(found.records["service"]) == 150


def test_nobody_unreached_leaves_a_trace(town):
    reached = {c.number for c in town.life.check_ups if c.reached}
    assert len(list(loading.check_ups(town, "worker"))) == len(reached) < len(town.life.check_ups)
