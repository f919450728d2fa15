"""Where somebody is, about: never nearer than a kilometre, and how far away things are, in round figures."""

import re
from dataclasses import dataclass
from math import cos, floor, radians

from kizuna.places.geometry import distance_m, on_earth

STEP = 0.01
"""Degrees of latitude between two places that we tell apart: 1.1 km."""
MILE_M = 1609.344
MILES = frozenset({"US", "GB", "LR", "MM"})
"""Countries that measure roads in miles."""
_PAIR = re.compile(r"(-?\d{1,3}(?:\.\d{1,20})?),(-?\d{1,3}(?:\.\d{1,20})?)")


@dataclass(frozen=True)
class Rough:
    """A place as roughly as we want to know it: the corner of a grid of about one kilometre."""

    lat: float
    lon: float

    def __str__(self) -> str:
        return f"{self.lat:.2f},{self.lon:.2f}"


@dataclass(frozen=True)
class About:
    """A distance in whole kilometres or miles; 1 stands for everything up to one."""

    number: int
    miles: bool


def _round(value: float, step: float) -> float:
    return round(floor(value / step + 0.5) * step, 2) + 0.0


def coarse(lat: float, lon: float) -> Rough:
    """The place on the grid. What is on the grid already stays where it is.

    Towards the poles the steps of longitude grow in number of hundredths, so that they stay a kilometre wide.
    """
    rough = max(-90.0, min(90.0, _round(lat, STEP)))
    wide = min(36_000, max(1, round(1 / max(1e-6, cos(radians(rough)))))) * STEP
    return Rough(rough, max(-180.0, min(180.0, _round(lon, wide))))


def read(text: str) -> Rough | None:
    """A place written `latitude,longitude`, made coarse whatever was sent; None when it is none."""
    found = _PAIR.fullmatch(text.strip())
    if not found:
        return None
    lat, lon = float(found[1]), float(found[2])
    return coarse(lat, lon) if on_earth(lat, lon) else None


def about(metres: float, country: str) -> About:
    """A distance as people of this country say it, never more exactly than the place is known."""
    miles = country.upper() in MILES
    return About(max(1, round(metres / (MILE_M if miles else 1000))), miles)


def how_far(here: Rough, lat: float | None, lon: float | None, country: str) -> About | None:
    """About how far something is from here; None when nobody knows where it is."""
    if lat is None or lon is None:
        return None
    return about(distance_m(here.lat, here.lon, lat, lon), country)
