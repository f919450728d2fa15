"""Scales to test with: those that ship with Kizuna, and made-up ones for what none of them needs."""

from typing import Any

from hypothesis import strategies as st

from kizuna.instruments.definition import Choice, Instrument, Item
from kizuna.instruments.files import codes, read
from kizuna.instruments.scale import Band, Range, Recode, Scale, Weight

LIBRARY = [found for code in codes() if (found := read(code)) is not None]
SCALES = [scale for found in LIBRARY for scale in found.scales]


def item(name: str, low: int, high: int) -> Item:
    """A question answered with whole numbers."""
    points = range(low, high + 1)
    return Item(name, "one", choices=tuple(Choice(str(n), "", float(n)) for n in points))


def around(*scales: Scale) -> Instrument:
    """A questionnaire with exactly what these scales need."""
    found: dict[str, Item] = {}
    for scale in scales:
        found |= {scale.gate: item(scale.gate, 0, 1)} if scale.gate else {}
        found |= {name: item(name, scale.lowest(name), scale.highest(name)) for name in scale.items}
    return Instrument("x", "1", "X", tuple(found.values()), "", "S.", "L.", "site", scales=scales)


NINE = Scale(
    "nine",
    tuple(f"q{n}" for n in range(1, 10)),
    0,
    3,
    may_miss=2,
    bands=(Band(0, 5, "none"), Band(5, 10, "mild"), Band(10, 28, "more")),
)
SIX = Scale("six", tuple(f"q{n}" for n in range(1, 7)), 1, 5, rule="mean", reverse=frozenset({"q2", "q4"}))
ABC = ("a", "b", "c")
MADE = [
    NINE,
    SIX,
    Scale("six_gaps", SIX.items, 1, 5, rule="mean", reverse=SIX.reverse, may_miss=3),
    Scale("weighted", ABC, 0, 4, weights=(Weight(("a",), 2), Weight(("b",), 0.3)), may_miss=1),
    Scale("weighted_mean", ABC, 0, 4, rule="mean", weights=(Weight(("a",), 0.7),), may_miss=1),
    Scale("yes_no", ABC, 1, 3, recode=(Recode(ABC, ((1, 0), (2, 1), (3, 1))),), may_miss=1, fill="nothing"),
    Scale("mean_of_told", ABC, 0, 4, rule="mean", may_miss=2, fill="nothing"),
    Scale("table", ("a", "b"), 0, 1, table=((0, 10.5), (1, 20.25), (2, 99.0)), reverse=frozenset({"b"})),
    Scale("mixed", ABC, 1, 5, ranges=(Range(("a",), 1, 4),), factor=2.5),
    Scale("gated", ABC, 0, 1, gate="before", may_miss=1),
]


@st.composite
def answered(draw: Any, scale: Scale, gaps: bool = True) -> dict[str, float | None]:
    """Answers of one person to a scale, with gaps."""
    found: dict[str, float | None] = {}
    for name in scale.items:
        point: Any = st.sampled_from(list(scale.answers(name)))
        found[name] = draw(st.none() | point if gaps else point)
    if scale.gate:
        found[scale.gate] = draw(st.sampled_from([0, 1, 1, 1, None] if gaps else [1]))
    return found
