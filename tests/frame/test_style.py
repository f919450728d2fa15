"""The style sheets: small, without what old phones and right-to-left readers cannot use, and readable."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "src" / "kizuna" / "frame" / "static" / "frame"
SHEETS = sorted(STATIC.glob("*.css"))
TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "indigo") for ground in ("paper", "card", "sunk")),
    *((ink, "card") for ink in ("persimmon", "moss", "amber")),
    ("persimmon", "paper"),
    *((ink, f"{ink}-w") for ink in ("indigo", "persimmon", "moss", "amber")),
    *(("ink", f"{ink}-w") for ink in ("indigo", "persimmon", "moss", "amber")),
    ("on", "indigo"),
    ("on", "persimmon"),
]


def test_a_resident_loads_little_style():
    sheet = (STATIC / "resident.css").read_bytes()
    assert len(sheet) <= 16_000
    assert len(gzip.compress(sheet, 9)) <= 5_000


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_asks_for_nothing_that_old_phones_lack(sheet: Path):
    text = re.sub(r"@supports[^{]*", "", re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S))
    for new in (":has(", ":is(", ":where(", "inset:", "@layer", "@import", "url(", "http"):
        assert new not in text, new


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_reads_from_either_side(sheet: Path):
    text = sheet.read_text()
    found = re.findall(r"(?:margin|padding|border)-(?:left|right)\b|text-align:(?:left|right)|float:", text)
    assert not found


def test_nothing_moves():
    assert not any(re.search(r"transition|animation|@keyframes", sheet.read_text()) for sheet in SHEETS)


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", block))


def _light(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * sign for sign in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def _looks() -> dict[str, dict[str, str]]:
    text = (STATIC / "resident.css").read_text()
    light = _tokens(text[text.index(":root{") : text.index("@media(prefers-color-scheme")])
    dark = _tokens(text[text.index("@media(prefers-color-scheme") : text.index("@media(prefers-contrast")])
    more = _tokens(text[text.index("@media(prefers-contrast") : text.index("/* elements */")])
    return {"light": light, "dark": {**light, **dark}, "contrast": {**light, **more}}


@pytest.mark.parametrize("look", _looks())
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(look: str, ink: str, ground: str):
    tokens = _looks()[look]
    assert contrast(tokens[ink], tokens[ground]) >= 7


@pytest.mark.parametrize("look", _looks())
def test_edges_and_focus_can_be_seen(look: str):
    tokens = _looks()[look]
    assert contrast(tokens["edge"], tokens["paper"]) >= 3
    assert contrast(tokens["edge"], tokens["card"]) >= 3
    assert contrast(tokens["c2"], tokens["paper"]) >= 3
    assert contrast(tokens["ink"], tokens["glow"]) >= 3 or contrast(tokens["ink"], tokens["paper"]) >= 7


def test_the_looks_by_hand_are_those_of_the_device():
    looks = (STATIC / "looks.css").read_text()
    dark = _tokens(looks[looks.index("[data-look=dark]") : looks.index(":root[data-look=contrast]")])
    more = _tokens(looks[looks.index(":root[data-look=contrast]") :])
    assert dark.items() <= _looks()["dark"].items()
    assert more.items() <= _looks()["contrast"].items()
