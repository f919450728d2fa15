"""A list of residents becomes persons, or each bad cell is named."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.frame.columns import guess
from kizuna.frame.sheet import read_sheet
from kizuna.people.spreadsheet import COLUMNS, Agreement, Site, read_people

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
BATCH = UUID(int=7)
SITE = Site({"harbour": "area-1", "hill": "area-2"}, "US", ("en", "es", "ar"))
NOBODY = Agreement("nobody")


def read(text: str, agreement: Agreement = NOBODY, site: Site = SITE):
    sheet = read_sheet(text.encode())
    return read_people(sheet, guess(sheet.columns, COLUMNS), site, BATCH, agreement, NOW)


def test_a_whole_row() -> None:
    people, faults = read(
        "Full name,Known as,DOB,Telephone,Mail,Neighborhood,Address,ZIP,"
        "Speaks,Living alone,Household,Contact preference\n"
        "Ana María Ruiz,Ani,01/02/1950,(305) 555-0123, ANA@Example.org ,Harbour,1 Pier St,33101,"
        "Spanish and English,sí,7,SMS\n"
    )
    assert faults == []
    person = people[2]
    assert (person.name, person.called, person.birth_year) == ("Ana María Ruiz", "Ani", 1950)
    assert (person.phone, person.email) == ("+13055550123", "ana@example.org")
    assert (person.area, person.address) == ("area-1", "1 Pier St\n33101")
    assert (person.languages, person.lives_alone) == (("es", "en"), True)
    assert person.preferred_channel == "text"
    assert person.household.endswith(":7")


def test_a_name_in_two_columns_or_one_and_in_any_script() -> None:
    people, faults = read("First name,Surname,Area\nBo,,Hill\nAda,Okafor,hill\n王小明,,HILL\n")
    assert faults == []
    assert [person.name for person in people.values()] == ["Bo", "Ada Okafor", "王小明"]


def test_unknown_is_not_no() -> None:
    people, _ = read("Name,Area,Lives alone\nA,Hill,\nB,Hill,no\n")
    assert [person.lives_alone for person in people.values()] == [None, False]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Phone", "12"),
        ("Phone", "call me"),
        ("Mail", "nobody"),
        ("DOB", "1/2/50"),
        ("DOB", "2190"),
        ("DOB", "1950 or 1951"),
        ("Area", "Atlantis"),
        ("Area", ""),
        ("Speaks", "Blorptalk"),
        ("Living alone", "maybe"),
        ("Contact preference", "pigeon"),
        ("Name", ""),
        ("Pronouns", "x" * 41),
    ],
)
def test_each_bad_cell_is_named_with_row_and_column(column: str, value: str) -> None:
    good = {"Name": "Ana", "Area": "Hill"} | {column: value}
    text = f"{','.join(good)}\nBo,Hill{',' * (len(good) - 2)}\n{','.join(good.values())}\n"
    _, faults = read(text if any(value for value in good.values()) else text + "x")
    assert [(fault.row, fault.column) for fault in faults] == [(3, column)]
    assert faults[0].why.endswith(".")


def test_one_area_for_rows_without() -> None:
    people, faults = read("Name\nAna\n", site=Site(SITE.areas, "US", area="area-2"))
    assert faults == []
    assert people[2].area == "area-2"


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        (Agreement("nobody"), [0, 0, 0]),
        (Agreement("everybody", "spoken", datetime(2026, 1, 1, tzinfo=UTC)), [1, 1, 1]),
        (Agreement("column"), [1, 0, 0]),
        (Agreement("emergency"), [1, 1, 1]),
    ],
)
def test_consent_is_what_was_said_and_no_more(agreement: Agreement, expected: list[int]) -> None:
    people, faults = read("Name,Area,Consent\nA,Hill,yes\nB,Hill,no\nC,Hill,\n", agreement)
    assert faults == []
    assert [len(person.consents) for person in people.values()] == expected
    for person in people.values():
        for consent in person.consents:
            assert consent.emergency_only == (agreement.answer == "emergency")
            assert consent.given_at == (agreement.given_at or NOW)


def test_consent_is_not_dated_into_the_future() -> None:
    people, _ = read("Name,Area\nA,Hill\n", Agreement("everybody", "paper", datetime(2027, 1, 1, tzinfo=UTC)))
    assert people[2].consents[0].given_at == NOW


def test_the_same_list_gives_the_same_ids() -> None:
    text = "Name,Area\nA,Hill\nB,Hill\n"
    assert [p.id for p in read(text)[0].values()] == [p.id for p in read(text)[0].values()]
    assert len({p.id for p in read(text)[0].values()}) == 2


@given(st.lists(st.lists(st.text(max_size=30), min_size=12, max_size=12), min_size=1, max_size=4))
def test_no_cell_breaks_it(rows: list[list[str]]) -> None:
    heading = "Name,Family name,Born,Phone,Mail,Area,Address,Languages,Lives alone,Household,Channel,Agreed"
    text = heading + "\nAna,,,,,,,,,,,\n"
    for row in rows:
        text += (
            ",".join('"' + c.replace('"', '""').replace("\r", "").replace("\x00", "") + '"' for c in row)
            + "\n"
        )
    sheet = read_sheet(text.encode("utf-8", "replace"))
    people, faults = read_people(sheet, guess(sheet.columns, COLUMNS), SITE, BATCH, Agreement("column"), NOW)
    assert len(people) == len(sheet.rows)
    assert all(fault.why for fault in faults)
