"""A query that is put together once and then asked many times: building it costs more than running it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, Func, IntegerField, QuerySet


@dataclass(frozen=True)
class Compiled:
    """Ids as the database's own text with its values: the rows are looked up anew whenever it runs."""

    sql: str
    params: tuple[Any, ...]


def compiled(ids: QuerySet[Any, Any]) -> Compiled:
    """A query of one column `id`, compiled."""
    try:
        sql, params = ids.query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
    except EmptyResultSet:
        nobody = ids.model.objects.extra(where=["1 = 0"]).values("id")
        sql, params = nobody.query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
    return Compiled(sql, tuple(params))


class Among(Func):
    """Whether a key is among the ids of a compiled query: asked per row, so that one row costs one look."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, key: Any, rows: Compiled) -> None:
        super().__init__(key)
        self.rows = rows

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        """The compiled text stands in a table of its own, where no name of the outer query reaches it."""
        key, values = compiler.compile(self.source_expressions[0])
        # Both halves were written by the ORM; values travel beside the text.
        sql = f"EXISTS(SELECT 1 FROM ({self.rows.sql}) among WHERE among.id = {key})"  # noqa: S608  # nosec B608 - see above
        return sql, (*self.rows.params, *values)


class HowMany(Func):
    """How many ids a compiled query gives: one number beside whatever else is asked."""

    output_field = IntegerField()

    def __init__(self, rows: Compiled) -> None:
        super().__init__()
        self.rows = rows

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        """The compiled text stands in a table of its own."""
        sql = f"(SELECT COUNT(*) FROM ({self.rows.sql}) counted)"  # noqa: S608  # nosec B608 - written by the ORM
        return sql, self.rows.params
