"""Whatever is sent is read, or refused with a sentence: nothing breaks the readers."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.exchange.bundle import Pool, read_transaction, single
from kizuna.exchange.naming import area_of
from kizuna.exchange.outcome import Wrong
from kizuna.frame.fhir import Misread
from kizuna.people.fhir import read_consent, read_patient
from kizuna.places.area import AreaValue
from kizuna.referrals.fhir import is_todo, read_order, read_task, read_todo

NOW = datetime(2026, 5, 4, tzinfo=UTC)
WORDS = st.sampled_from(
    [
        "active",
        "requested",
        "completed",
        "permit",
        "patient-privacy",
        "Patient/1",
        "#a",
        "urn:uuid:1",
        "2026-01-01",
        "2026",
        "make-contact",
        "complete-questionnaire",
        "questionnaire",
        "food-insecurity",
        "POST",
        "PUT",
        "Task",
        "transaction",
        "phone",
        "usual",
    ]
)
NAMES = st.sampled_from(
    [
        "resourceType",
        "status",
        "intent",
        "category",
        "code",
        "coding",
        "system",
        "subject",
        "reference",
        "performer",
        "note",
        "text",
        "replaces",
        "extension",
        "url",
        "valueCode",
        "valuePositiveInt",
        "scope",
        "provision",
        "type",
        "actor",
        "period",
        "end",
        "patient",
        "name",
        "given",
        "family",
        "telecom",
        "use",
        "value",
        "address",
        "line",
        "city",
        "birthDate",
        "gender",
        "communication",
        "language",
        "focus",
        "for",
        "owner",
        "statusReason",
        "input",
        "output",
        "identifier",
        "contained",
        "entry",
        "resource",
        "request",
        "method",
        "fullUrl",
        "id",
        "description",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=24,
)


@given(st.dictionaries(NAMES, JSON, max_size=8))
def test_nonsense_is_refused_with_a_sentence(sent: dict[str, Any]) -> None:
    readers = (
        lambda: read_order(sent),
        lambda: read_task(sent),
        lambda: is_todo(sent) and read_todo(sent),
        lambda: read_patient(sent, NOW),
        lambda: read_consent(sent, NOW),
        lambda: Pool(read_transaction(sent)).of("Patient"),
        lambda: Pool(single("POST", sent)).find("#a", "Patient", single("POST", sent)[0]),
    )
    for read in readers:
        try:
            read()
        except (Misread, Wrong) as refused:
            assert str(refused) or refused.args


def test_of_two_names_the_one_of_today_counts() -> None:
    names = [{"text": "Old", "use": "old"}, {"text": "Gone", "period": {"end": "2020"}}, {"text": "Now"}]
    ways = [{"system": "phone", "value": "1", "use": "old"}, {"system": "sms", "value": "2"}]
    found = read_patient({"name": names, "telecom": ways, "birthDate": "1950-07"}, NOW)
    assert (found.name, found.phone, found.birth_year) == ("Now", "2", 1950)


def test_a_consent_counts_while_it_says_yes() -> None:
    yes = {"status": "active", "scope": {"coding": [{"code": "patient-privacy"}]}}
    assert read_consent(yes, NOW).holds
    for no in (
        {"status": "rejected"},
        {"status": "inactive"},
        {"scope": {}},
        {"provision": {"type": "deny"}},
        {"provision": {"period": {"end": "2026-05-03"}}},
    ):
        assert not read_consent(yes | no, NOW).holds
    assert read_consent(yes | {"provision": {"period": {"end": "2026-05-04"}}}, NOW).holds


@pytest.mark.parametrize(
    ("reasons", "code"),
    [
        ([{"code": "no-capacity"}], "no-places"),
        ([{"system": "urn:kizuna:reason", "code": "did-not-come"}], "did-not-come"),
        ([{"system": "https://theirs.example", "code": "did-not-come", "display": "x"}], "other"),
        ([], ""),
    ],
)
def test_reasons_are_ours_or_what_they_mean_here(reasons: list[Any], code: str) -> None:
    more = {"statusReason": {"coding": reasons}} if reasons else {}
    assert read_task({"status": "rejected", **more}).reason == code


def test_where_somebody_lives_is_known_by_name_or_when_there_is_one_place_only() -> None:
    town = AreaValue("t", "Bay", "community", None, 0, 0)
    old, new = (AreaValue(name[0], name, "neighbourhood", "t", 0, 0) for name in ("Old", "New"))
    every = frozenset("tON")
    assert area_of(["old"], [town, old, new], every) == "O"
    assert area_of(["Elsewhere"], [town, old, new], every) == "t"
    assert area_of([], [town, old, new], frozenset("ON")) is None
