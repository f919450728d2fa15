"""A taxonomy in the XML of Open Eligibility: levels within levels, each with a title and mostly an id."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree  # nosec B405

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_
from kizuna.directory.table import Row

TABLES = dict[str, list[Row]]
_LEVEL = re.compile("(top|second|third|fourth|fifth)_level")
_DECLARED = re.compile("<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_OPENING = re.compile(r"^\s*<\?xml[^>]*\?>")
MOST = 20_000
NAME = "Open Eligibility"


def _parsed(text: str) -> ElementTree.Element:
    """The root of the file. Raises Refused with a sentence."""
    if _DECLARED.search(text):
        raise Refused(N_("This XML file declares entities. It was not read."))
    try:
        # What it says of its own version and encoding is often wrong, and the text is decoded by now.
        return ElementTree.fromstring(_OPENING.sub("", text))  # noqa: S314  # nosec B314
    except (ElementTree.ParseError, RecursionError):
        raise Refused(N_("This file is not XML that can be read. It was not read any further.")) from None


def _terms(found: ElementTree.Element, above: str, path: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The terms in this element, each before those under it."""
    for each in found:
        here, under = path, above
        if _LEVEL.fullmatch(each.tag):
            title = " ".join((each.get("title") or "").split())
            here = (*path, title)
            under = each.get("id") or " / ".join(here)
            yield {"id": under, "code": each.get("id") or "", "name": title, "parent_id": above}
        if len(here) < 10:
            yield from _terms(each, under, here)


def tables(text: str) -> TABLES:
    """The taxonomy and its terms. Raises Refused with a sentence."""
    root = _parsed(text)
    said = {each.get("id"): " ".join((each.text or "").split()) for each in root.iter("category")}
    version = " ".join((root.findtext("version") or "").split())
    terms = []
    for term in _terms(root, "", ()):
        described = said.get(term["id"], "") if not term["parent_id"] else ""
        terms.append(term | {"description": described, "taxonomy_id": NAME})
    if not terms:
        raise Refused(N_("This XML file holds no taxonomy in levels. It was not read."))
    if len(terms) > MOST:
        raise Refused(N_("This taxonomy has more than 20,000 terms. It was not read."))
    return {"taxonomies": [{"id": NAME, "name": NAME, "version": version}], "taxonomy_terms": list(terms)}
