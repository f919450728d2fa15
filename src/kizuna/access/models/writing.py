"""One row into its table, by a statement put together once for the table. No tables here."""

from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import AutoField, Model


@lru_cache(maxsize=64)
def _adding(model: type[Model], numbered: bool, returning: str) -> tuple[str, tuple[Any, ...]]:
    """`INSERT …` of all columns; `numbered`: but the number that the database gives."""
    name = connection.ops.quote_name
    fields = tuple(f for f in model._meta.concrete_fields if not (numbered and f.primary_key))
    columns = ", ".join(name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    into = f"INSERT INTO {name(model._meta.db_table)} ({columns})"
    return f"{into} VALUES ({places}){returning}", fields  # nosec B608 - names of our own


@lru_cache(maxsize=64)
def _changing(model: type[Model], names: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    name, meta = connection.ops.quote_name, model._meta
    fields = tuple(meta.get_field(one) for one in names)
    columns = ", ".join(f"{name(str(field.column))} = %s" for field in fields)  # type: ignore[union-attr]
    key = name(str(meta.pk.column))
    sql = f"UPDATE {name(meta.db_table)} SET {columns} WHERE {key} = %s"  # noqa: S608  # nosec B608 - names of our own
    return sql, fields


def add(row: Model, *, tell: str = "") -> Any:
    """Write a new row, as `save(force_insert=True)` does: a third of the time.

    `tell`: SQL of a value that the same statement gives back, asked of the row that it has just written.
    """
    numbered = isinstance(row._meta.pk, AutoField) and row.pk is None
    wanted = [connection.ops.quote_name(str(row._meta.pk.column))] if numbered else []
    wanted += [tell] if tell else []
    sql, fields = _adding(type(row), numbered, f" RETURNING {', '.join(wanted)}" if wanted else "")
    given = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(sql, given)
        told: Any = cursor.fetchone() if wanted else None
    if numbered:
        row.pk = told[0]
    row._state.adding, row._state.db = False, connection.alias
    return told[-1] if tell else None


def change(row: Model, *names: str) -> None:
    """Write these fields of a row that is there, as `save(update_fields=names)` does."""
    sql, fields = _changing(type(row), names)
    given = [field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields]
    key = row._meta.pk.get_db_prep_save(row.pk, connection)
    with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(sql, [*given, key])
        if cursor.rowcount != 1:
            raise DatabaseError("The row is not there any more.")
