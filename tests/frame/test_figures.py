from hypothesis import given
from hypothesis import strategies as st

from kizuna.frame.figures import distance, initials, knots, phone_dial, phone_display
from kizuna.frame.paging import page_of


def test_a_number_is_written_as_people_here_write_it():
    assert phone_display("+13055550137", "US") == "(305) 555-0137"
    assert phone_display("3055550137", "US") == "(305) 555-0137"
    assert phone_display("+351 21 123 4567", "US") == "+351 21 123 4567"


def test_short_and_unreadable_numbers_stay_as_they_are():
    assert phone_display("988", "US") == "988"
    assert phone_display("ring the bell", "US") == "ring the bell"
    assert phone_dial("988", "US") == "988"
    assert phone_dial("ring 2-1-1", "US") == "211"


def test_a_telephone_dials_the_whole_number_and_its_extension():
    assert phone_dial("(305) 555-0137", "US") == "+13055550137"
    assert phone_dial("(305) 555-0137 ext. 12", "US") == "+13055550137;ext=12"


@given(st.text(max_size=40))
def test_no_text_breaks_a_number(text: str):
    phone_display(text, "US")
    assert set(phone_dial(text, "US")) <= set("+*#;ext=") | {sign for sign in text if sign.isdigit()} | set(
        "0123456789"
    )


def test_distance_is_rounded_as_people_say_it():
    said = [(d.figure, d.unit) for d in map(distance, (0, 20, 640, 974, 976, 1234, 9_960, 12_400))]
    assert said == [
        (50, "m"),
        (50, "m"),
        (650, "m"),
        (950, "m"),
        (1.0, "km"),
        (1.2, "km"),
        (10, "km"),
        (12, "km"),
    ]


@given(st.floats(min_value=0, max_value=1e6))
def test_a_distance_is_never_nothing(metres: float):
    assert distance(metres).figure > 0


def test_initials():
    assert initials("Bento Sardinha") == "BS"
    assert initials("Ana de la Cruz") == "AC"
    assert initials("noor") == "N"
    assert initials("") == ""
    assert initials("محمد علي") == "مع"


@given(st.integers(1, 20), st.integers(1, 20))
def test_there_is_one_knot_a_step_and_one_of_them_is_here(step: int, of: int):
    marks = knots(step, of)
    assert len(marks) == of
    assert marks.count("h") == (1 if step <= of else 0)
    assert marks.count("d") == min(step - 1, of)


@given(st.integers(0, 500), st.one_of(st.text(max_size=5), st.integers(), st.none()))
def test_every_page_asked_for_is_a_page_that_exists(total: int, asked: object):
    page = page_of(total, asked, per_page=20)
    assert 1 <= page.number <= page.pages
    assert 0 <= page.start <= page.stop <= total
    assert page.has_next == (page.stop < total)
    assert page.has_previous == (page.start > 0)


def test_the_pages_of_a_list_cover_it_once():
    seen = [i for n in range(1, 6) for i in range(page_of(95, n).start, page_of(95, n).stop)]
    assert seen == list(range(95))
