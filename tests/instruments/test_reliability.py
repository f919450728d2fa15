import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.instruments.change import reliable_change
from kizuna.instruments.reliability import (
    TooLittle,
    alpha_of,
    item_rest_of,
    omega_of,
    one_factor,
    reliability,
    share,
)

NAMES = ("a", "b", "c", "d")


def people(rows: int, loads: tuple[float, ...], seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    known = rng.normal(size=(rows, 1)) @ np.array([loads])
    return known + rng.normal(size=(rows, len(loads)))


def test_alpha_of_a_matrix_worked_out_by_hand() -> None:
    # Three items of variance 2 that share 1: 3/2 × (1 − 6/12).
    assert alpha_of(np.full((3, 3), 1.0) + np.eye(3)) == pytest.approx(0.75)


@given(
    st.lists(st.floats(0.3, 2), min_size=3, max_size=6), st.lists(st.floats(0.3, 2), min_size=6, max_size=6)
)
@settings(max_examples=20)
def test_omega_finds_the_one_factor_that_made_a_matrix(loads: list[float], rest: list[float]) -> None:
    own = np.array(rest[: len(loads)])
    made = np.outer(loads, loads) + np.diag(own)
    found, left = one_factor(made, 1e-8)
    assert found == pytest.approx(loads, abs=1e-3)
    assert left == pytest.approx(own, abs=5e-3)
    assert omega_of(made, 1e-8) == pytest.approx(sum(loads) ** 2 / made.sum(), abs=1e-3)


def test_omega_equals_alpha_where_all_items_carry_the_same_and_exceeds_it_elsewhere() -> None:
    same = np.full((4, 4), 0.8) + np.diag([1, 2, 3, 4])
    assert omega_of(same) == pytest.approx(float(alpha_of(same)), abs=1e-6)
    uneven = np.outer([0.2, 1, 2, 0.5], [0.2, 1, 2, 0.5]) + np.eye(4)
    assert omega_of(uneven) > alpha_of(uneven)


def test_the_factor_is_a_maximum_of_likelihood() -> None:
    sample = np.cov(people(300, (1, 0.7, 1.4, 0.4)), rowvar=False)
    loads, rest = one_factor(sample)
    inverse = np.linalg.inv(np.outer(loads, loads) + np.diag(rest))
    slope = inverse @ (np.outer(loads, loads) + np.diag(rest) - sample) @ inverse
    assert np.abs(slope @ loads).max() < 1e-5
    assert np.abs(slope.diagonal()).max() < 1e-5


def test_many_matrices_at_once_give_what_each_gives_alone() -> None:
    many = np.stack([np.cov(people(80, (1, 1, 0.5, 2), seed), rowvar=False) for seed in range(5)])
    assert omega_of(many) == pytest.approx([float(omega_of(one)) for one in many], abs=1e-6)


def test_item_rest_is_the_correlation_with_the_sum_of_the_others() -> None:
    answers = people(50, (1, 0.5, 2, 1))
    expected = [
        np.corrcoef(answers[:, n], np.delete(answers, n, 1).sum(1))[0, 1] for n in range(answers.shape[1])
    ]
    assert item_rest_of(np.cov(answers, rowvar=False)) == pytest.approx(expected)


def test_a_whole_table_says_what_it_left_out_and_the_same_twice() -> None:
    answers = np.clip(np.round(people(120, (1, 1, 1, 1)) + 2), 0, 4)
    answers[:, 1] = 4 - answers[:, 1]
    answers[0, 0] = np.nan
    found = reliability(answers, NAMES, reverse=frozenset({"b"}), low=0, high=4, seed=5, resamples=200)
    again = reliability(answers, NAMES, reverse=frozenset({"b"}), low=0, high=4, seed=5, resamples=200)
    assert found == again
    assert (found.rows, found.left_out) == (119, 1)
    assert found.alpha.low < found.alpha.value < found.alpha.high
    assert found.omega.low < found.omega.value < found.omega.high
    assert all(item.correlation.low < item.correlation.value < item.correlation.high for item in found.items)
    forgotten = reliability(answers, NAMES, low=0, high=4, resamples=200)
    assert forgotten.alpha.value < found.alpha.value
    assert found.change == pytest.approx(
        1.96 * math.sqrt(2) * found.sd * math.sqrt(1 - found.alpha.value), rel=1e-4
    )


def test_floor_and_ceiling_are_shares_of_people_at_the_ends() -> None:
    answers = np.array(
        [[0, 0, 0], [0, 0, 0], [3, 3, 3], [1, 2, 1], [2, 2, 1], [1, 0, 2], [3, 2, 3], [1, 1, 0.0]]
    )
    found = reliability(answers, NAMES[:3], low=0, high=3, resamples=200)
    assert (found.floor.value, found.ceiling.value) == (0.25, 0.125)


def test_wilsons_interval_as_published() -> None:
    # Newcombe 1998: 81 of 263.
    found = share(81, 263)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)
    assert share(0, 20).low == 0
    assert share(20, 20).high == pytest.approx(1)


@pytest.mark.parametrize(
    ("answers", "names", "said"),
    [
        (np.zeros((9, 2)), NAMES[:2], "three items"),
        (np.zeros((3, 3)), NAMES[:3], "too few"),
        (np.zeros((9, 3)), NAMES[:3], "same answer to a, b, c"),
    ],
)
def test_too_little_is_said(answers: np.ndarray, names: tuple[str, ...], said: str) -> None:
    with pytest.raises(TooLittle, match=said):
        reliability(answers, names)


def test_reliable_change_as_published() -> None:
    # Jacobson and Truax 1991: before 47.5, after 32.5, s = 7.5, r = .80: the index is -3.16.
    found = reliable_change(47.5, 32.5, sd=7.5, reliability=0.8)
    assert (round(found.index, 2), found.verdict) == (-3.16, "lower")
    assert reliable_change(40, 45, sd=7.5, reliability=0.8).verdict == "not sure"
    assert reliable_change(40, 40 + found.needed, sd=7.5, reliability=0.8).verdict == "higher"
    for sd, kept in ((0, 0.8), (1, 1), (1, -0.1), (float("nan"), 0.5)):
        with pytest.raises(ValueError, match="standard deviation"):
            reliable_change(1, 2, sd=sd, reliability=kept)
