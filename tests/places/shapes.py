"""Outlines to draw a small country with."""

import json
from typing import Any


def square(west: float, south: float, size: float = 0.1, *holes: Any) -> dict[str, Any]:
    """A square, wound as GeoJSON wants it."""
    east, north = round(west + size, 6), round(south + size, 6)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring, *holes]}


def feature(name: Any, geometry: Any, **more: Any) -> dict[str, Any]:
    properties = {"name": name, **more.pop("properties", {})}
    return {"type": "Feature", "properties": properties, "geometry": geometry, **more}


def collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


TWO = collection(feature("West", square(10, 50), id="w"), feature("East", square(10.1, 50), id="e"))
