"""A door that lets everybody through must not stay unnoticed: in any room, in any of two ways."""

import pytest

from tests.bench.doors import MODES, caught, rooms_with_doors


@pytest.mark.parametrize("mode", MODES)
def test_open_doors_are_noticed_in_every_room(mode: str) -> None:
    rooms = rooms_with_doors(mode)
    assert len(rooms) > 1
    asleep = set(rooms) - set(caught(mode, rooms))
    assert not asleep, f"{mode}: no test marked doors fails in {', '.join(sorted(asleep))}"
