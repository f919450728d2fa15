"""Only an administrator and the house itself see how the work stands."""

from collections.abc import Callable
from typing import Any

import pytest

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, Viewer
from kizuna.work.queries import counts, dead_letters, progress
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.doors]
LOOKS: list[Callable[[Viewer], Any]] = [progress, dead_letters, lambda viewer: counts(viewer, NOW)]


@pytest.mark.parametrize("look", LOOKS)
def test_only_an_administrator_looks_at_the_queue(look: Callable[[Viewer], Any]) -> None:
    look(Viewer(role="admin", account="1"))
    look(SYSTEM("check"))
    with pytest.raises(LogInFirst):
        look(STRANGER)
    for role in ("resident", "worker", "organiser", "provider", "coordinator", "analyst"):
        with pytest.raises(NotAllowed):
            look(Viewer(role=role, account="1", person="p", areas=frozenset({"north"}), token="case:1"))  # type: ignore[arg-type]
