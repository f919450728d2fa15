"""For which time figures are told: whole years and quarters of the calendar, and nothing in between.

Spans that anybody could choose to the day could be taken from one another, down to one person.
"""

import re
from dataclasses import dataclass
from datetime import date

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_


@dataclass(frozen=True)
class Timespan:
    """From its first day until the day after its last."""

    code: str
    first: date
    after: date

    @property
    def whole_year(self) -> bool:
        """Whether it is a year, and no quarter."""
        return "-" not in self.code

    @property
    def last(self) -> date:
        """Its last day."""
        return date.fromordinal(self.after.toordinal() - 1)


def timespan(code: str) -> Timespan:
    """`2026` or `2026-Q3`; Refused with a sentence."""
    found = re.fullmatch(r"(\d{4})(?:-[Qq]([1-4]))?", code.strip(), re.ASCII)
    if found is None or not 1900 <= int(found[1]) <= 9998:
        raise Refused(N_("Choose a year, like 2026, or a quarter of one, like 2026-Q3."))
    year = int(found[1])
    if found[2] is None:
        return Timespan(str(year), date(year, 1, 1), date(year + 1, 1, 1))
    month = 3 * int(found[2]) - 2
    after = date(year + 1, 1, 1) if month == 10 else date(year, month + 3, 1)
    return Timespan(f"{year}-Q{found[2]}", date(year, month, 1), after)


def timespans(first: date, today: date) -> tuple[Timespan, ...]:
    """Every year and quarter from a day on that has begun, the newest first."""
    found = []
    for year in range(today.year, first.year - 1, -1):
        codes = [str(year), *(f"{year}-Q{quarter}" for quarter in (4, 3, 2, 1))]
        found += [span for span in map(timespan, codes) if span.first <= today and span.after > first]
    return tuple(found)
