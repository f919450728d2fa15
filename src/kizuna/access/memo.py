"""What one request asks for several times is asked for once, until somebody changes it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_memo: ContextVar[dict[str, Any] | None] = ContextVar("memo", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within this block, what `once` was given is kept; afterwards it is gone."""
    token = _memo.set({})
    try:
        yield
    finally:
        _memo.reset(token)


def once(name: str, make: Callable[[], T]) -> T:
    """The value made for this name before, else a new one."""
    memo = _memo.get()
    if memo is None:
        return make()
    if name not in memo:
        memo[name] = make()
    found: T = memo[name]
    return found


def forget(name: str) -> None:
    """Whoever changes something calls this: what was asked before is asked anew."""
    (_memo.get() or {}).pop(name, None)


def asked(name: str) -> bool:
    """Whether this is at hand already."""
    memo = _memo.get()
    return memo is not None and name in memo
