"""Short pages that are always at hand: their shape, what a site types, and which of them fit a need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kizuna.directory.needs import BY_CODE

REVIEW_AFTER = timedelta(days=2 * 365)
"""A page that nobody has looked over for so long says so to those who keep it."""
OFFERED = 3
"""So many are offered after a check-up; all the others are one tap away."""
LONGEST = 6000
EXACT = 10


@dataclass(frozen=True)
class Part:
    """A heading and its steps. `extra`: left out of the easy reading level."""

    title: str
    text: tuple[str, ...]
    extra: bool = False


@dataclass(frozen=True)
class Coping:
    """One short page. Without a language it is Kizuna's own and is translated like every other text."""

    code: str
    title: str
    about: str
    needs: tuple[str, ...]
    reviewed: date
    sources: tuple[str, ...]
    parts: tuple[Part, ...]
    icon: str = "knot"
    order: int = 100
    language: str = ""

    def __post_init__(self) -> None:
        strange = sorted(set(self.needs) - set(BY_CODE))
        if strange:
            raise ValueError(f"The page {self.code!r} names {strange}, which are no needs.")
        if not (self.sources and self.parts and all(part.text for part in self.parts)):
            raise ValueError(f"The page {self.code!r} needs sources, and parts with steps.")

    @property
    def own(self) -> bool:
        """Whether Kizuna brought it, and not the site."""
        return not self.language

    def stale(self, today: date) -> bool:
        """Whether somebody should look it over again."""
        return self.reviewed + REVIEW_AFTER < today


@dataclass(frozen=True)
class Kept:
    """A page as those who keep the library see it."""

    page: Coping
    shown: bool
    stale: bool


def _fits(page: Coping, needs: Sequence[str]) -> int:
    """What names a need goes before what names only its group; earlier needs weigh more."""
    found = 0
    for place, code in enumerate(needs):
        weight = len(needs) - place
        group = code.partition(".")[0]
        found += weight * (EXACT if code in page.needs else 1 if group in page.needs else 0)
    return found


def offered(pages: Iterable[Coping], needs: Sequence[str], most: int = OFFERED) -> tuple[Coping, ...]:
    """The pages that fit these needs, the most pressing first; none without a need."""
    fitting = [page for page in pages if _fits(page, needs)]
    return tuple(sorted(fitting, key=lambda page: (-_fits(page, needs), page.order, page.code))[:most])


def for_need(pages: Iterable[Coping], code: str) -> tuple[Coping, ...]:
    """The pages of a need, or of any need of a group; all of them without one."""
    return tuple(
        page
        for page in pages
        if not code or any(need == code or need.partition(".")[0] == code for need in page.needs)
    )


def parts_of(typed: str) -> tuple[Part, ...]:
    """What a site typed: an empty line begins a part, its first line is the heading, the rest are steps.

    A part of one line is a step without a heading.
    """
    found = []
    for block in "\n".join(line.strip() for line in typed.splitlines()).split("\n\n"):
        lines = [line.lstrip("-•* ").strip() for line in block.split("\n")]
        lines = [line for line in lines if line]
        if lines:
            found.append(Part(lines[0] if len(lines) > 1 else "", tuple(lines[1:] or lines)))
    return tuple(found)
