"""Reads the short pages that come with Kizuna: one TOML file each, in `library/`."""

import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, with_config

from kizuna.screening.coping import Coping, Part

LIBRARY = Path(__file__).parent / "library"
for _kind in (Part, Coping):
    with_config({"extra": "forbid"})(_kind)


@lru_cache(maxsize=1)
def shipped() -> tuple[Coping, ...]:
    """Kizuna's own pages, in their order."""
    adapter = TypeAdapter(Coping)
    found = [
        adapter.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in LIBRARY.glob("*.toml")
    ]
    return tuple(sorted(found, key=lambda page: (page.order, page.code)))
