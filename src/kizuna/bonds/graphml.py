"""Ties as GraphML (Brandes et al. 2002), the form that graph programs share."""

from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree  # nosec B405
from xml.sax.saxutils import escape, quoteattr  # nosec B406

from kizuna.access.viewer import Refused
from kizuna.bonds.edge_list import DETAILS

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'


def rows(text: str) -> Iterator[list[str]]:
    """The ties of a GraphML text as rows with a heading: from, to, and what is said of them, if it is."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused("This GraphML file declares a document type. Save it without one.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  # nosec B314
    except ElementTree.ParseError as wrong:
        raise Refused(f"Row {wrong.position[0]}: this is not GraphML. {wrong}.") from None
    space = SPACE if root.tag.startswith(SPACE) else ""
    keys = {key.get("id"): str(key.get("attr.name")) for key in root.iter(f"{space}key")}
    columns = [name for name in ("kind", *DETAILS) if name in keys.values()]
    yield ["from", "to", *columns]
    for number, edge in enumerate(root.iter(f"{space}edge"), 1):
        ends = [edge.get("source", ""), edge.get("target", "")]
        if not all(ends):
            raise Refused(f"Tie {number} of this GraphML file lacks its source or target.")
        said = {keys.get(data.get("key")): data.text or "" for data in edge.iter(f"{space}data")}
        yield [*ends, *(said.get(name, "") for name in columns)]


def written(people: Iterable[str], ties: Iterable[Sequence[str]]) -> Iterator[str]:
    """A GraphML text in pieces; each tie is from, to, kind, and what else is said of it (DETAILS)."""
    columns = ("kind", *DETAILS)
    yield HEAD
    for name in columns:
        yield f'  <key id="{name}" for="edge" attr.name="{name}" attr.type="string"/>\n'
    yield '  <graph edgedefault="undirected">\n'
    for person in people:
        yield f"    <node id={quoteattr(person)}/>\n"
    for one, other, *said in ties:
        ends = f"source={quoteattr(one)} target={quoteattr(other)}"
        data = "".join(
            f'<data key="{name}">{escape(text)}</data>'
            for name, text in zip(columns, said, strict=False)
            if text
        )
        yield f"    <edge {ends}>{data}</edge>\n"
    yield "  </graph>\n</graphml>\n"
