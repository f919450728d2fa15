"""A poster, A4: what there is, when and where, and a square that leads a phone to the live page."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kizuna.directory.booklet import RIGHT_TO_LEFT

MOST_ROWS = 8
CODE = "code.svg"

LAYOUT = r"""
#let doc = json("data.json")
#let foot = block(width: 100%, stroke: 1.2pt, radius: 3pt, inset: 5mm, breakable: false)[
  #set text(size: 15pt)
  #grid(
    columns: (1fr, auto), column-gutter: 8mm, align: horizon,
    [
      #par(strong(doc.words.more))
      #par(doc.words.free)
      #par(text(size: 0.75em, box(text(dir: ltr, doc.url))))
    ],
    link(doc.url, image("code.svg", width: 38mm, alt: doc.words.alt)),
  )
  #text(size: 0.8em, doc.site)
]
#set document(title: doc.title, author: doc.site)
#set text(lang: doc.lang, dir: if doc.rtl { rtl } else { ltr }, font: doc.fonts, hyphenate: false)
#set par(leading: 0.6em, spacing: 0.7em)
#set page(paper: "a4", margin: 18mm)
#let apart(words) = if doc.rtl { "\u{2068}" + words + "\u{2069}" } else { words }
#let whole(size) = {
  set text(size: size)
  show heading.where(level: 1): set text(size: size * 1.9)
  show heading.where(level: 2): set text(size: size * 1.15)
  show heading: set block(above: 0.4em, below: 0.6em)
  heading(level: 1, apart(doc.title))
  par(text(size: size * 1.15, apart(doc.lead)))
  for row in doc.rows {
    block(width: 100%, stroke: (top: 0.8pt + luma(45%)), inset: (y: size * 0.5), breakable: false, {
      heading(level: 2, apart(row.when))
      if row.what != "" { par(apart(row.what)) }
      if row.where != "" { par(text(fill: luma(25%), apart(row.where))) }
    })
  }
}
// As large as fits on one page.
#layout(area => {
  let sizes = range(0, 7).map(step => 19pt - step * 1.5pt)
  for size in sizes {
    let low = measure(width: area.width, foot).height
    let found = measure(width: area.width, whole(size))
    let gap = area.height - found.height - low - 4mm
    if gap >= 4mm or size == sizes.last() {
      return whole(size) + block(above: calc.max(gap, 4mm), below: 0pt, foot)
    }
  }
})
"""


GROUP, AREA = "g", "a"
_CODE = re.compile(r"([ga])([0-9a-f]{8})")


def short_code(kind: str, id: object) -> str:
    """What stands in the short address on a poster: of a group or of an area, and the first of its id."""
    return f"{kind}{UUID(str(id)).hex[:8]}"


def ids_between(code: str) -> tuple[str, UUID, UUID] | None:
    """Of what a code is, and between which ids it lies; None for what is no code."""
    found = _CODE.fullmatch(code)
    if not found:
        return None
    return found[1], UUID(found[2] + "0" * 24), UUID(found[2] + "f" * 24)


@dataclass(frozen=True)
class Row:
    """One thing that takes place."""

    when: str
    what: str
    where: str


@dataclass(frozen=True)
class Poster:
    """What stands on a poster, in the words of one language. `url`: its live page, as the square has it."""

    title: str
    lead: str
    rows: tuple[Row, ...]
    url: str
    language: str
    site: str
    more: str
    free: str
    alt: str


def as_data(poster: Poster) -> tuple[dict[str, Any], dict[str, str]]:
    """What the layout reads, and the addresses of its squares by the name of their picture."""
    language = poster.language.partition("-")[0]
    data = {
        "title": poster.title,
        "lead": poster.lead,
        "rows": [{"when": one.when, "what": one.what, "where": one.where} for one in poster.rows],
        "url": poster.url,
        "lang": language,
        "rtl": language in RIGHT_TO_LEFT,
        "site": poster.site,
        "words": {"more": poster.more, "free": poster.free, "alt": poster.alt},
    }
    return data, {poster.url: CODE}
