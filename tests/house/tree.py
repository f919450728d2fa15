"""The tree as the rules see it: rooms, kinds of file, sources. Only the standard library."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kizuna.house import LAYERS, ROOMS

REPOSITORY = Path(__file__).parents[2]
ROOT = REPOSITORY / "src" / "kizuna"
# Folders that hold no code of their own kind.
DJANGO_OWN = frozenset({"migrations", "templates", "static", "locale"})


def kind_of(parts: tuple[str, ...]) -> str:
    """The kind of a module from its path below the room: `("models", "persons")` is models."""
    first = parts[0] if parts else "__init__"
    return first if first in LAYERS or first in DJANGO_OWN else "pure"


@dataclass(frozen=True)
class Source:
    """One Python file of a room, as text: planted violations are made the same way."""

    room: str
    path: str
    """Below the room, with forward slashes: `models/persons.py`."""
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.removesuffix(".py").split("/"))

    @property
    def kind(self) -> str:
        return kind_of(self.parts)

    @property
    def name(self) -> str:
        return f"{self.room}/{self.path}"


def sources() -> Iterator[Source]:
    """Every Python file of every room, migrations included."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield Source(room, file.relative_to(ROOT / room).as_posix(), file.read_text())


def pure_files() -> list[Path]:
    """The files of the house that mypy reads strictly, relative to the repository."""
    found = [ROOT / source.room / source.path for source in sources() if source.kind == "pure"]
    return [file.relative_to(REPOSITORY) for file in (ROOT / "house.py", *found)]


def templates() -> Iterator[tuple[str, str, str]]:
    """Every template: room, its name below `templates/`, its text."""
    for room in ROOMS:
        folder = ROOT / room / "templates"
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                yield room, file.relative_to(folder).as_posix(), file.read_text()
