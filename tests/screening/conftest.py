import pytest

from tests.screening.scene import Scene, set_up


@pytest.fixture
def scene(db: None) -> Scene:
    """A small town with crisis numbers; a worker of the North is on duty."""
    return set_up()
