"""Rows of messages into the table, very many at a time: the ORM's own way takes many times as long."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Model

from kizuna.access.secrets import sealer
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
SEALED = frozenset({"address", "subject", "text"})


def seal_all(rows: Iterable[Written]) -> None:
    """Seal what is personal, a text that many share once for all of them: before anybody waits for us."""
    seal, known = sealer(settings.SECRET_KEYS), {"": ""}

    def once(text: str) -> str:
        if text not in known:
            known[text] = seal(text)
        return known[text]

    for row in rows:
        row.address, row.subject, row.text = seal(row.address), once(row.subject), once(row.text)


def _name(text: str | None) -> str:
    return connection.ops.quote_name(str(text))


@cache
def _into(model: type[Model], vendor: str) -> str:
    columns = ", ".join(_name(column.column) for column in model._meta.concrete_fields)
    return f"INSERT INTO {_name(model._meta.db_table)} ({columns})"


@cache
def _one(model: type[Model], vendor: str) -> str:
    """What writes a row of this table, unless one of its keys is there already."""
    places = ", ".join(["%s"] * len(model._meta.concrete_fields))
    return f"{_into(model, vendor)} VALUES ({places}) ON CONFLICT DO NOTHING"


def insert(rows: Sequence[Written]) -> int:
    """Write sealed rows whose keys are new; how many."""
    columns = Message._meta.concrete_fields
    made = [_values(column, rows) for column in columns]
    if connection.vendor == "postgresql" and len(rows) > 1:
        return _insert_at_once(columns, made)
    every = [[values[0]] * len(rows) if len(values) == 1 else values for values in made]
    with connection.cursor() as cursor:
        cursor.executemany(_one(Message, connection.vendor), list(zip(*every, strict=True)))
        return int(cursor.rowcount)


def _insert_at_once(columns: Sequence[Any], made: Sequence[list[Any]]) -> int:
    """One statement for all rows: what differs goes in as arrays, what they share once."""
    chosen, given, arrays = [], [], []
    for column, values in zip(columns, made, strict=True):
        kind = column.db_type(connection)
        if len(values) == 1:
            chosen.append(f"%s::{kind}")
            given.append(values[0])
        else:
            chosen.append(f"u.{_name(column.column)}")
            arrays.append((f"%s::{kind}[]", _name(column.column), values))
    places, names = ", ".join(one for one, *_ in arrays), ", ".join(name for _, name, _ in arrays)
    sql = (
        f"{_into(Message, connection.vendor)} SELECT {', '.join(chosen)} "  # noqa: S608  # nosec B608 - our own names
        f"FROM unnest({places}) AS u ({names}) ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *(values for *_, values in arrays)])
        return int(cursor.rowcount)


def insert_one(row: Model) -> bool:
    """Write a row; False when one of its keys was there already, and nothing is changed."""
    columns = row._meta.concrete_fields
    values = [column.get_db_prep_save(getattr(row, column.attname), connection) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(_one(type(row), connection.vendor), values)
        new = cursor.rowcount == 1
    row._state.adding = not new
    return new


def _values(column: Field[Any, Any], rows: Sequence[Written]) -> list[Any]:
    """One column of all rows, as the database takes it; a single value where all have the same."""
    form, at = column.get_db_prep_save, column.attname
    if at not in GIVEN:
        nothing = column.default is NOT_PROVIDED and column.null
        return [form(None if nothing else column.get_default(), connection)]
    values = [getattr(row, at) for row in rows]
    different = set(values)
    if at in SEALED:
        return values if len(different) > 1 else values[:1]
    if len(different) == len(values) > 1:
        texts = isinstance(values[0], str)
        return values if texts else [form(value, connection) for value in values]
    known = {value: form(value, connection) for value in different}
    return [known[value] for value in (values if len(different) > 1 else different)]
