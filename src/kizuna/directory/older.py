"""Packages of HSDS 1.x, 2.0 and Ohana in the shape of 3.1, before their values are read."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from kizuna.directory.passing import OTHER_ATTRIBUTE
from kizuna.directory.table import Row

Raw = dict[str, list[Row]]
"""Rows by the name of their file, without its ending."""
_TERMS = {"parent_id", "parent_name", "vocabulary", "taxonomy_facet", "taxonomy_id"}
_CLOSED = {"opens_at": "", "closes_at": ""}


def _yes(row: Row, column: str) -> bool:
    return row.get(column, "").strip().lower() in {"true", "t", "yes", "y", "1"}


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _lists(raw: Raw, file: str, column: str, make: Callable[[str, str], Row], into: str) -> None:
    """A column that holds a list becomes rows of a table of its own."""
    for row in raw.get(file, ()):
        for value in _split(row.get(column, "")):
            raw.setdefault(into, []).append(make(row.get("id", ""), value))


def _terms(raw: Raw) -> None:
    """Before 2.0 the table `taxonomy` held the terms, each with the name of its vocabulary."""
    rows = raw.get("taxonomy", [])
    if not rows or not _TERMS & set(rows[0]):
        return
    del raw["taxonomy"]
    out = [
        {
            **row,
            "id": row.get("id") or row.get("taxonomy_id", ""),
            "code": row.get("code") or row.get("id") or row.get("taxonomy_id", ""),
            "taxonomy": row.get("vocabulary", ""),
            "taxonomy_id": "",
        }
        for row in rows
    ]
    raw.setdefault("taxonomy_terms", []).extend(out)


def _vocabularies(raw: Raw) -> None:
    """A term may name its taxonomy without pointing to one: then the name is what it points to."""
    have = {row.get("id") for file in ("taxonomies", "taxonomy") for row in raw.get(file, ())}
    new: dict[str, Row] = {}
    for file in ("taxonomy_terms", "taxonomy_term"):
        rows = raw.get(file, [])
        for number, row in enumerate(rows):
            name = row.get("taxonomy", "").strip()
            if name and row.get("taxonomy_id", "") not in have:
                new[name] = {"id": name, "name": name}
                rows[number] = {**row, "taxonomy_id": name}
    if new:
        raw.setdefault("taxonomies", []).extend(new.values())


def _eligibility(raw: Raw) -> list[int]:
    """Its texts go to their services; numbers of the rows that name no service of the package."""
    texts: dict[str, list[str]] = defaultdict(list)
    ids = {row.get("id") for file in ("services", "service") for row in raw.get(file, ())}
    lost = []
    for number, row in enumerate(raw.pop("eligibility", ()), 1):
        service, text = row.get("service_id", ""), row.get("eligibility", "")
        if service in ids and service:
            texts[service].append(text)
        else:
            lost.append(number)
    for file in ("services", "service"):
        for number, row in enumerate(raw.get(file, ())):
            found = list(dict.fromkeys(filter(None, texts.get(row.get("id", ""), ()))))
            if found and not row.get("eligibility_description"):
                raw[file][number] = {**row, "eligibility_description": "\n".join(found)}
    return lost


def _apart(row: Row, kind: str) -> dict[str, str]:
    """An id of its own: two files of one table may count from one, each for itself."""
    return {"id": f"{kind}-{row['id']}"} if row.get("id", "").isdecimal() else {}


def _address(kind: str, row: Row) -> Row:
    return {"address_type": kind, **row} | _apart(row, kind)


def _addresses(raw: Raw) -> None:
    kinds = {
        "physical_addresses": "physical", "physical_address": "physical", "postal_addresses": "postal",
        "postal_address": "postal", "mail_addresses": "postal",
    }  # fmt: skip
    for file, kind in kinds.items():
        if file in raw:
            raw[file] = list(map(partial(_address, kind), raw[file]))


def _exception(row: Row) -> Row:
    return {**row, "exception": "yes"} | _apart(row, "holiday") | (_CLOSED if _yes(row, "closed") else {})


def _exceptions(raw: Raw) -> None:
    for file in ("holiday_schedules", "holiday_schedule"):
        if file in raw:
            raw[file] = list(map(_exception, raw[file]))


def _attributes(raw: Raw) -> None:
    """Since 2.0 a term may be given to anything; those given to services are kept."""
    for file in ("attributes", "attribute", "service_attributes", "service_attribute"):
        rows: list[Row] = []
        others: list[Row] = []
        for row in raw.get(file, ()):
            entity = row.get("link_entity") or row.get("link_type") or ""
            if entity and entity.rstrip("s") != "service":
                others.append(row)
            else:
                rows.append({"service_id": row.get("link_id", ""), **row})
        if file in raw:
            raw[file] = rows
        if others:
            raw[OTHER_ATTRIBUTE] = others


def _places(raw: Raw) -> None:
    for row in raw.get("services", ()):
        if row.get("location_id"):
            raw.setdefault("services_at_location", []).append(
                {"service_id": row.get("id", ""), "location_id": row["location_id"]}
            )
    for number, row in enumerate(raw.get("locations", ())):
        if _yes(row, "virtual"):
            raw["locations"][number] = {**row, "location_type": "virtual"}


def _units(raw: Raw) -> None:
    """Since 3.1 a capacity points to its unit: its name stands with the capacity, too."""
    names = {row.get("id"): row.get("name", "") for file in ("units", "unit") for row in raw.get(file, ())}
    for file in ("service_capacity", "service_capacities"):
        for number, row in enumerate(raw.get(file, ())):
            id = row.get("unit_id")
            if id in names:
                raw[file][number] = {**row, "unit": names[id][:100]}
            elif id and not row.get("unit"):
                raw[file][number] = {**row, "unit": id, "unit_id": ""}


def modern(tables: Mapping[str, Sequence[Row]]) -> tuple[Raw, list[int]]:
    """The tables in today's shape, and the numbers of eligibility rows that belong to no service."""
    raw: Raw = {name.lower(): list(rows) for name, rows in tables.items()}
    _terms(raw)
    _vocabularies(raw)
    _addresses(raw)
    _exceptions(raw)
    _attributes(raw)
    _units(raw)
    _places(raw)
    _lists(
        raw, "services", "taxonomy_ids", lambda i, v: {"service_id": i, "taxonomy_id": v}, "services_taxonomy"
    )
    _lists(raw, "services", "languages", lambda i, v: {"service_id": i, "language": v}, "languages")
    _lists(raw, "locations", "languages", lambda i, v: {"location_id": i, "language": v}, "languages")
    _lists(
        raw,
        "locations",
        "accessibility",
        lambda i, v: {"location_id": i, "accessibility": v.replace("_", " ")},
        "accessibility_for_disabilities",
    )
    return raw, _eligibility(raw)
