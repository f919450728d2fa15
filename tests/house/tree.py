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
    exported: frozenset[str] | None = None
    """In a folder that stands for a file: the names that its `__init__.py` lets out."""

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


def front_door(file: Path) -> frozenset[str] | None:
    """What the folder of a file lets out; None when the file stands for itself."""
    door = file.parent / "__init__.py"
    if file.parent.parent == ROOT or not door.exists():
        return None
    imports = (n for n in ast.parse(door.read_text()).body if isinstance(n, ast.ImportFrom))
    return frozenset(alias.name for node in imports for alias in node.names)


def sources() -> Iterator[Source]:
    """Every Python file of every room, migrations included."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield Source(room, file.relative_to(ROOT / room).as_posix(), file.read_text(), front_door(file))


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


def template_homes() -> dict[str, str]:
    """Template: the room it lives in."""
    return {name: room for room, name, _ in templates()}


def tag_homes() -> dict[str, str]:
    """Template tag library: the room it lives in."""
    return {file.stem: room for room in ROOMS for file in (ROOT / room / "templatetags").glob("[!_]*.py")}
