"""Which backups stay: the newest of so many days, weeks, months and years."""

import re
from collections.abc import Mapping
from datetime import datetime

NAMES = {"d": "%Y-%m-%d", "w": "%G-%V", "m": "%Y-%m", "y": "%Y"}
_PART = re.compile(r"([1-9][0-9]{0,2})([dwmy])")


class WrongKeeping(ValueError):
    """One sentence for the person who runs this site."""


def keeping(text: str) -> dict[str, int]:
    """`7d,4w,12m` as numbers by letter; raises WrongKeeping."""
    found: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _PART.fullmatch(part)
        if not match:
            raise WrongKeeping(
                f"{part!r} is no period. Write days, weeks, months and years like 7d,4w,12m,2y."
            )
        found[match[2]] = int(match[1])
    return found


def staying(made: Mapping[str, datetime], keep: Mapping[str, int]) -> set[str]:
    """The names that stay, given when each was made. The newest one always does; no rule keeps them all."""
    if not keep:
        return set(made)
    newest_first = sorted(made, key=lambda name: (made[name], name), reverse=True)
    stay = set(newest_first[:1])
    for letter, number in keep.items():
        slots: dict[str, str] = {}
        for name in newest_first:
            slots.setdefault(made[name].strftime(NAMES[letter]), name)
        stay |= set(list(slots.values())[:number])
    return stay
