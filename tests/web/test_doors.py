"""Who may see the town's figures, the findings and a person's own data. Fails when every door is open."""

from collections.abc import Callable
from typing import Any

import pytest

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Viewer
from kizuna.people.queries import profile
from kizuna.web import actions, queries
from tests.conftest import NOW
from tests.town import HOUSE, Town, build

pytestmark = [pytest.mark.doors, pytest.mark.django_db]


@pytest.fixture
def town() -> Town:
    return build(NOW)


STAFF_ONLY: list[tuple[str, Callable[[Viewer], Any]]] = [
    ("figures", lambda viewer: queries.state_of_town(viewer, NOW)),
    ("findings", lambda viewer: queries.health(viewer, NOW)),
]


@pytest.mark.parametrize(("name", "ask"), STAFF_ONLY, ids=[name for name, _ in STAFF_ONLY])
@pytest.mark.parametrize("role", ["resident", "worker", "organiser", "provider"])
def test_the_state_of_the_town_is_for_those_who_run_it(
    name: str, ask: Callable[[Viewer], Any], role: str, town: Town
) -> None:
    with pytest.raises(LogInFirst):
        ask(STRANGER)
    with pytest.raises(NotAllowed):
        ask(town.viewer(role))


def test_a_person_takes_out_only_their_own_data(town: Town) -> None:
    assert queries.held_about(town.viewer("resident"), str(town.ana))
    with pytest.raises(NotFound):
        queries.held_about(town.viewer("resident"), str(town.cem))
    for role in ("worker", "admin"):
        with pytest.raises(NotAllowed):
            queries.held_about(town.viewer(role), str(town.ana))
    with pytest.raises(LogInFirst):
        queries.held_about(STRANGER, str(town.ana))


def test_nobody_erases_somebody_else(town: Town) -> None:
    with pytest.raises(NotFound):
        actions.erase_person(person=str(town.cem), by=town.viewer("resident"), now=NOW)
    for role in ("worker", "admin"):
        with pytest.raises(NotAllowed):
            actions.erase_person(person=str(town.cem), by=town.viewer(role), now=NOW)
    assert profile(HOUSE, town.cem).name == "Cem Öztürk"


def test_only_the_house_invents_a_town(town: Town) -> None:
    with pytest.raises(NotAllowed):
        actions.load_town(count=10, seed=1, by=town.viewer("admin"), now=NOW, progress=lambda *_: None)
