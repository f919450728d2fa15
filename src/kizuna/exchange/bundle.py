"""A Bundle that somebody sends: its entries, and what their references mean inside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kizuna.exchange.outcome import Wrong
from kizuna.frame.fhir import Json, Misread, one, rows, text

MOST = 200
"""Entries of one transaction."""
METHODS = frozenset({"POST", "PUT"})


@dataclass(frozen=True)
class Entry:
    """One resource that was sent. `place` is its number in the Bundle; -1 for one inside another resource."""

    place: int
    method: str
    kind: str
    resource: Json
    id: str = ""
    """The id that a PUT names."""
    address: str = ""
    """Under what others refer to it: its fullUrl, or kind and id."""

    def named(self) -> frozenset[str]:
        """Every form in which another resource may refer to it."""
        own = self.resource.get("id")
        return frozenset({self.address, f"{self.kind}/{own}" if isinstance(own, str) else ""} - {""})


def inside(entry: Entry) -> list[Entry]:
    """The resources that stand inside another one, each under the name by which that one refers to it."""
    return [
        Entry(-1, "", text(each, "resourceType"), each, address=f"{entry.place}#{text(each, 'id')}")
        for each in rows(entry.resource, "contained")
    ]


def single(method: str, resource: Json, id: str = "") -> list[Entry]:
    """A resource that was sent by itself, with what stands inside it."""
    entry = Entry(0, method, text(resource, "resourceType"), resource, id)
    return [entry, *inside(entry)]


def _entry(place: int, row: Json) -> Entry:
    resource, request = one(row, "resource"), one(row, "request")
    kind, method = text(resource, "resourceType"), text(request, "method")
    url, at = text(request, "url").partition("?")[0].strip("/"), f"entry[{place}]"
    asked, _slash, id = url.partition("/")
    if method not in METHODS:
        raise Wrong(f"Entry {place + 1}: a transaction here writes, by POST or PUT.", 422, at)
    if not kind or asked != kind or bool(id) != (method == "PUT"):
        raise Wrong(f"Entry {place + 1}: the address of its request does not fit its resource.", 400, at)
    return Entry(place, method, kind, resource, id, text(row, "fullUrl") or (f"{kind}/{id}" if id else ""))


def read_transaction(body: Json) -> list[Entry]:
    """The entries of a transaction, with what stands inside them. Raises Wrong and Misread."""
    if text(body, "type") != "transaction":
        raise Wrong("Send a Bundle whose type is transaction: all of it is kept, or nothing.", 422, "type")
    found = rows(body, "entry")
    if not 1 <= len(found) <= MOST:
        raise Wrong(f"A transaction has 1 to {MOST} entries.", 422, "entry")
    made = [_entry(place, row) for place, row in enumerate(found)]
    addresses = [entry.address for entry in made if entry.address]
    if len(set(addresses)) < len(addresses):
        raise Wrong("Two entries have the same fullUrl.", 422, "entry")
    return [*made, *(each for entry in made for each in inside(entry))]


class Pool:
    """What was sent together: finds what a reference means among it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self._by_name: dict[str, Entry] = {}
        for entry in self.entries:
            for name in entry.named():
                self._by_name.setdefault(name, entry)

    def of(self, *kinds: str) -> list[Entry]:
        """The entries of these kinds, in their order."""
        return [entry for entry in self.entries if entry.kind in kinds]

    def find(self, said: str, kind: str, of: Entry) -> Entry | None:
        """The entry that a reference in `of` means; None when it was not sent together with it."""
        name = f"{of.place}{said}" if said.startswith("#") else said
        found = self._by_name.get(name) or self._by_name.get("/".join(said.split("/")[-2:]))
        return found if found is not None and found.kind == kind else None


def misread(entry: Entry, wrong: Misread) -> Wrong:
    """The same with the place in the Bundle."""
    at = f"entry[{entry.place}].resource.{wrong.at}" if entry.place >= 0 else wrong.at
    return Wrong(str(wrong), 422, at)
