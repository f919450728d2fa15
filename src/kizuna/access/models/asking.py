"""Questions put together once and asked very often: building one costs more than running it. No tables here.

What is put together holds no answer: whenever it is asked, the database looks anew.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, QuerySet, Value
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

R = TypeVar("R")
Row = Callable[[list[Any]], Any]


class Place(Value):
    """Where a value goes that comes with the asking; `field` turns it into the database's form."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(None, output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """The place itself stands among the values until somebody asks."""
        return "%s", [self]

    def form(self, value: Any) -> Any:
        """A value as the database takes it."""
        return self.output_field.get_db_prep_value(value, connection)


@dataclass(frozen=True, slots=True)
class _Made:
    sql: str
    values: tuple[Any, ...]
    convert: tuple[tuple[int, tuple[Any, ...], Any], ...]
    """Column, what turns it into Python one after the other, and of which field it is."""
    row: Row
    locks: bool

    def given(self, values: dict[str, Any]) -> list[Any]:
        return [each.form(values[each.name]) if isinstance(each, Place) else each for each in self.values]

    def read(self, found: Sequence[Any]) -> Any:
        line = list(found)
        for at, steps, field in self.convert:
            value = line[at]
            for step in steps:
                value = step(value, field, connection)
            line[at] = value
        return self.row(line)


class Prepared(Generic[R]):
    """A question put together once: `Prepared(lambda: Person.objects.filter(pk=Place("id", UUIDField())))`.

    It gives what the rows of that query would be: models, or tuples of `values_list`.
    """

    def __init__(self, question: Callable[[], "QuerySet[Any, R]"]) -> None:
        self.question = question
        self.made: _Made | None = None
        self.empty = False
        """Whether the question says itself that there can be nothing."""

    def rows(self, **values: Any) -> list[R]:
        """Every row, with these values in the places."""
        made = self.made or self._make()
        if made is None:
            return []
        if made.locks and not connection.in_atomic_block:
            raise TransactionManagementError("Rows are held until a transaction ends: begin one.")
        with connection.cursor() as cursor:
            cursor.execute(made.sql, made.given(values))
            return [made.read(row) for row in cursor.fetchall()]

    def first(self, **values: Any) -> R | None:
        """The first row, or None. Nothing is added to the question: a limit is part of it."""
        return next(iter(self.rows(**values)), None)

    def _make(self) -> _Made | None:
        if self.empty:
            return None
        query = self.question()
        compiler = query.query.get_compiler(using=query.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            self.empty = True
            return None
        of = compiler.get_converters([one[0] for one in compiler.select])
        convert = tuple((at, tuple(steps), field) for at, (steps, field) in of.items())
        locks = bool(query.query.select_for_update)
        self.made = _Made(sql, tuple(values), convert, _row(compiler, query), locks)
        return self.made


SIZES = (1, 4, 16, 64, 256)
"""How many places a list has: statements are put together for these; what is left over repeats the last."""


class PreparedList(Generic[R]):
    """A question about some keys, by a list of places: `PreparedList(field, lambda these: … pk__in=these)`.

    It may be asked in parts, and the same row once in each: whatever has an order sorts it afterwards.
    """

    def __init__(self, field: "Field[Any, Any]", question: Callable[[list[Any]], "QuerySet[Any, R]"]) -> None:
        self.field, self.question = field, question
        self.sizes: dict[int, Prepared[R]] = {}

    def _of(self, size: int) -> Prepared[R]:
        if size not in self.sizes:
            places = [Place(f"at_{n}", self.field) for n in range(size)]
            self.sizes[size] = Prepared(lambda: self.question(places))
        return self.sizes[size]

    def rows(self, keys: Iterable[object], **values: Any) -> list[R]:
        """Every row of these keys. No keys: no question."""
        left, found = list(dict.fromkeys(keys)), list[R]()
        for start in range(0, len(left), SIZES[-1]):
            part = left[start : start + SIZES[-1]]
            size = next(size for size in SIZES if size >= len(part))
            part += part[-1:] * (size - len(part))
            found += self._of(size).rows(**{f"at_{n}": key for n, key in enumerate(part)}, **values)
        return found


def _row(compiler: Any, query: "QuerySet[Any, Any]") -> Row:
    """What makes one row of its columns: a model with those it brings along, or a tuple."""
    select, kind, also, db = compiler.select, compiler.klass_info, compiler.annotation_col_map, query.db
    if query._fields is not None:  # type: ignore[attr-defined]
        width = len(select)
        return lambda line: tuple(line[:width])
    start, end = kind["select_fields"][0], kind["select_fields"][-1] + 1
    names = [one[0].target.attname for one in select[start:end]]
    model, populators = kind["model"], get_related_populators(kind, select, db)  # type: ignore[call-arg]
    extras = tuple((also or {}).items())

    def made(line: list[Any]) -> Any:
        row = model.from_db(db, names, line[start:end])
        for each in populators:
            each.populate(line, row)
        for name, at in extras:
            setattr(row, name, line[at])
        return row

    return made
