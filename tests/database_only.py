"""A pytest plugin for the second database: leaves out what asks none, and was run with the first one."""

import pytest

ASKS = {"db", "transactional_db", "live_server"}
MARKS = ("django_db", "kill", "browser", "postgres")
"""Tests that start processes bring a database of their own."""


def asks_a_database(item: pytest.Item) -> bool:
    """Whether a test reads or writes rows, here or in a process that it starts."""
    return bool(ASKS & set(getattr(item, "fixturenames", ()))) or any(map(item.get_closest_marker, MARKS))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the rest, and say so as pytest does."""
    pure = [item for item in items if not asks_a_database(item)]
    items[:] = [item for item in items if asks_a_database(item)]
    config.hook.pytest_deselected(items=pure)
