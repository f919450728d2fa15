"""Pairs of entries that people called one or two: how often the rules for duplicates say the same."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kizuna.directory.alike import Entry, suspicion
from kizuna.directory.same_words import core_words, name_words, page
from kizuna.directory.streets import spot
from tests.conftest import OUTSIDE

FOLDER = OUTSIDE / "directory" / "dedupe"
SETS = {"names": "names_orgs_training.json", "addresses": "dedupe_io_addresses_training.json"}
Pair = tuple[Mapping[str, Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Agreed:
    """How the rules did on some pairs: called one rightly, called one wrongly, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the pairs that the rules call one, the share that people called one, too."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of the pairs that people called one, the share that the rules find."""
        return self.right / max(1, self.right + self.missed)


def entry(id: str, row: Mapping[str, Any]) -> Entry:
    """One organisation at one place, as the house would compare it."""
    said = {name: str(value or "") for name, value in row.items()}
    where = spot(said["address_1"], said["address_2"], said["city"], said["postal_code"])
    name = said.get("o_name") or said.get("name", "")
    both = (name_words(name), core_words(name, (said["city"], where.street)))
    site = page(said["o_url"]) if said.get("o_url") else ""
    return Entry(id, *both, body=said["organization_id"], pages=frozenset({site} - {""}), spots=(where,))


def labelled(path: Path) -> tuple[list[Pair], list[Pair]]:
    """The pairs of a file that are one, and those that are two."""
    found = json.loads(path.read_text(encoding="utf-8"))
    one, two = ([tuple(each["__value__"]) for each in found[label]] for label in ("match", "distinct"))
    return one, two


def of_two_bodies(pairs: Iterable[Pair]) -> list[Pair]:
    """Those of two organisation records: two places of one are no duplicate, its id says so."""
    return [pair for pair in pairs if pair[0]["organization_id"] != pair[1]["organization_id"]]


def called_one(pair: Pair) -> bool:
    """Whether the rules say that both are one and the same at one place."""
    found = suspicion(*(entry(str(number), row) for number, row in enumerate(pair)))
    return found is not None and found.verdict == "same"


def agreed(one: Iterable[Pair], two: Iterable[Pair]) -> Agreed:
    """Compare the rules with people's word."""
    hits = [called_one(pair) for pair in one]
    return Agreed(sum(hits), sum(map(called_one, two)), len(hits) - sum(hits))
