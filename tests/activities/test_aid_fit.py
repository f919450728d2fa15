"""Who suits whom: hard rules, parts that add up, true reasons, and sharing out as well as can be."""

from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.activities.aid import BY_KIND, KINDS, RISKS, TIMES, risks_of
from kizuna.activities.aid_fit import PARTS, AskFacts, Between, Facts, OfferFacts, fits, reasons, scores
from kizuna.activities.aid_sharing import costs, share, shared, unmet_costs
from kizuna.directory.needs import BY_CODE

ASK = AskFacts(
    "ask", "ana", "lift", "hill", 52.0, 4.0, frozenset({"day"}), frozenset({"en"}), frozenset({"child"})
)
OFFER = OfferFacts(
    *("offer", "bo", frozenset({"lift"}), "hill", 52.0, 4.0),
    times=frozenset({"day", "evening"}),
    languages=frozenset({"en", "pt"}),
    checks=frozenset({"child"}),
)


def facts(ask: AskFacts = ASK, offer: OfferFacts = OFFER, **between: Any) -> Facts:
    return Facts([ask], [offer], Between(**{name: frozenset({pair}) for name, pair in between.items()}))


def suits(found: Facts) -> bool:
    return len(fits(found).ask) == 1


@pytest.mark.parametrize(
    ("ask", "offer", "between"),
    [
        ({"kind": "pets"}, {}, {}),
        ({"who": "bo"}, {}, {}),
        ({"area": "far", "lat": 52.2}, {}, {}),
        ({"times": frozenset({"weekend"})}, {}, {}),
        ({}, {"checks": frozenset()}, {}),
        ({}, {"checks": frozenset({"money", "medicine"})}, {}),
        ({}, {"room": 0}, {}),
        ({}, {}, {"apart": ("ana", "bo")}),
        ({}, {}, {"tried": ("ask", "bo")}),
        ({}, {}, {"failed": ("ana", "bo")}),
    ],
)
def test_each_hard_rule_leaves_out_and_nothing_else_does(ask: Any, offer: Any, between: Any) -> None:
    assert suits(facts())
    assert not suits(facts(replace(ASK, **ask), replace(OFFER, **offer), **between))


def test_what_nobody_said_forbids_nothing_and_is_told_as_unknown() -> None:
    ask = replace(ASK, times=frozenset(), languages=frozenset())
    found = facts(ask)
    assert suits(found)
    assert {one.part for one in reasons(found, 0, 0) if not one.known} == {"time", "language"}


def test_what_goes_by_telephone_knows_no_distance() -> None:
    ask = replace(ASK, kind="call", lat=-40.0, area="far", risks=frozenset())
    offer = replace(OFFER, kinds=frozenset({"call"}))
    assert suits(facts(ask, offer))
    assert "phone" in reasons(facts(ask, offer), 0, 0)[0].text


@pytest.mark.parametrize(
    ("part", "ask", "offer", "between"),
    [
        ("place", {"area": "next", "lat": 52.02}, {}, {}),
        ("place", {"area": "next", "lat": 52.04}, {}, {}),
        ("place", {"area": "next", "lat": 52.07}, {}, {}),
        ("time", {"times": frozenset()}, {}, {}),
        ("language", {"languages": frozenset({"uk"})}, {}, {}),
        ("language", {}, {"languages": frozenset()}, {}),
        ("before", {}, {}, {"before": ("ana", "bo")}),
        ("checked", {"risks": frozenset()}, {}, {}),
        ("thanks", {}, {"thanked": 1}, {}),
        ("thanks", {}, {"thanked": 3}, {}),
        ("load", {}, {"helping": 1}, {}),
        ("load", {}, {"helping": 2}, {}),
    ],
)
def test_a_changed_fact_flips_its_own_reason_and_no_other(
    part: str, ask: Any, offer: Any, between: Any
) -> None:
    before = {one.part: one for one in reasons(facts(), 0, 0)}
    other = facts(replace(ASK, **ask), replace(OFFER, **offer), **between)
    after = {one.part: one for one in reasons(other, 0, 0)}
    assert before.get(part) != after.get(part)
    assert {k: v for k, v in before.items() if k != part} == {k: v for k, v in after.items() if k != part}


def _sets(codes: Any) -> Any:
    return st.frozensets(st.sampled_from(sorted(codes)), max_size=2)


_KINDS = [kind.code for kind in KINDS]
asks = st.builds(
    AskFacts,
    id=st.uuids().map(str),
    who=st.sampled_from("abcdef"),
    kind=st.sampled_from(_KINDS),
    area=st.sampled_from(["hill", "shore"]),
    lat=st.floats(51.9, 52.1),
    lon=st.floats(3.9, 4.1),
    times=_sets(TIMES),
    languages=_sets({"en", "pt", "uk"}),
    risks=_sets(RISKS),
    days=st.integers(0, 90),
)
offers = st.builds(
    OfferFacts,
    id=st.uuids().map(str),
    who=st.sampled_from("abcdef"),
    kinds=st.frozensets(st.sampled_from(_KINDS), min_size=4),
    area=st.sampled_from(["hill", "shore"]),
    lat=st.floats(51.9, 52.1),
    lon=st.floats(3.9, 4.1),
    far_km=st.sampled_from([2.0, 8.0, 40.0]),
    times=_sets(TIMES),
    languages=_sets({"en", "pt", "uk"}),
    checks=st.frozensets(st.sampled_from(sorted(RISKS))),
    room=st.integers(0, 3),
    helping=st.integers(0, 3),
    thanked=st.integers(0, 5),
)
pairs = st.frozensets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=4)


@given(
    st.lists(asks, min_size=1, max_size=8, unique_by=lambda one: one.id),
    st.lists(offers, min_size=1, max_size=8, unique_by=lambda one: one.id),
    st.builds(Between, apart=pairs, failed=pairs, before=pairs),
    st.integers(0, 3),
)
def test_what_is_shared_out_keeps_every_rule_and_every_limit(asked, offered, between, most):
    found = Facts(asked, offered, between)
    good = fits(found)
    limits = dict.fromkeys("abcdef", most)
    given = shared(found, good, limits)
    for ask, offer in given.items():
        one, other = asked[ask], offered[offer]
        assert one.kind in other.kinds
        assert risks_of(one.kind, tuple(one.risks)) <= other.checks
        assert one.who != other.who
        assert (one.who, other.who) not in between.apart | between.failed
        assert not one.times or not other.times or one.times & other.times
    taken = list(given.values())
    assert all(taken.count(n) <= one.room for n, one in enumerate(offered))
    assert all(sum(offered[n].who == who for n in taken) <= most for who in "abcdef")
    summed = [
        sum(one.points for one in reasons(found, a, b)) for a, b in zip(good.ask, good.offer, strict=True)
    ]
    assert summed == good.score.tolist() == [int(x) for x in scores(found, good.ask, good.offer)]


def _best_by_trying(ask, offer, cost, room, left, groups):
    """The least cost of all ways to share out."""
    by = {n: [(None, int(left[n]))] for n in range(len(left))}
    for a, b, c in zip(ask, offer, cost, strict=True):
        by[a].append((b, int(c)))
    best = None
    for way in product(*by.values()):
        taken = [b for b, _ in way if b is not None]
        fair = all(taken.count(b) <= room[b] for b in set(taken))
        fair = fair and all(sum(b in some for b in taken) <= most for some, most in groups)
        if fair and (best is None or sum(c for _, c in way) < best):
            best = sum(c for _, c in way)
    return best


@pytest.mark.parametrize("seed", range(60))
def test_it_is_as_good_as_trying_every_way(seed: int) -> None:
    chance = Random(seed)
    n, m = chance.randint(1, 5), chance.randint(1, 5)
    edges = [(a, b) for a in range(n) for b in range(m) if chance.random() < 0.6]
    if not edges:
        return
    ask, offer = (np.array(side) for side in zip(*edges, strict=True))
    cost = np.array([chance.randint(1, 9) for _ in edges])
    room = np.array([chance.randint(0, 2) for _ in range(m)])
    left = unmet_costs([chance.randint(0, 70) for _ in range(n)], 9)
    groups = [(list(range(m // 2)), chance.randint(0, 2)), (list(range(m // 2, m)), chance.randint(0, 3))]
    given = share(ask, offer, cost, room, left, groups)
    price = {(a, b): c for a, b, c in zip(ask, offer, cost, strict=True)}
    spent = sum(price[pair] for pair in given.items()) + sum(left[a] for a in range(n) if a not in given)
    assert spent == _best_by_trying(ask, offer, cost, room, left, groups)


def test_who_waited_longer_comes_first_where_all_else_is_equal() -> None:
    two = [replace(ASK, id=f"ask {days}", who=f"w{days}", days=days) for days in (3, 40, 9)]
    found = Facts(two, [OFFER], Between())
    assert shared(found, fits(found)) == {1: 0}


def test_nothing_is_shared_out_where_nothing_suits() -> None:
    assert shared(facts(replace(ASK, kind="pets")), fits(facts(replace(ASK, kind="pets")))) == {}


def test_every_kind_meets_a_need_and_every_part_has_words() -> None:
    assert all(kind.need in BY_CODE and kind.risks <= set(RISKS) for kind in BY_KIND.values())
    assert all(any(case.text for case in cases) for cases in PARTS.values())
    assert (costs(fits(facts())) >= 1).all()
