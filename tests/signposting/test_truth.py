"""In a town where it is known who is helped by what, the first five hold something that helps."""

import random

from kizuna.signposting.columns import table
from kizuna.signposting.matching import rank
from tests.signposting import truth

PLACES, PEOPLE = 1500, 250


def town(seed: int, unknown: float):
    """Places as they are, by id, and the columns of what is listed of them."""
    rng = random.Random(seed)
    places = {one.id: one for one in (truth.place(rng, n) for n in range(PLACES))}
    return places, table(truth.listing(one, rng, unknown) for one in places.values()), rng


def missed(seed: int, unknown: float) -> tuple[int, int]:
    """For how many people something helps, and in how many of those cases it is not among the first five."""
    places, listed, rng = town(seed, unknown)
    cases = wrong = 0
    for who in (truth.somebody(rng) for _ in range(PEOPLE)):
        if any(truth.helps(one, who) for one in places.values()):
            cases += 1
            first = rank(who.needs, truth.facts(who), listed, now=truth.NOW)[:5]
            wrong += not any(truth.helps(places[one.option.id], who) for one in first)
    return cases, wrong


def test_whoever_can_be_helped_is_helped_by_one_of_the_first_five():
    cases, wrong = missed(seed=7, unknown=0.0)
    assert cases > 0.6 * PEOPLE
    assert wrong == 0


def test_also_when_the_directory_knows_less_than_there_is_to_know():
    cases, wrong = missed(seed=8, unknown=0.1)
    assert cases > 0.6 * PEOPLE
    assert wrong <= 0.01 * cases


def test_no_suggestion_breaks_a_hard_rule():
    _, listed, rng = town(seed=9, unknown=0.2)
    looked_at = 0
    for who in (truth.somebody(rng) for _ in range(PEOPLE)):
        told = truth.silent(truth.facts(who), rng)
        found = rank(who.needs, told, listed, now=truth.NOW).options(PLACES)
        looked_at += len(found)
        assert [one.id for one in found if truth.broken(one, told, who.needs)] == []
    assert looked_at > 10_000
