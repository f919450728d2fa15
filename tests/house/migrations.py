"""Which steps of a migration keep a table for long, while pages are being served."""

from collections.abc import Iterator
from typing import Any

from django.db.migrations import Migration, operations
from django.db.models import CheckConstraint, Field, ForeignKey
from django.db.models.expressions import Func
from django.db.models.fields import NOT_PROVIDED
from django.db.models.functions import Now

REBUILT = "is built while nobody may write: create it CONCURRENTLY"


def slow(migration: Migration) -> Iterator[str]:
    """One sentence for each step that docs/methods/upgrades.md forbids."""
    made: set[str] = set()
    for step in migration.operations:
        yield from _slow(step, made, atomic=migration.atomic)


def _slow(step: Any, made: set[str], *, atomic: bool) -> Iterator[str]:
    if isinstance(step, operations.CreateModel):
        made.add(step.name.lower())
        return
    if isinstance(step, operations.SeparateDatabaseAndState):
        for inner in step.database_operations:
            yield from _slow(inner, made, atomic=atomic)
        return
    if isinstance(step, operations.RunPython | operations.RunSQL):
        if atomic:
            yield f"{step.__class__.__name__} in a transaction: its locks last until its end; atomic = False"
        return
    table = str(getattr(step, "model_name", None) or getattr(step, "name", "")).lower()
    if table in made:
        return
    yield from (f"{table}: {why}" for why in _on_a_full_table(step))


def _on_a_full_table(step: Any) -> Iterator[str]:
    gone = operations.RemoveField | operations.DeleteModel | operations.RenameField | operations.RenameModel
    if isinstance(step, gone):
        yield "the program of before asks for it still: take it away a version later"
    elif isinstance(step, operations.AddIndex):
        yield f"the index {step.index.name} {REBUILT}"
    elif isinstance(step, operations.AddConstraint):
        check = isinstance(step.constraint, CheckConstraint)
        yield "a check reads every row: NOT VALID first" if check else f"the unique rule {REBUILT}"
    elif isinstance(step, operations.AlterUniqueTogether):
        yield f"the unique rule {REBUILT}"
    elif isinstance(step, operations.AlterField):
        yield "another type or rule writes or reads every row: add a column instead"
    elif isinstance(step, operations.AddField):
        yield from _new_column(step.field)


def _new_column(field: Field[Any, Any]) -> Iterator[str]:
    if field.unique or field.db_index or isinstance(field, ForeignKey):
        yield f"the index of the new column {REBUILT}"
    default = getattr(field, "db_default", NOT_PROVIDED)
    if isinstance(default, Func) and not isinstance(default, Now):
        yield "a default that differs by row writes every row anew"
    if default is NOT_PROVIDED and not field.null:
        if field.default is NOT_PROVIDED or callable(field.default):
            yield "a column that may not be empty needs a fixed default"
        else:
            yield "the program of before does not know the column: give it a db_default or allow null"
