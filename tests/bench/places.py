"""Places at size: areas read in, the area of a point, a country's postcodes read in and looked up.

Settings: `areas=10000` (a square number), `codes=2000000`, `points=2000`. Memory is the process' peak.
"""

import json
import random
import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command

from kizuna.access.viewer import STRANGER, SYSTEM
from kizuna.places.actions import import_areas, load_postcodes
from kizuna.places.geojson import read
from kizuna.places.postcodes import PostcodeRow
from kizuna.places.queries import area_at, postcode
from tests.bench.run import Bench

HOUSE = SYSTEM("bench")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STEP = 0.05


def _mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _squares(side: int) -> bytes:
    """A chessboard of areas, each with twelve corners, so that neighbours share their borders."""

    def ring(x: int, y: int) -> list[list[float]]:
        west, south = x * STEP, 40 + y * STEP
        part = STEP / 3
        corners = [
            (0, 0),
            (1, 0),
            (2, 0),
            (3, 0),
            (3, 1),
            (3, 2),
            (3, 3),
            (2, 3),
            (1, 3),
            (0, 3),
            (0, 2),
            (0, 1),
        ]
        points = [[round(west + a * part, 7), round(south + b * part, 7)] for a, b in corners]
        return [*points, points[0]]

    features = [
        {
            "type": "Feature",
            "id": f"{x}-{y}",
            "properties": {"name": f"Area {x} {y}"},
            "geometry": {"type": "Polygon", "coordinates": [ring(x, y)]},
        }
        for x in range(side)
        for y in range(side)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _codes(count: int) -> Iterator[PostcodeRow]:
    for number in range(count):
        yield PostcodeRow(f"{number:08X}", number % 180 - 90, number % 360 - 180)


def _each(times: int, rng: random.Random, ask: Any) -> float:
    """Milliseconds of the 99th of a hundred."""
    taken = []
    for _ in range(times):
        asked = rng.random(), rng.random()
        start = time.perf_counter()
        ask(*asked)
        taken.append(time.perf_counter() - start)
    return round(sorted(taken)[int(times * 0.99)] * 1000, 2)


def run(bench: Bench) -> dict[str, Any]:
    """Seconds, milliseconds and megabytes."""
    call_command("migrate", verbosity=0)
    side = int(bench.setting("areas", 10_000) ** 0.5)
    codes, points = bench.setting("codes", 2_000_000), bench.setting("points", 2_000)
    before, start = _mb(), time.perf_counter()
    import_areas(collection=read(_squares(side)), level="neighbourhood", by=HOUSE, now=NOW)
    areas_s, areas_mb = time.perf_counter() - start, _mb()
    rng = random.Random(bench.seed)
    width = side * STEP
    at_ms = _each(points, rng, lambda a, b: area_at(STRANGER, 40 + a * width, b * width))
    start = time.perf_counter()
    load_postcodes(
        rows=_codes(codes),
        country="XX",
        sha256="bench",
        by=HOUSE,
        now=NOW,
        progress=lambda done: bench.progress(done, codes, "postcodes"),
    )
    codes_s = time.perf_counter() - start
    found_ms = _each(points, rng, lambda a, b: postcode(STRANGER, f"{int(a * codes):08X}", country="XX"))
    return {
        "areas": side * side,
        "areas_s": round(areas_s, 1),
        "area_of_point_p99_ms": at_ms,
        "codes": codes,
        "codes_s": round(codes_s, 1),
        "postcode_p99_ms": found_ms,
        "memory_before_mb": before,
        "memory_after_areas_mb": areas_mb,
        "memory_peak_mb": _mb(),
    }
