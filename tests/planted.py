"""A town that many tests begin with is built once a process; the next test finds its rows planted again."""

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import Any, TypeVar

from django.db import connection

Made = TypeVar("Made")
Rows = dict[str, list[tuple[Any, ...]]]


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names)
        return dict(cursor.execute(counted).fetchall())


def _lift(before: dict[str, int]) -> Rows:
    """The rows of every table that was empty before; refused when others grew too."""
    grown = [name for name, count in _counts().items() if count != before.get(name, 0)]
    mixed = [name for name in grown if before.get(name)]
    if mixed:
        raise AssertionError(f"tables that had rows before the town was built: {', '.join(mixed)}")
    with connection.cursor() as cursor:
        return {name: cursor.execute(f'SELECT * FROM "{name}"').fetchall() for name in grown}


def _plant(rows: Rows) -> None:
    with connection.cursor() as cursor:
        for name, found in rows.items():
            marks = ", ".join(["%s"] * len(found[0]))
            cursor.executemany(f'INSERT INTO "{name}" VALUES ({marks})', found)


def planted(build: Callable[[], Made]) -> Callable[[], Made]:
    """The same town, without its actions from the second time on. Rows as they are: SQLite only."""
    kept: list[tuple[Rows, Made]] = []

    @wraps(build)
    def again() -> Made:
        if connection.vendor != "sqlite":
            return build()
        if kept:
            _plant(kept[0][0])
        else:
            before = _counts()
            made = build()
            kept.append((_lift(before), made))
        return deepcopy(kept[0][1])

    return again
