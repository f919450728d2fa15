"""A pytest plugin that opens every door, to see whether the tests of every room notice.

`-p tests.open_doors` with OPEN_DOORS=deeds lets every viewer do every deed everywhere; with
`visible` every viewer's `visible()` is the house's own. What was caught is written to OPEN_DOORS_CAUGHT.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kizuna.access import deeds
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.house import ROOMS

MODE = os.environ.get("OPEN_DOORS", "deeds")
CAUGHT: dict[str, str] = {}
"""Room: the first test that failed."""


def _may(viewer: Viewer, deed: str) -> bool:
    return True


def _reaches(
    viewer: Viewer, deed: str, *, area: object, organisation: object, person: object, link: object
) -> bool:
    return True


def _opened(visible: Callable[..., Any]) -> Callable[..., Any]:
    def everything(viewer: Viewer, *args: Any, **kwargs: Any) -> Any:
        return visible(SYSTEM("open doors"), *args, **kwargs)

    return everything


def _open_visible() -> None:
    """Wherever a room's `visible…` has been imported to, put the one that shows everything."""
    modules = [m for name, m in list(sys.modules.items()) if name.startswith(("kizuna.", "tests."))]
    found = {
        value: _opened(value)
        for module in modules
        for name, value in vars(module).items()
        if name.startswith("visible") and getattr(value, "__module__", "").startswith("kizuna.")
    }
    for module in modules:
        for name, value in list(vars(module).items()):
            if callable(value) and getattr(value, "__hash__", None) and value in found:
                setattr(module, name, found[value])


def pytest_configure() -> None:
    if MODE == "deeds":
        # The code itself is changed, so that whoever imported the function by name gets the open one too.
        deeds.may.__code__ = _may.__code__
        deeds.reaches.__code__ = _reaches.__code__


def pytest_collection_finish() -> None:
    if MODE == "visible":
        _open_visible()


def room_of(path: Path) -> str:
    """The room whose tests a file holds; empty for other tests."""
    parts = path.relative_to(Path(__file__).parent).parts
    return parts[0] if parts[0] in ROOMS else ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    room = room_of(item.path)
    if not room or room in CAUGHT:
        pytest.skip("caught already")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    if report.when == "call" and report.failed:
        CAUGHT.setdefault(room_of(item.path), item.nodeid)
    return report


def pytest_sessionfinish() -> None:
    if target := os.environ.get("OPEN_DOORS_CAUGHT"):
        Path(target).write_text(json.dumps(CAUGHT))
