"""`kizuna place add`."""

import pytest

from kizuna.access.viewer import STRANGER
from kizuna.cli import main
from kizuna.places.queries import areas

pytestmark = pytest.mark.django_db
BAY = ("place", "add", "Bay", "--level", "community", "--lat", "44.1", "--lon", "-68.4")


def test_areas_are_added_one_in_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(BAY) == 0
    assert main(("place", "add", "North", "--level", "neighbourhood", "--above", "Bay")) == 0
    bay, north = areas(STRANGER)
    assert (bay.lat, bay.lon, north.above_id) == (44.1, -68.4, bay.id)
    assert "Added North" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (BAY, "already an area called Bay"),
        (("place", "add", "X", "--level", "neighbourhood", "--above", "Coast"), "areas are: Bay"),
        (("place", "add", "X", "--level", "region", "--above", "Bay"), "cannot lie in"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    main(BAY)
    assert main(words) == 2
    assert said in capsys.readouterr().err
