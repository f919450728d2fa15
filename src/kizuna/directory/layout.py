"""How a booklet or a sheet is laid out on paper, in the language of the typesetter (Typst).

It reads everything from `data.json`: what people wrote is never part of this text, so nobody can write a
command into a listing. Headings become bookmarks and tags; every picture has words beside it.
"""

FONTS = ("Noto Sans", "DejaVu Sans", "Liberation Sans", "Noto Sans Arabic", "Noto Naskh Arabic")
"""The first of these that the machine has; letters that it lacks come from any other font."""

LAYOUT = r"""
#let doc = json("data.json")
#let line-grey = luma(45%)
#let base = doc.size * 1pt
#set document(title: doc.title, author: doc.site, keywords: doc.keywords)
#set text(lang: doc.lang, dir: if doc.rtl { rtl } else { ltr }, size: base, font: doc.fonts, hyphenate: false)
#set par(leading: 0.62em, spacing: 0.9em, justify: false)
#set page(
  paper: "a4",
  margin: if doc.large { (x: 18mm, y: 20mm) } else { (x: 20mm, y: 20mm) },
  footer: context {
    set text(size: base * 0.85)
    grid(columns: (1fr, auto), doc.words.footer, [#counter(page).display("1")])
  },
)
#set heading(numbering: none)
#show heading.where(level: 1): set text(size: 1.45em)
#show heading.where(level: 2): set text(size: 1.15em)
#show heading: set block(above: 1.3em, below: 0.7em)
#show outline.entry.where(level: 1): set block(above: 1em)
#set terms(separator: [: ], hanging-indent: 0pt, spacing: 0.55em)

// What runs the other way than the page is kept apart from it: a house number stays before its street.
#let apart(words) = if doc.rtl { "\u{2068}" + words + "\u{2069}" } else { words }
#let said(one) = {
  let words = if one.ltr { box(text(dir: ltr, one.text)) } else { apart(one.text) }
  if one.lang == "" { words } else { text(lang: one.lang, words) }
}
#let lines(found) = if found.len() > 0 {
  terms(..found.map(one => terms.item(one.label, said(one))))
}
#let code(one, wide) = {
  let picture = image(one.qr, width: wide, alt: one.alt)
  link(one.url, picture)
}
#let beside(words, one, wide) = if one.qr == "" { words } else {
  grid(columns: (1fr, auto), column-gutter: 6mm, words, code(one, wide))
}
#let danger = if doc.crisis.len() > 0 {
  block(width: 100%, stroke: 1.5pt, radius: 3pt, inset: 4mm, breakable: false)[
    #text(weight: "bold", size: 1.1em, doc.words.crisis)
    #lines(doc.crisis)
  ]
}
#let entry(one, level, wide) = {
  block(
    width: 100%, above: 1.5em, stroke: (top: 0.6pt + line-grey), inset: (top: 3mm), breakable: doc.large,
  )[
    #heading(level: level, said(one.name))
    #beside({
      if one.organisation != "" { par(apart(one.organisation)) }
      if one.about.text != "" { par(said(one.about)) }
      lines(one.lines)
      if one.note != "" { par(text(size: 0.9em, one.note)) }
    }, one, wide)
  ]
}
#let cover = {
  title(doc.title)
  par(text(size: 1.15em, doc.words.lead))
  beside({
    for words in doc.words.notes { par(words) }
    if doc.url != "" { par(link(doc.url, text(dir: ltr, doc.words.address))) }
  }, doc.live, 32mm)
  danger
}
#let booklet = {
  cover
  if doc.parts.len() > 1 or doc.count > 3 {
    pagebreak(weak: true)
    outline(title: doc.words.contents, depth: if doc.count > 400 { 1 } else { 2 }, indent: 5mm)
  }
  for part in doc.parts {
    pagebreak(weak: true)
    heading(level: 1, part.title)
    beside(par(part.about), part, 24mm)
    for one in part.entries { entry(one, 2, if doc.large { 26mm } else { 20mm }) }
  }
}
#let whole-sheet = {
  cover
  for part in doc.parts { for one in part.entries { entry(one, 1, 26mm) } }
}
#let small-sheet(size) = {
  set text(size: size)
  show heading.where(level: 1): set text(size: size * 1.15)
  show heading: set block(above: 0.3em, below: 0.5em)
  cover
  let entries = doc.parts.map(part => part.entries).flatten()
  let short = entries.len() > 4
  grid(
    columns: if short { (1fr, 1fr) } else { (1fr,) },
    column-gutter: 7mm,
    row-gutter: 1mm,
    ..entries.map(one => entry(one, 1, if short { 14mm } else { 18mm })),
  )
}
#if doc.kind == "booklet" { booklet } else if doc.large { whole-sheet } else {
  // As large as fits on one page.
  layout(area => {
    let sizes = range(0, 6).map(step => base - step * 0.5pt)
    for size in sizes {
      let whole = measure(width: area.width, small-sheet(size))
      if whole.height <= area.height or size == sizes.last() { return small-sheet(size) }
    }
  })
}
"""
