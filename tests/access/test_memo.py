"""Asked once a page, and never remembered beyond it."""

import pytest

from kizuna.access.memo import asked, forget, once, remembering


def test_outside_of_a_page_nothing_is_remembered() -> None:
    made = iter(range(9))
    assert [once("a", lambda: next(made)) for _ in range(2)] == [0, 1]
    assert not asked("a")


def test_within_a_page_it_is_asked_once() -> None:
    made = iter(range(9))
    with remembering():
        assert [once("a", lambda: next(made)) for _ in range(3)] == [0, 0, 0]
        assert asked("a")
        assert not asked("b")
    assert once("a", lambda: next(made)) == 1


def test_a_page_that_breaks_leaves_nothing_behind() -> None:
    with pytest.raises(ValueError, match="broken"), remembering():
        once("a", lambda: 1)
        raise ValueError("broken")
    assert not asked("a")


def test_what_was_changed_is_asked_anew() -> None:
    forget("a")
    made = iter(range(9))
    with remembering():
        once("a", lambda: next(made))
        forget("a")
        assert once("a", lambda: next(made)) == 1


def test_nothing_is_kept_when_making_it_fails() -> None:
    with remembering():
        with pytest.raises(ZeroDivisionError):
            once("a", lambda: 1 // 0)
        assert once("a", lambda: 5) == 5
