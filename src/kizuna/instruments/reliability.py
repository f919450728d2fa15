"""How well items hang together in a community's own answers: alpha, omega, item-rest, floor and ceiling.

Sources: Cronbach 1951 (alpha); McDonald 1999 (omega); Rubin and Thayer 1982 (the one-factor model by EM);
Wilson 1927 (intervals of shares); Efron 1979 (bootstrap, percentile intervals).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[Any]

RESAMPLES = 1000
WORK = 2_000_000_000
"""Products that resampling may cost; with very many rows there are fewer resamples, never under 100."""
ROUNDS = 5000
CLOSE = 1e-12
ROUGH = (1e-6, 300)
"""How close, and in how many rounds at most, each resample comes: its own chance is far larger."""


class TooLittle(ValueError):
    """There is not enough to go on; a sentence."""


@dataclass(frozen=True)
class Interval:
    """A figure with the range that is likely (by default in 95 of 100 such samples)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class ItemRest:
    """How an item goes with the sum of the others, and its mean."""

    item: str
    correlation: Interval
    mean: float
    alpha_without: float | None
    """Alpha of the others; None when only one other is left."""


@dataclass(frozen=True)
class Reliability:
    """What a table of answers says about its items. `rows` are complete ones; `left_out` had gaps."""

    rows: int
    left_out: int
    alpha: Interval
    omega: Interval
    items: tuple[ItemRest, ...]
    floor: Interval
    ceiling: Interval
    mean: float
    sd: float
    """Mean and standard deviation of the sum."""
    error: float
    """Standard error of measurement of the sum, with alpha."""
    change: float
    """The smallest change of the sum that is more than chance (95 %), with alpha."""
    low: float
    high: float
    resamples: int
    seed: int


def alpha_of(covariance: "Matrix") -> "Matrix":
    """Cronbach's alpha from covariances: of one matrix or of many, each k × k."""
    k = covariance.shape[-1]
    own = covariance.diagonal(axis1=-2, axis2=-1).sum(-1)
    whole = covariance.sum((-2, -1))
    alpha: Matrix = k / (k - 1) * (1 - own / whole)
    return alpha


def one_factor(covariance: "Matrix", close: float = CLOSE, rounds: int = ROUNDS) -> "tuple[Matrix, Matrix]":
    """Loadings and own variances of the one-factor model, by maximum likelihood (EM), for many matrices.

    Raises TooLittle for fewer than three items: two do not tell one factor from another.
    """
    import numpy as np

    k = covariance.shape[-1]
    if k < 3:
        raise TooLittle("Omega needs three items at least.")
    own = covariance.diagonal(axis1=-2, axis2=-1)
    values, vectors = np.linalg.eigh(covariance)
    loads = vectors[..., -1] * np.sqrt(values[..., -1:]) * 0.9
    loads = loads * np.sign(loads.sum(-1, keepdims=True) + 1e-300)
    rest = np.maximum(own - loads**2, own * 0.05)
    for _ in range(rounds):
        scaled = loads / rest
        beta = scaled / (1 + (loads * scaled).sum(-1, keepdims=True))
        seen = (covariance @ beta[..., None])[..., 0]
        spread = 1 - (beta * loads).sum(-1, keepdims=True) + (beta * seen).sum(-1, keepdims=True)
        new = seen / spread
        # An item that the factor explains wholly would have no variance of its own: it keeps a trace.
        rest = np.maximum(own - new * seen, own * 1e-6)
        step = np.abs(new - loads).max() if new.size else 0.0
        loads = new
        if step < close * np.sqrt(own.max()):
            break
    return loads, rest


def omega_of(covariance: "Matrix", close: float = CLOSE, rounds: int = ROUNDS) -> "Matrix":
    """McDonald's omega (total, one factor) from covariances, one or many."""
    loads, rest = one_factor(covariance, close, rounds)
    common = loads.sum(-1) ** 2
    omega: Matrix = common / (common + rest.sum(-1))
    return omega


def item_rest_of(covariance: "Matrix") -> "Matrix":
    """The correlation of each item with the sum of the others."""
    import numpy as np

    own = covariance.diagonal(axis1=-2, axis2=-1)
    with_all = covariance.sum(-1)
    rest = covariance.sum((-2, -1))[..., None] - 2 * with_all + own
    together: Matrix = (with_all - own) / np.sqrt(own * rest)
    return together


def share(count: int, of: int, sure: float = 0.95) -> Interval:
    """A share with Wilson's interval."""
    z = NormalDist().inv_cdf(0.5 + sure / 2)
    part = count / of
    middle = (part + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * ((part * (1 - part) / of + z * z / (4 * of * of)) ** 0.5)
    return Interval(part, max(0.0, middle - half), min(1.0, middle + half))


def _resampled(answers: "Matrix", seed: int, resamples: int) -> "Matrix":
    """Covariances of samples drawn anew from the same people."""
    import numpy as np

    rows, k = answers.shape
    times = int(min(resamples, max(100, WORK // (rows * k * k))))
    rng = np.random.default_rng(seed)
    found = np.empty((times, k, k))
    for n in range(times):
        found[n] = np.cov(answers[rng.integers(0, rows, rows)], rowvar=False)
    # A sample in which an item never varies says nothing.
    alive = (found.diagonal(axis1=1, axis2=2) > 0).all(1) & (found.sum((1, 2)) > 0)
    kept: Matrix = found[alive]
    return kept


def _interval(value: float, samples: "Matrix", sure: float) -> Interval:
    import numpy as np

    low, high = np.quantile(samples, [(1 - sure) / 2, (1 + sure) / 2])
    return Interval(value, float(low), float(high))


def _checked(answers: "Matrix", names: Sequence[str], covariance: "Matrix") -> None:
    still = [name for name, own in zip(names, covariance.diagonal(), strict=True) if own <= 0]
    if still:
        raise TooLittle(f"Everybody gave the same answer to {', '.join(still)}: it says nothing here.")
    if covariance.sum() <= 0:
        raise TooLittle("The sum of the items never varies. Is an item reversed that should not be?")


def _items(names: Sequence[str], answers: "Matrix", whole: "Matrix", drawn: "Matrix", sure: float) -> Any:
    import numpy as np

    now, then = item_rest_of(whole), item_rest_of(drawn)
    for n, name in enumerate(names):
        rest = np.delete(np.delete(whole, n, 0), n, 1)
        without = float(alpha_of(rest)) if len(names) > 2 else None
        yield ItemRest(
            name,
            _interval(float(now[n]), then[:, n], sure),
            float(answers[:, n].mean()),
            without,
        )


def reliability(
    answers: "Matrix",
    names: Sequence[str],
    *,
    reverse: frozenset[str] = frozenset(),
    low: float | None = None,
    high: float | None = None,
    seed: int = 1,
    resamples: int = RESAMPLES,
    sure: float = 0.95,
) -> Reliability:
    """What these answers (people × items, NaN for a gap) say about their items.

    `low` and `high` are the ends of each item; without them, the lowest and highest answer that there is.
    Raises TooLittle with a sentence.
    """
    import numpy as np

    if len(names) < 3:
        raise TooLittle("Name three items at least.")
    complete = answers[~np.isnan(answers).any(1)]
    if len(complete) < len(names) + 2:
        raise TooLittle(f"Only {len(complete)} people answered all {len(names)} items; that is too few.")
    low, high = float(complete.min() if low is None else low), float(complete.max() if high is None else high)
    turned = np.array([name in reverse for name in names])
    points = np.where(turned, low + high - complete, complete)
    covariance = np.cov(points, rowvar=False)
    _checked(points, names, covariance)
    drawn, sums = _resampled(points, seed, resamples), points.sum(1)
    alpha, sd = float(alpha_of(covariance)), float(sums.std(ddof=1))
    error = sd * max(0.0, 1 - alpha) ** 0.5
    return Reliability(
        rows=len(points),
        left_out=len(answers) - len(points),
        alpha=_interval(alpha, alpha_of(drawn), sure),
        omega=_interval(float(omega_of(covariance)), omega_of(drawn, *ROUGH), sure),
        items=tuple(_items(names, points, covariance, drawn, sure)),
        floor=share(int((sums == low * len(names)).sum()), len(points), sure),
        ceiling=share(int((sums == high * len(names)).sum()), len(points), sure),
        mean=float(sums.mean()),
        sd=sd,
        error=error,
        change=NormalDist().inv_cdf(0.975) * 2**0.5 * error,
        low=low,
        high=high,
        resamples=len(drawn),
        seed=seed,
    )
