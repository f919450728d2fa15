"""Who gets suggestions that they can reach, and where nothing was there: counted without anybody in it."""

import html
import re
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.small_numbers import SMALLEST, too_small
from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, Viewer
from kizuna.ledger.models import Entry
from kizuna.places.area import AreaValue, Outline
from kizuna.signposting import queries
from kizuna.signposting.actions import record_shown, record_unmet
from kizuna.signposting.chart import SHADES, chart, shades
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.fairness import STEP, Outcome, band, cells, share, sides
from kizuna.signposting.models import ShownCount
from tests.conftest import NOW
from tests.signposting.test_pages import FOR_ME, heard
from tests.signposting.town import HOUSE, _account, signed_in, town


def text_of(page) -> str:
    """What a page says, without its tags."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split()))


counts = st.lists(st.integers(0, 40), max_size=8)


@given(counts)
def test_small_counts_are_hidden_and_none_can_be_worked_out_from_the_others(numbers):
    hidden = too_small(numbers)
    assert all(hide for n, hide in zip(numbers, hidden, strict=True) if 0 < n < SMALLEST)
    alone = sum(hidden) == 1
    assert not alone or not any(n for n, hide in zip(numbers, hidden, strict=True) if not hide)
    assert not any(hide for n, hide in zip(numbers, hidden, strict=True) if not n)


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_is_rounded_and_none_and_all_are_said_as_they_are(part, more):
    found = share(part, part + more)
    assert found % STEP == 0 and 0 <= found <= 100
    assert (found == 0) == (part == 0) and (found == 100) == (part > 0 and more == 0)


def test_people_are_counted_by_three_things_each_for_itself():
    who = PersonFacts(age=(65.0, 79.0), area="a", languages=("en", "pt-BR"), local_language="en")
    assert sides(who) == {"area": "a", "age": "65", "language": "pt"}
    assert sides(PersonFacts()) == {"area": "", "age": "", "language": ""}
    assert [band(age) for age in ((0.0, 17.0), (18.0, 29.0), (85.0, 120.0), None)] == ["0", "18", "80", ""]
    (one, other) = cells([("a", 40, 40, 10, 0), ("b", 20, 20, 20, 20)])
    assert (one.reached, one.gap, other.gap) == (25, True, False)


def test_a_map_is_drawn_with_dots_or_with_outlines_and_hides_what_is_hidden():
    square = {"type": "Polygon", "coordinates": [[[4, 52], [4.1, 52], [4.1, 52.1], [4, 52.1], [4, 52]]]}
    areas = [AreaValue(str(n), f"Part {n}", "neighbourhood", None, 52 + n / 20, 4 + n / 20) for n in range(3)]
    counted = {"0": 40, "1": None}
    dots = chart([Outline(one) for one in areas], counted)
    drawn = chart([Outline(one, square) for one in areas], counted)
    assert [one.path for one in dots.spots] == [""] * 3 and all(one.path for one in drawn.spots)
    for found in (dots, drawn):
        assert [(one.shade, one.n) for one in found.spots] == [(SHADES, 40), (1, None), (0, 0)]
        assert all(0 <= one.x <= found.width and 0 <= one.y <= found.height for one in found.spots)
    assert chart([], {}) is None and shades([None, 0]) == [1, 0]


def shown(area: str, times: int, reached: bool) -> None:
    who = PersonFacts(age=(65.0, 79.0), area=area, languages=("pt",), local_language="en")
    for _ in range(times):
        outcome = Outcome(True, reached, False)
        record_shown(attempt=uuid4(), needs=["food"], facts=who, outcome=outcome, by=STRANGER, now=NOW)


@pytest.mark.django_db
def test_the_report_tells_planners_of_their_areas_and_hides_few(django_assert_max_num_queries):
    made = town()
    hill, shore = made.groups.hill, made.groups.shore
    before = Entry.objects.count()
    shown(hill, 12, True)
    shown(hill, 4, False)
    shown(shore, 3, False)
    assert Entry.objects.count() == before, "looking for help leaves no trace"
    for _ in range(11):
        record_unmet(attempt=uuid4(), needs=["money.tax"], area=hill, by=STRANGER, now=NOW)
    found = queries.report(Viewer(role="coordinator", areas=frozenset({hill})), NOW)
    (area, age, language) = found.sides
    assert [(one.label, one.n, one.reached) for one in area.cells] == [("Hill", 16, 75)]
    assert [(one.label, one.n) for one in age.cells] == [("65 to 79", 19)]
    assert [(one.value, one.gap) for one in language.cells] == [("pt", False)]
    assert [(one.need, one.n) for one in found.unmet] == [("money.tax", 11)]
    assert [(one.name, one.n) for one in found.places] == [("Hill", 11)]
    both = queries.report(HOUSE, NOW)
    assert [one.n for one in both.sides[0].cells] == [None, None], "one alone could be worked out"
    client = signed_in(_account("coordinator", areas=[hill, shore]))
    client.get("/help/report/")
    with django_assert_max_num_queries(12):
        page = client.get("/help/report/")
    said = page.content.decode()
    assert "Hidden" in said and "65 to 79" in said and "<svg" in said and "Portuguese" in said
    table = client.get("/help/report.csv").content.decode()
    assert '"nothing suitable, by need",money.tax,11' in table or "money.tax,11" in table
    assert "hidden" in table and ",3," not in table


@pytest.mark.django_db
def test_a_list_counts_once_for_an_attempt(client):
    made = town()
    token = heard("company.group", area=made.groups.hill, languages=["pt"])
    for _ in range(3):
        client.post(FOR_ME, {"heard": token})
    client.post(FOR_ME, {"heard": token, "more": "1"})
    rows = dict(ShownCount.objects.values_list("side", "n"))
    assert rows == {"area": 1, "age": 1, "language": 1}
    assert set(ShownCount.objects.values_list("found", flat=True)) == {1}


@pytest.mark.django_db
@pytest.mark.doors
@pytest.mark.parametrize(
    ("viewer", "answer"),
    [
        (STRANGER, LogInFirst),
        (Viewer(role="resident", person="p"), NotAllowed),
        (Viewer(role="worker"), NotAllowed),
    ],
)
def test_the_report_is_for_those_who_plan(viewer, answer):
    with pytest.raises(answer):
        queries.report(viewer, NOW)
