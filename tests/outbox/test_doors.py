"""Only an administrator and the house itself look into the outbox."""

from collections.abc import Callable
from typing import Any

import pytest

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, Viewer
from kizuna.outbox import queries
from kizuna.outbox.message import Callees
from kizuna.outbox.queries.calling import visible_calls
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.doors]
LOOKS: dict[str, Callable[[Viewer], Any]] = {
    "state_of": lambda viewer: queries.state_of(viewer, "k"),
    "counts": queries.counts,
    "problems": queries.problems,
    "waiting": lambda viewer: queries.waiting(viewer, NOW),
    "replies": lambda viewer: queries.replies(viewer, ""),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))
def test_only_an_administrator_looks_into_the_outbox(look: Callable[[Viewer], Any]) -> None:
    look(Viewer(role="admin", account="1"))
    look(SYSTEM("check"))
    with pytest.raises(LogInFirst):
        look(STRANGER)
    for role in ("resident", "worker", "organiser", "provider", "coordinator", "analyst"):
        with pytest.raises(NotAllowed):
            look(Viewer(role=role, account="1", person="p", areas=frozenset({"north"}), token="case:1"))  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["resident", "organiser", "provider", "analyst"])
def test_whoever_makes_no_calls_may_not_know_of_one(role: Any) -> None:
    with pytest.raises(NotAllowed):
        visible_calls(Viewer(role=role, account="1", areas=frozenset({"north"})), Callees())
