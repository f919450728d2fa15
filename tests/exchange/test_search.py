"""Words of a FHIR search: dates with prefixes, references, places in a list; what is unknown is refused."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.exchange.outcome import Wrong, outcome
from kizuna.exchange.search import Asked, Place, Span, asked, bundle, cursor_of, reference, span


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026", Span(at(2026, 1, 1), at(2027, 1, 1))),
        ("2024", Span(at(2024, 1, 1), at(2025, 1, 1))),
        ("2026-02", Span(at(2026, 2, 1), at(2026, 3, 1))),
        ("eq2026-12-31", Span(at(2026, 12, 31), at(2027, 1, 1))),
        ("ne2026-12-31", Span(at(2026, 12, 31), at(2027, 1, 1), outside=True)),
        ("ge2026-05", Span(at(2026, 5, 1), None)),
        ("gt2026-05", Span(at(2026, 6, 1), None)),
        ("lt2026-05-03", Span(None, at(2026, 5, 3))),
        ("le2026-05-03", Span(None, at(2026, 5, 4))),
        ("2026-05-03T10:20", Span(at(2026, 5, 3, 10, 20), at(2026, 5, 3, 10, 21))),
        ("2026-05-03T10:20:30Z", Span(at(2026, 5, 3, 10, 20, 30), at(2026, 5, 3, 10, 20, 31))),
        ("ge2026-05-03T10:20:30+02:00", Span(at(2026, 5, 3, 8, 20, 30), None)),
    ],
)
def test_a_date_covers_what_it_says(text: str, expected: Span) -> None:
    assert span(text, UTC) == expected


@pytest.mark.parametrize("text", ["", "soon", "2026-13", "2026-02-30", "2026-5-3", "sa2026", "0000"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Wrong):
        span(text, UTC)


def test_a_reference_names_its_kind_or_nobody() -> None:
    id = uuid4()
    for text in (str(id), f"Patient/{id}", f"https://a.example/fhir/R4/Patient/{id}"):
        assert reference(text, "Patient") == id
    assert reference(f"Practitioner/{id}", "Patient") is None
    assert reference("Patient/nobody", "Patient") is None


@given(st.datetimes(timezones=st.just(UTC)), st.uuids(), st.integers(0, 99))
def test_a_place_is_found_again(moment: datetime, id, parts: int) -> None:
    place = Place(moment, id, parts)
    assert asked({"cursor": [cursor_of(place)]}, frozenset()).after == place


def test_what_a_search_does_not_know_is_refused_and_not_left_out() -> None:
    known = frozenset({"patient"})
    with pytest.raises(Wrong, match="does not know name"):
        asked({"name": ["x"]}, known)
    for words in ({"_count": ["many"]}, {"cursor": ["none of ours"]}, {"cursor": ["YSBiIGM"]}):
        with pytest.raises(Wrong):
            asked(words, known)
    with pytest.raises(Wrong, match="once"):
        asked({"patient": ["a", "b"]}, known).one("patient")
    assert asked({"_count": ["5000"]}, known).count == 100


def test_a_page_leads_to_the_next_with_the_same_words() -> None:
    search = Asked({"patient": ["x"], "_count": ["1"]}, 1, None)
    made = bundle(
        "https://a/b", search, [{"resourceType": "T", "id": "1"}], "https://a", Place(at(2026, 1, 1), uuid4())
    )
    assert made["link"][1]["url"].startswith("https://a/b?patient=x&_count=1&cursor=")
    assert made["entry"][0]["fullUrl"] == "https://a/T/1"
    assert "entry" not in bundle("https://a/b", search, [], "https://a", None)


def test_an_error_is_an_outcome() -> None:
    from fhir.resources.R4B.operationoutcome import OperationOutcome

    for status in (400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429, 500, 503, 418):
        OperationOutcome(**outcome(status, "Why.", "item"))
