"""What a package said of a row beyond its columns: kept beside it, and put back when the row goes out.

`keys`: what has no column here. `written`: columns whose value goes out otherwise than it came in, each with
what would go out and what was said; as soon as somebody changes the column, what was said is forgotten.
`points`: which pointers were written out although nesting says the same. `without`: parts that were not
written. `id`: the id in the package, when several rows share it. `nests`: lists of an organisation that are
nested wherever it is. `everywhere`: the row stands under each of its owners. `part`: it is half of one row.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from kizuna.directory.table import Column, Table

More = dict[str, Any]
COLUMN = "x_kizuna_more"
"""Where tables keep it."""
_UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MAIL = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9-]+)*", re.ASCII
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
_NEVER = re.compile(r"(java|vb)script:|data:|file:", re.IGNORECASE)
_CHOSEN = {"status", "freq", "wkst", "location_type", "address_type"}
"""The standard has a list of words for these: another word does not go out."""
_NUMBERS = {"extension", "timezone"}
"""Text here, a number in the standard."""
_POINTERS = {
    f"{name}_id"
    for name in ("organization", "program", "service", "location", "service_at_location", "contact", "phone")
}
"""An id here: the number that an old package had for a row that is not there would not do."""
_NEEDED = {"status", "location_type", "address_type", "name", "number"}
"""Always goes out, said or not."""


def is_uuid(value: object) -> bool:
    """Whether this is an id as HSDS 3 demands it."""
    return isinstance(value, str) and bool(_UUID.fullmatch(value))


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _may_go_out(column: Column, value: object, shown: object) -> bool:
    """Whether what was said may go out as it was said: it must be what the standard takes."""
    if column.kind in {"whole", "number", "money"} or column.name in _NUMBERS:
        return _number(value)
    if not isinstance(value, str):
        return column.kind == "yes"
    if column.kind == "email":
        return bool(_MAIL.fullmatch(value))
    if column.kind == "moment":
        return bool(_MOMENT.fullmatch(value))
    if column.kind == "url" or column.name == "uri":
        return shown is None and bool(_ADDRESS.fullmatch(value)) and not _NEVER.match(value)
    return column.name not in _CHOSEN


def _columns(table: Table) -> dict[str, Column]:
    return {name: column for column in table.columns for name in (column.name, *column.also)}


def _pointer(more: More, name: str, value: object, now: str | None) -> None:
    if now is not None and (now == value or not is_uuid(value)):
        more.setdefault("points", []).append(name)
    elif is_uuid(value):
        more.setdefault("keys", {})[name] = value


def beyond(
    table: Table,
    said: Mapping[str, Any],
    shown: Mapping[str, Any],
    pointed: Callable[[str], str | None],
    *,
    demanded: tuple[str, ...] = (),
) -> More:
    """What must be kept so that the row goes out as it came in: `shown` is how it would go out."""
    more: More = {}
    columns = _columns(table)
    keys: dict[str, Any] = {}
    written: dict[str, list[Any]] = {}
    for name, value in said.items():
        column = columns.get(name)
        if value is None or name == "id" or (name in shown and shown[name] == value):
            continue
        if column and column.kind in {"ref", "link"} and name not in shown:
            _pointer(more, name, value, pointed(name))
        elif column is None and name not in shown:
            keys[name] = value
        elif column is None or _may_go_out(column, value, shown.get(name)):
            written[name] = [shown.get(name), value]
    for name in shown.keys() - said.keys() - {"id"} - _NEEDED - set(demanded):
        written[name] = [shown[name], None]
    if keys:
        more["keys"] = {**more.get("keys", {}), **keys}
    if written:
        more["written"] = dict(sorted(written.items()))
    return more


def restored(found: dict[str, Any], more: object, pointed: Callable[[str], str | None]) -> dict[str, Any]:
    """The row as it goes out, with what was kept of it put back."""
    if not isinstance(more, Mapping):
        return found
    out = dict(found)
    if is_uuid(more.get("id")):
        out["id"] = more["id"]
    for name, (was, said) in more.get("written", {}).items():
        if out.get(name) == was:
            out.pop(name, None)
            if said is not None and not (isinstance(said, str) and _NEVER.match(said)):
                out[name] = said
    for name in more.get("points", ()):
        if (to := pointed(name)) is not None:
            out.setdefault(name, to)
    for name, value in more.get("keys", {}).items():
        if name not in _POINTERS or is_uuid(value):
            out.setdefault(name, value)
    return out


def without(more: object) -> frozenset[str]:
    """The parts that its package did not write."""
    return frozenset(more.get("without", ())) if isinstance(more, Mapping) else frozenset()


def sensible(more: object) -> More | None:
    """What a table says was kept, if it has the shape of it."""
    if not isinstance(more, Mapping):
        return None
    found = {name: more[name] for name in ("keys", "written") if isinstance(more.get(name), Mapping)}
    if "written" in found:
        pairs = found["written"].items()
        found["written"] = {k: v for k, v in pairs if isinstance(v, list) and len(v) == 2}
    for name in ("points", "without", "nests"):
        if isinstance(more.get(name), list):
            found[name] = [each for each in more[name] if isinstance(each, str)]
    if is_uuid(more.get("id")):
        found["id"] = more["id"]
    for name in ("everywhere", "part"):
        if more.get(name) is True:
            found[name] = True
    return found or None
