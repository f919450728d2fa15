import re
from xml.etree import ElementTree

import pytest

from kizuna.frame.icons import ICONS, TURNS, drawing

NEEDS = "company mood food money home health moving new caring practical learning safety disaster"
DEEDS = "phone message search clock pin globe calendar save lock print people leave"
STATES = "check warn info wait question"
WAYS = "right left up down knot"


def test_every_promised_icon_is_drawn():
    assert set(" ".join((NEEDS, DEEDS, STATES, WAYS)).split()) == set(ICONS)


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_small_valid_and_silent(name: str):
    svg = drawing(name)
    root = ElementTree.fromstring(svg)
    assert root.attrib["aria-hidden"] == "true"
    assert len(svg) < 500
    assert not re.search(r"#[0-9a-f]{3}|style=|fill=", svg)


def test_arrows_turn_with_the_line_of_reading():
    assert all("flip" in drawing(name) for name in TURNS)
    assert "flip" not in drawing("clock")


def test_an_unknown_name_is_loud():
    with pytest.raises(KeyError):
        drawing("teapot")
