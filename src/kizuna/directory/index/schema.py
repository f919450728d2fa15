"""What the index holds of each service, and how its words are cut."""

from uuid import UUID

import tantivy

from kizuna.directory.finding import Entry

LAYOUT = 3
"""Change it when the fields or their analysis change: older folders are then left alone."""
BOOSTS = {"whole": 1.0, "name": 0.3, "terms": 1.0, "needs": 0.2}
"""One field of everything ranks best; the others lift what says it in its name or terms. Measured: see
docs/methods/search.md."""
HALF = 64
_MASK = (1 << HALF) - 1


def schema() -> tantivy.Schema:
    """Words without their places (nobody asks for phrases), marks, and numbers that filters compare."""
    builder = tantivy.SchemaBuilder()
    for name in ("id", "code", "mark"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in BOOSTS:
        builder.add_text_field(name, tokenizer_name="words", index_option="freq")
    for name in ("high", "low", "assured"):
        builder.add_unsigned_field(name, fast=True)
    for name in ("lat", "lon", "youngest", "oldest"):
        builder.add_float_field(name, fast=True)
    return builder.build()


def analyzer() -> tantivy.TextAnalyzer:
    """Words without accents and case, by their English stems; short common ones are left out."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def document(entry: Entry) -> tantivy.Document:
    """One service as the index takes it."""
    found, facets = tantivy.Document(), entry.facets
    found.add_text("id", entry.id)
    for code in entry.codes:
        found.add_text("code", code)
    for mark in facets.marks:
        found.add_text("mark", mark)
    found.add_text("whole", entry.whole)
    found.add_text("name", f"{entry.name} . {entry.alternate}")
    found.add_text("terms", entry.terms)
    found.add_text("needs", entry.needs)
    number = UUID(entry.id).int
    found.add_unsigned("high", number >> HALF)
    found.add_unsigned("low", number & _MASK)
    for lat, lon in facets.points:
        found.add_float("lat", lat)
        found.add_float("lon", lon)
    found.add_float("youngest", facets.youngest)
    found.add_float("oldest", facets.oldest)
    found.add_unsigned("assured", facets.assured)
    return found


def id_of(high: float, low: float) -> str:
    """The id of a service from its two halves."""
    return str(UUID(int=(int(high) << HALF) | int(low)))
