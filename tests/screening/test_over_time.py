"""Scores over time: judged by published norms, never by a feeling; small numbers hidden in one place."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.small_numbers import SMALLEST, parts, shown
from kizuna.access.viewer import SYSTEM
from kizuna.instruments.fhir import read_questionnaire
from kizuna.instruments.fhir.foreign import Foreign, foreign_of
from kizuna.instruments.queries import instrument
from kizuna.screening.before_after import APART, compared, first_and_last, t_95
from kizuna.screening.chart import BOTTOM, HEIGHT, TOP, chart
from kizuna.screening.over_time import Given, Point, courses
from kizuna.screening.scores import shown as shown_scores
from kizuna.screening.worked_out import foreign_courses, known_scores
from tests.conftest import NOW

PHQ = instrument(SYSTEM("test"), "phq-9")
WHO = instrument(SYSTEM("test"), "who-5")
MSPSS = instrument(SYSTEM("test"), "mspss")
DAY = timedelta(days=1)


def phq(total: int, day: int, gaps: int = 0) -> Given:
    """Answers that come to this total, so many days from now."""
    points = [min(3, max(0, total - 3 * place)) for place in range(9)]
    answers = {str(place + 1): str(point) for place, point in enumerate(points)}
    return Given(NOW + day * DAY, {key: answers[key] for key in list(answers)[: 9 - gaps]})


def test_a_course_is_in_order_with_bands_and_says_what_is_more_than_chance():
    (course,) = courses(PHQ, [phq(8, 60), phq(15, 0), phq(13, 30)])
    assert [point.value for point in course.points] == [15, 13, 8]
    assert [point.band for point in course.points] == ["Moderately severe", "Moderate", "Mild"]
    assert [point.verdict for point in course.points] == ["", "not sure", "lower"]
    # 1.96 × 3.5 × √(2 × (1 − .87))
    assert course.needed == pytest.approx(3.498, abs=0.01)
    assert course.rule == "chance"
    assert course.last.change == -7


def test_without_norms_the_authors_word_counts_and_without_that_nobody_knows():
    def both(found, first, then):
        made = [Given(NOW + n * DAY, dict.fromkeys([item.id for item in found.items], str(value)))
                for n, value in ((0, first), (9, then))]  # fmt: skip
        return courses(found, made)[0]

    assert (both(WHO, 1, 3).rule, both(WHO, 1, 3).last.verdict) == ("authors", "higher")
    assert both(MSPSS, 1, 7).last.verdict == "unknown"


def test_a_score_that_is_none_stays_none_and_judges_nothing():
    (course,) = courses(PHQ, [phq(9, 0, gaps=4), phq(4, 9), phq(20, 20)])
    assert course.points[0] == Point(NOW, None, missing=4)
    assert course.points[1].verdict == ""
    assert course.points[2].verdict == "higher"
    assert courses(PHQ, []) == ()


POINTS = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


def worked_out(name: str, kind: str, formula: str, loinc: str = "") -> dict[str, Any]:
    expression = {"language": "text/fhirpath", "expression": formula}
    code = {"code": [{"system": "http://loinc.org", "code": loinc}]} if loinc else {}
    return {"linkId": name, "type": kind, "text": name, **code,
            "extension": [{"url": SDC, "valueExpression": expression}]}  # fmt: skip


def from_a_file(*more: dict[str, Any], loinc: str = "") -> Foreign:
    """Nine questions with the codes of PHQ-9, and what its file works out."""
    offered = [{"valueCoding": {"code": str(n), "display": str(n)},
                "extension": [{"url": POINTS, "valueDecimal": n}]} for n in range(4)]  # fmt: skip
    asked = [
        {"linkId": item.id, "type": "choice", "text": item.id, "answerOption": offered,
         "code": [{"system": "http://loinc.org", "code": item.loinc}]}
        for item in PHQ.items if item.id in PHQ.scales[0].items
    ]  # fmt: skip
    total = worked_out("total", "decimal", "%resource.item.answer.value.ordinal().sum()", loinc)
    words = worked_out(
        "said", "string", "iif(%resource.item.answer.value.ordinal().sum() > 9, 'High', 'Low')"
    )
    extra = {"linkId": "more", "type": "choice", "text": "How hard?", "answerOption": offered}
    form = {"resourceType": "Questionnaire", "status": "active", "title": "Theirs"}
    form["item"] = [*asked, extra, total, words, *more]
    return foreign_of(read_questionnaire(form), "theirs", "1", "en", {})


def test_what_the_formulas_of_a_file_give_is_followed_over_time() -> None:
    given = [phq(15, 30), phq(4, 60), phq(12, 0)]
    total, said = foreign_courses(from_a_file(), given, {})
    assert [(one.value, one.verdict, one.change) for one in total.points] == [
        (12, "", None), (15, "unknown", 3), (4, "unknown", -8)]  # fmt: skip
    assert (total.name, total.scale, total.ends, total.rule) == ("Theirs", "total", False, "")
    assert [one.words for one in said.points] == ["High", "High", "Low"]
    assert (said.last, said.words, chart(said)) == (None, "Low", None)
    assert chart(total) is not None
    assert foreign_courses(from_a_file(), [], {}) == ()


def test_a_score_with_a_known_code_has_its_bands_and_norms_for_complete_answers() -> None:
    known = known_scores([PHQ, WHO])
    theirs = from_a_file(loinc="44261-6")
    total, _said = foreign_courses(theirs, [phq(15, 0), phq(8, 30), phq(6, 60, gaps=3)], known)
    (ours,) = courses(PHQ, [phq(15, 0), phq(8, 30)])
    assert total.points[:2] == ours.points
    assert (total.rule, total.needed, total.edges) == (ours.rule, ours.needed, ours.edges)
    assert [one.missing for one in total.points] == [0, 0, 3]
    assert (total.points[2].band, total.points[2].verdict) == ("", "unknown")
    whole = phq(15, 0).answers
    assert [(one.told, one.band) for one in shown_scores(theirs, whole, known)] == [
        (15, "Moderately severe"), ("High", "")]  # fmt: skip
    few = phq(6, 0, gaps=3).answers
    assert [one.band for one in shown_scores(theirs, few, known)] == ["", ""]
    twice = worked_out("twice", "decimal", "%resource.item.answer.value.ordinal().sum() * 2", "44261-6")
    outside = foreign_courses(from_a_file(twice), [phq(20, 0)], known)[-1]
    assert (outside.ends, outside.points[0].value, outside.points[0].band) == (False, 40, "")


@given(st.lists(st.tuples(st.integers(0, 27), st.integers(0, 999)), max_size=6))
def test_the_drawing_has_every_score_on_the_sheet(found):
    made = courses(PHQ, [phq(total, day) for total, day in found])
    drawing = chart(made[0]) if made else None
    if drawing is None:
        assert len(found) < 2
        return
    assert len(drawing.dots) == len(found)
    assert all(
        TOP <= dot.y <= HEIGHT - BOTTOM and drawing.left < dot.x <= drawing.right for dot in drawing.dots
    )
    assert [dot.x for dot in drawing.dots] == sorted(dot.x for dot in drawing.dots)


def points(*totals: int, every: int = 30) -> tuple[Point, ...]:
    (course,) = courses(PHQ, [phq(total, place * every) for place, total in enumerate(totals)])
    return course.points


def test_before_and_after_always_says_how_many_and_who_is_not_in_it():
    people = [points(15, 9, 6)] * 12 + [points(10)] * 11 + [()] * 3
    found = compared(PHQ.scales[0], people)
    assert (found.begun, found.both, found.left, found.missing) == (23, 12, 11, 0)
    assert (found.before, found.after, found.change) == (15, 6, -9)
    assert found.moved == {"lower": 12, "not sure": 0, "higher": 0}
    assert found.low == found.high == -9


def test_a_score_that_only_a_file_knows_says_how_many_and_not_what_is_chance() -> None:
    total, _said = foreign_courses(from_a_file(), [phq(15, 0), phq(9, 30)], {})
    found = compared(None, [total.points] * 12 + [()] * 2, "total")
    assert (found.scale, found.begun, found.both, found.change) == ("total", 12, 12, -6)
    assert found.moved is None


@pytest.mark.parametrize("left", [1, SMALLEST - 1])
def test_a_small_count_hides_what_would_tell_it(left):
    found = compared(PHQ.scales[0], [points(15, 6)] * 20 + [points(10)] * left)
    assert (found.left, found.missing, found.begun) == (None, None, None)
    assert found.both == 20
    few = compared(PHQ.scales[0], [points(15, 6)] * left)
    assert few.hidden
    assert few.change is None
    assert few.begun is None


def test_a_second_time_too_near_is_the_same_time():
    near, far = points(9, 8, every=APART.days - 1), points(9, 8, every=APART.days)
    assert first_and_last(near)[1] is None
    assert first_and_last(far)[1].value == 8
    assert first_and_last(()) == (None, None)


@pytest.mark.parametrize(("n", "point"), [(10, 2.262), (20, 2.093), (100, 1.984)])
def test_students_t_is_as_printed(n, point):
    assert t_95(n) == pytest.approx(point, abs=0.002)


def test_small_numbers_have_one_rule():
    assert [shown(n) for n in (0, 1, SMALLEST - 1, SMALLEST)] == [0, None, None, SMALLEST]
    assert parts({"a": 20, "b": 3}) == {"a": None, "b": None}
    assert parts({"a": 20, "b": 0}) == {"a": 20, "b": 0}
