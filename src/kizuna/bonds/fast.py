"""How kernels run: as plain Python on lists for a village, compiled on arrays for a city."""

from collections.abc import Callable, MutableSequence, Sequence
from functools import cache
from random import Random
from types import FunctionType
from typing import Any, cast

BIG = 60_000
"""People and twice their ties: below it plain Python is done before a compiler has started."""


@cache
def can_compile() -> bool:
    """Whether the libraries of the extra `bonds` are here."""
    try:
        import numba
        import numpy
    except ImportError:
        return False
    return bool(numba and numpy)


@cache
def compiled(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """The kernel as machine code; kept beside the program, so that only the first run ever waits.

    What it calls in its own file is compiled with it.
    """
    import numba
    from numba.extending import register_jitable

    _with_inner(kernel, register_jitable, set())
    side_by_side = "prange" in kernel.__code__.co_names
    if side_by_side:
        kernel.__globals__["prange"] = numba.prange
    try:
        return numba.njit(nogil=True, parallel=side_by_side, cache=True)(kernel)
    except RuntimeError:  # nowhere to keep it: compiled anew in each process
        return numba.njit(nogil=True, parallel=side_by_side)(kernel)


def _with_inner(kernel: Callable[..., Any], register: Callable[..., Any], seen: set[str]) -> None:
    for name in kernel.__code__.co_names:
        inner = kernel.__globals__.get(name)
        if isinstance(inner, FunctionType) and inner.__module__ == kernel.__module__ and name not in seen:
            seen.add(name)
            _with_inner(inner, register, seen)
            _registered(inner, register)


@cache
def _registered(inner: Callable[..., Any], register: Callable[..., Any]) -> None:
    register(inner)


def kernel(function: Callable[..., Any], big: bool) -> Callable[..., Any]:
    """The form of a kernel that suits the size."""
    return compiled(function) if big else function


def ints(count: int, fill: int = 0, *, big: bool) -> MutableSequence[int]:
    """So many whole numbers of 32 bits."""
    if not big:
        return [fill] * count
    import numpy as np

    found: Any = np.full(count, fill, dtype=np.int32) if fill else np.zeros(count, dtype=np.int32)
    return cast("MutableSequence[int]", found)


def longs(values: Sequence[int], *, big: bool) -> MutableSequence[int]:
    """A copy of these whole numbers, with 64 bits."""
    if not big:
        return [int(value) for value in values]
    import numpy as np

    found: Any = np.array(values, dtype=np.int64)
    return cast("MutableSequence[int]", found)


def floats(count: int, fill: float = 0.0, *, big: bool) -> MutableSequence[float]:
    """So many numbers of 64 bits."""
    if not big:
        return [fill] * count
    import numpy as np

    found: Any = np.full(count, fill, dtype=np.float64)
    return cast("MutableSequence[float]", found)


def taken(values: Sequence[int], *, big: bool) -> MutableSequence[int]:
    """A copy of these numbers, in the form that suits the size."""
    if not big:
        return [int(value) for value in values]
    import numpy as np

    found: Any = np.array(values, dtype=np.int32)
    return cast("MutableSequence[int]", found)


def plain(values: Any) -> list[Any]:
    """The same as a plain list."""
    return values.tolist() if hasattr(values, "tolist") else list(values)


def chances(seed: int, count: int, *, big: bool) -> Sequence[float]:
    """Numbers from 0 to 1 by chance, the same for the same seed (and size)."""
    if not big:
        rng = Random(seed)
        return [rng.random() for _ in range(count)]
    import numpy as np

    found: Any = np.random.default_rng(seed).random(count)
    return cast("Sequence[float]", found)
