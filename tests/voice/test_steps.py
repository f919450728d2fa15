"""The way of a report, what is kept of a page, and whose name stands in a text: no database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.referrals.due import Calendar
from kizuna.voice.code import in_language, lines
from kizuna.voice.report import hinted_in, named_in, page_of
from kizuna.voice.steps import (
    BY_CODE,
    OVER,
    STATES,
    STEPS,
    Days,
    WrongDays,
    due,
    may_take,
    mermaid,
    next_step,
    read_days,
)

CALENDAR = Calendar("US", "", ZoneInfo("UTC"))
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_every_state_is_reached_and_what_is_over_stays_so() -> None:
    reached, new = {"new"}, {"new"}
    while new:
        new = {step.after for step in STEPS if step.before & reached} - reached
        reached |= new
    assert reached == set(STATES)
    assert not [step.code for step in STEPS if step.before & OVER]
    ends = {state for state in STATES if not any(state in step.before for step in STEPS)}
    assert ends == OVER


@given(st.sampled_from(sorted(BY_CODE)), st.sampled_from(sorted(STATES)), st.sampled_from(["", "a", "b"]))
def test_nobody_takes_a_step_of_others_or_decides_twice(code: str, state: str, account: str) -> None:
    for who in ("reader", "reporter", "house"):
        given = may_take(code, state=state, who=who, account=account, decided_by="a")  # type: ignore[arg-type]
        if given:
            assert BY_CODE[code].who == who and next_step(code, state)
            assert code != "decide_again" or account == "b"


def test_days_are_working_days() -> None:
    days = Days(read=2)
    assert due("new", since=FRIDAY, urgent=False, days=days, calendar=CALENDAR) == datetime(
        2026, 11, 24, 18, tzinfo=UTC
    )
    assert due("new", since=FRIDAY, urgent=True, days=days, calendar=CALENDAR) == datetime(
        2026, 11, 20, 18, tzinfo=UTC
    )
    saturday = FRIDAY + timedelta(days=1)
    assert due("new", since=saturday, urgent=True, days=days, calendar=CALENDAR) == datetime(
        2026, 11, 23, 18, tzinfo=UTC
    )
    # Thanksgiving is no working day.
    assert due("appealed", since=FRIDAY, urgent=False, days=Days(again=4), calendar=CALENDAR) == datetime(
        2026, 11, 27, 18, tzinfo=UTC
    )
    assert due("closed", since=FRIDAY, urgent=False, days=days, calendar=CALENDAR) is None
    assert read_days("read=1, again=3") == Days(read=1, again=3)
    for wrong in ("speak=1", "read=0", "read=91", "read=x"):
        with pytest.raises(WrongDays):
            read_days(wrong)


@pytest.mark.parametrize(
    ("name", "path", "parameters", "kept"),
    [
        ("activities:group", "/groups/1/", {"group": "1"}, "/groups/1/"),
        ("activities:seat", "/groups/place/secret/", {"token": "secret"}, "activities:seat"),
        ("people:person", "/people/1/", {"person": "1"}, "people:person"),
        ("voice:own", "/conduct/report/secret/", {"token": "secret"}, "voice:own"),
        ("activities:talk", "/groups/1/talk/", {"group": "1"}, "/groups/1/"),
        (
            "activities:decide_letter",
            "/groups/letters/1/decide/",
            {"letter": "1"},
            "activities:decide_letter",
        ),
        ("my_data", "/my-data/", {}, "my_data"),
        ("home", "/", {}, "/"),
    ],
)
def test_of_a_private_page_only_its_name_is_kept(name, path, parameters, kept) -> None:
    assert page_of(name, path, parameters) == kept


def test_a_name_is_found_in_any_case_and_script_but_not_inside_words() -> None:
    staff = [("1", "Åsa Lind"), ("2", "Al"), ("3", ""), ("4", "Омар")]
    assert named_in("It was asa  LIND, again. OMAR? ОМАР!", staff) == {"1", "4"}
    assert named_in("Also, all of it", staff) == frozenset()
    assert named_in("(Al)", staff) == {"2"}
    assert hinted_in("that Lind, at the desk", staff) == {"1"} and hinted_in("al or so", staff) == frozenset()


def test_rules_as_people_type_them() -> None:
    assert lines(" - Be kind\n\n• Ask first \n") == ("Be kind", "Ask first")
    texts = {"en": ["Be kind"], "es": [], "ar": ["كن لطيفا"]}
    assert in_language(texts, "ar-eg") == ("ar", ("كن لطيفا",))
    assert in_language(texts, "es") == ("en", ("Be kind",))
    assert in_language({}, "en") == ("", ())


def test_the_page_shows_the_table() -> None:
    drawn = f"<!-- drawn from steps.py -->\n```mermaid\n{mermaid()}\n```\n<!-- end -->"
    assert drawn in (Path(__file__).parents[2] / "docs" / "methods" / "reports.md").read_text()
