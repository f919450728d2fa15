"""Who keeps the short pages, who sees scores and figures, and whom the house alone may write to."""

import pytest

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound
from kizuna.people.queries import visible_to_ask
from kizuna.screening import actions, queries
from kizuna.screening.models import CopingPage
from tests.conftest import NOW
from tests.screening.scene import attempt, own_page
from tests.screening.test_doors import other_resident

pytestmark = pytest.mark.doors
SHUT = (LogInFirst, NotAllowed, NotFound)


def page(viewer: object) -> None:
    given = {"title": "T", "about": "A", "text": "S", "sources": "S", "needs": (), "language": "en"}
    actions.keep_coping(page=attempt("x"), reviewed_on=NOW.date(), by=viewer, now=NOW, **given)  # type: ignore[arg-type]


def test_only_administrators_keep_the_short_pages(scene):
    town = scene.town
    own = own_page(NOW)
    for viewer in (STRANGER, town.resident, town.worker):
        for keep in (
            page,
            lambda viewer: actions.show_coping(code="stress", shown=False, by=viewer, now=NOW),
            lambda viewer: queries.coping_library(viewer, NOW.date()),
            lambda viewer: queries.coping_draft(viewer, own),
        ):
            with pytest.raises(SHUT):
                keep(viewer)
        assert queries.coping_page(viewer, "stress").code == "stress"
    page(town.admin)
    assert CopingPage.objects.count() == 2


def test_scores_are_for_the_person_and_those_who_support_them(scene):
    town = scene.town
    answers = {str(item): "2" for item in range(1, 10)}
    scene.record(by=town.resident, person=town.ana, answers=answers, heard=[], instrument_code="phq-9")
    for viewer in (town.resident, town.worker):
        (course,) = queries.over_time(viewer, town.ana)
        assert course.first.value == 18
    for viewer in (other_resident(scene), town.other_worker):
        assert queries.over_time(viewer, town.ana) == ()
    for viewer in (STRANGER, town.admin):
        with pytest.raises(SHUT):
            queries.over_time(viewer, town.ana)


def test_figures_are_for_those_who_see_a_town_in_their_areas(scene):
    town = scene.town
    for viewer in (STRANGER, town.resident, town.worker):
        for look in (
            lambda viewer: queries.passages(viewer, NOW),
            lambda viewer: queries.drop_outs(viewer, NOW),
            queries.scored_here,
            lambda viewer: queries.before_after(viewer, "phq-9"),
        ):
            with pytest.raises(SHUT):
                look(viewer)
    assert queries.before_after(town.admin, "phq-9")[0].both == 0
    with pytest.raises(NotFound):
        queries.before_after(town.admin, "check-up")


def test_nobody_but_the_house_asks_people_again(scene):
    for viewer in (STRANGER, scene.town.resident, scene.town.worker, scene.town.admin):
        with pytest.raises(SHUT):
            actions.offer_again(by=viewer, now=NOW)
        with pytest.raises(SHUT):
            visible_to_ask(viewer)
