"""All rules for one Python file, from source text to the sentences that say what is broken."""

from collections.abc import Iterator, Mapping

from tests.house.imports import hidden_import_rules, import_rules, upstairs_rules
from tests.house.lookups import Keys, lookup_rules, sql_rules
from tests.house.shape import (
    action_rules,
    init_rules,
    length_rules,
    name_rules,
    query_rules,
    signature_rules,
    time_rules,
    viewer_rules,
)
from tests.house.tree import Source

FILE_RULES = (
    import_rules,
    hidden_import_rules,
    upstairs_rules,
    name_rules,
    init_rules,
    time_rules,
    signature_rules,
    query_rules,
    action_rules,
    viewer_rules,
)


def broken(source: Source, keys: Keys, tables: Mapping[str, str]) -> Iterator[str]:
    """What this file breaks. Migrations are the past: they keep only the rules about other rooms' tables."""
    yield from sql_rules(source, tables)
    if source.kind == "migrations":
        return
    yield from lookup_rules(source, keys)
    yield from length_rules(source.text, source.tree)
    for rule in FILE_RULES:
        yield from rule(source)
