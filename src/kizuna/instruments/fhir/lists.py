"""Lists of answers in the same file as the questions: contained ValueSets, with codes of CodeSystems."""

from collections.abc import Iterator, Mapping
from typing import Any

from kizuna.instruments.fhir.elements import Json, frozen
from kizuna.instruments.fhir.shape import Option

MOST = 500
"""Longer lists are no answers to choose from on a page."""


def _rows(found: Any) -> Iterator[Json]:
    """The objects of a list, if it is one: nobody has looked at what is contained before."""
    if isinstance(found, list | tuple):
        yield from (one for one in found if isinstance(one, Mapping))


def _option(row: Json, system: str) -> Option | None:
    code = row.get("code")
    if not isinstance(code, str) or not code or row.get("abstract"):
        return None
    named = {"system": system} if system else {}
    shown = {"display": row["display"]} if isinstance(row.get("display"), str) else {}
    weighed = {"extension": row["extension"]} if list(_rows(row.get("extension"))) else {}
    return Option("valueCoding", frozen({**named, "code": code, **shown}), frozen(weighed))


def _expanded(rows: Any) -> Iterator[Json]:
    for row in _rows(rows):
        yield row
        yield from _expanded(row.get("contains"))


def _concepts(rows: Any) -> Iterator[Json]:
    for row in _rows(rows):
        yield row
        yield from _concepts(row.get("concept"))


def _of_set(found: Json, systems: Mapping[str, Json]) -> Iterator[Option | None]:
    expansion = found.get("expansion")
    if isinstance(expansion, Mapping) and list(_rows(expansion.get("contains"))):
        for row in _expanded(expansion["contains"]):
            yield _option(row, str(row.get("system", "")))
        return
    compose = found.get("compose")
    for part in _rows(compose.get("include") if isinstance(compose, Mapping) else ()):
        system = str(part.get("system", ""))
        if "filter" in part or "valueSet" in part:
            continue
        known = {str(row.get("code")): row for row in _concepts(systems.get(system, {}).get("concept"))}
        for row in _rows(part["concept"]) if "concept" in part else known.values():
            yield _option({**known.get(str(row.get("code")), {}), **row}, system)


def lists(resource: Json) -> dict[str, tuple[Option, ...]]:
    """The answers of each list in a file, by how questions name it: `#id`, or its address."""
    inside = list(_rows(resource.get("contained")))
    systems = {str(one.get("url")): one for one in inside if one.get("resourceType") == "CodeSystem"}
    found: dict[str, tuple[Option, ...]] = {}
    for one in inside:
        if one.get("resourceType") != "ValueSet":
            continue
        options = tuple({each.code: each for each in _of_set(one, systems) if each is not None}.values())
        if 0 < len(options) <= MOST:
            for name in (f"#{one.get('id')}", str(one.get("url") or "")):
                found[name] = options
    found.pop("", None)
    return found
