from typing import Any

import pytest
from django.utils import timezone

from tests.conftest import NOW
from tests.planted import planted
from tests.screening.scene import Scene, set_up

set_up_again = planted(set_up)


@pytest.fixture
def scene(db: None) -> Scene:
    """A small town with crisis numbers; a worker of the North is on duty."""
    return set_up_again()


@pytest.fixture
def clock(monkeypatch: Any) -> None:
    """The views read the clock; here it stands still."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
