"""Ties as GraphML (Brandes et al. 2002), the form that graph programs share."""

from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree  # nosec B405
from xml.sax.saxutils import quoteattr  # nosec B406

from kizuna.access.viewer import Refused

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'


def rows(text: str) -> Iterator[list[str]]:
    """The ties of a GraphML text as rows with a heading: from, to and kind, where it has kinds."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused("This GraphML file declares a document type. Save it without one.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  # nosec B314
    except ElementTree.ParseError as wrong:
        raise Refused(f"Row {wrong.position[0]}: this is not GraphML. {wrong}.") from None
    space = SPACE if root.tag.startswith(SPACE) else ""
    kinds = {key.get("id") for key in root.iter(f"{space}key") if key.get("attr.name") == "kind"}
    yield ["from", "to", "kind"] if kinds else ["from", "to"]
    for number, edge in enumerate(root.iter(f"{space}edge"), 1):
        ends = [edge.get("source", ""), edge.get("target", "")]
        if not all(ends):
            raise Refused(f"Tie {number} of this GraphML file lacks its source or target.")
        said = [data.text or "" for data in edge.iter(f"{space}data") if data.get("key") in kinds]
        yield [*ends, "".join(said[:1])] if kinds else ends


def written(people: Iterable[str], ties: Iterable[Sequence[str]]) -> Iterator[str]:
    """A GraphML text in pieces; each tie is from, to and kind."""
    yield HEAD
    yield '  <key id="kind" for="edge" attr.name="kind" attr.type="string"/>\n'
    yield '  <graph edgedefault="undirected">\n'
    for person in people:
        yield f"    <node id={quoteattr(person)}/>\n"
    for one, other, kind in ties:
        ends = f"source={quoteattr(one)} target={quoteattr(other)}"
        yield f'    <edge {ends}><data key="kind">{kind}</data></edge>\n'
    yield "  </graph>\n</graphml>\n"
