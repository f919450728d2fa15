"""Headings that people write are recognised, and never two columns for one."""

from hypothesis import given
from hypothesis import strategies as st

from kizuna.frame.columns import Column, cell, guess, heading
from kizuna.frame.sheet import read_sheet

COLUMNS = (
    Column("name", "Name", ("full name", "nombre", "الاسم"), required=True),
    Column("phone", "Phone", ("telephone", "mobile", "teléfono")),
    Column("email", "E-mail", ("mail", "e-mail address")),
    Column("area", "Area", ("neighbourhood", "barrio")),
)


def test_headings_are_recognised_in_any_dress() -> None:
    assert guess(["E-Mail Address", "TELEFONO", " full  name ", "?"], COLUMNS) == {
        "email": 0,
        "phone": 1,
        "name": 2,
    }


def test_a_slip_of_the_pen_is_forgiven_but_short_words_are_not_guessed() -> None:
    assert guess(["Neigbourhood", "nane"], COLUMNS) == {"area": 0}


def test_what_fits_to_the_letter_goes_first() -> None:
    assert guess(["telephones", "phone"], COLUMNS) == {"phone": 1}


@given(st.lists(st.text(max_size=12), max_size=8))
def test_a_place_is_given_once(headings: list[str]) -> None:
    found = guess(headings, COLUMNS)
    assert len(set(found.values())) == len(found)


def test_cells_are_read_through_the_mapping() -> None:
    found = read_sheet(b"Who,Call\nAna,123\n")
    mapped = {"name": 0, "phone": 1}
    assert cell(found.rows[0], mapped, "phone") == "123"
    assert cell(found.rows[0], mapped, "email") == ""
    assert heading(found, mapped, "phone") == "Call"
    assert heading(found, mapped, "email") == "email"
