"""Rows of messages into the table, very many at a time: the ORM's own way takes three times as long."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, Model

from kizuna.outbox.models import Message


@dataclass(slots=True)
class Written:
    """A row before it is written; its names are the table's. `marks`: every blind index of its address."""

    id: uuid.UUID
    key: str
    channel: str
    address: str
    address_index: str
    subject: str
    text: str
    topic: str
    cause: str
    person: uuid.UUID | None
    life_safety: bool
    urgency: int
    zone: str
    run_id: uuid.UUID | None
    instead_of: str
    parts: int
    next_try: datetime | None
    until: datetime | None
    reference: str
    created_at: datetime
    marks: list[str] = field(default_factory=list)
    status: str = "queued"
    last_error: str = ""


GIVEN = frozenset(one.name for one in fields(Written))
OWN = frozenset({"id", "key", "address", "address_index", "reference"})
"""What no two rows share. Anything else is turned into the database's form once for all that share it."""


@cache
def _statement(model: type[Model]) -> str:
    """What writes a row of this table, unless one of its keys is there already."""
    columns = model._meta.concrete_fields
    name = connection.ops.quote_name
    places = ", ".join(["%s"] * len(columns))
    into = f"{name(model._meta.db_table)} ({', '.join(name(str(c.column)) for c in columns)})"
    return f"INSERT INTO {into} VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608  # nosec B608 - our own names


def insert(rows: Sequence[Written]) -> int:
    """Write rows whose keys are new; how many. A text that many share is sealed once for all of them."""
    made = [_values(column, rows) for column in Message._meta.concrete_fields]
    with connection.cursor() as cursor:
        cursor.executemany(_statement(Message), list(zip(*made, strict=True)))
        return int(cursor.rowcount)


def insert_one(row: Model) -> bool:
    """Write a row; False when one of its keys was there already, and nothing is changed."""
    columns = row._meta.concrete_fields
    values = [column.get_db_prep_save(getattr(row, column.attname), connection) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(row)), values)
        new = cursor.rowcount == 1
    row._state.adding = not new
    return new


def _values(column: Any, rows: Sequence[Written]) -> list[Any]:
    """One column of all rows, as the database takes it."""
    form, at = column.get_db_prep_save, column.attname
    if at not in GIVEN:
        nothing = column.default is NOT_PROVIDED and column.null
        return [form(None if nothing else column.get_default(), connection)] * len(rows)
    values = [getattr(row, at) for row in rows]
    if at in OWN:
        return [form(value, connection) for value in values]
    known = {value: form(value, connection) for value in set(values)}
    return [known[value] for value in values]
