"""A town that many tests begin with is built once a process; the next test finds its rows planted again."""

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, transaction

Made = TypeVar("Made")
P = ParamSpec("P")
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
    # In one transaction: only at its end must every row find the one that it points at.
    with transaction.atomic(), connection.cursor() as cursor:
        for name, found in rows.items():
            marks = ", ".join(["%s"] * len(found[0]))
            cursor.executemany(f'INSERT INTO "{name}" VALUES ({marks})', found)


def planted(build: Callable[P, Made]) -> Callable[P, Made]:
    """The same town, without its actions from the second time on. Rows as they are: SQLite only.

    Built with other arguments or sealed by other keys it is another town.
    """
    kept: dict[Any, tuple[Rows, Made]] = {}

    @wraps(build)
    def again(*given: P.args, **named: P.kwargs) -> Made:
        if connection.vendor != "sqlite":
            return build(*given, **named)
        key = (tuple(settings.SECRET_KEYS), given, *sorted(named.items()))
        if key in kept:
            _plant(kept[key][0])
        else:
            before = _counts()
            made = build(*given, **named)
            kept[key] = (_lift(before), made)
        return deepcopy(kept[key][1])

    return again
