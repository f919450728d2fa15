"""Public holidays of the site's country and region, by the `holidays` package."""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=32)
def named(country: str, region: str, year: int) -> dict[date, str]:
    """Public holidays of these three years around `year`, with their names; none for an unknown country."""
    try:
        found = holidays.country_holidays(country, subdiv=region or None, years=(year - 1, year, year + 1))
    except NotImplementedError:
        return {}
    return dict(found.items())


@lru_cache(maxsize=32)
def days(country: str, region: str, year: int) -> frozenset[date]:
    """The days alone."""
    return frozenset(named(country, region, year))
