"""Tests stay on this machine, and what it cannot run is said, never hidden."""

import socket
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

import tests.conftest as house
from tests import everything


@pytest.mark.parametrize(
    ("address", "leaves"),
    [
        (("127.0.0.1", 80), False),
        (("127.8.9.1", 80), False),
        (("::1", 80, 0, 0), False),
        (("localhost", 80), False),
        ("/tmp/socket", False),
        (("192.0.2.7", 80), True),
        (("10.0.0.1", 80), True),
        (("fe80::1%eth0", 80, 0, 2), True),
        (("example.org", 80), True),
    ],
)
def test_other_machines_are_known(address: Any, leaves: bool) -> None:
    assert house.leaves_the_machine(address) is leaves


def test_no_test_leaves_the_machine() -> None:
    with socket.socket() as one, pytest.raises(PermissionError, match="stay on this machine"):
        one.connect(("192.0.2.7", 80))


class Item:
    """As much of a pytest item as the hook asks for."""

    nodeid = "tests/x.py::test_x"

    def __init__(self, marker: str) -> None:
        self.marker, self.added = marker, []

    def get_closest_marker(self, name: str) -> bool:
        return name == self.marker

    def add_marker(self, mark: Any) -> None:
        self.added.append(mark.kwargs["reason"])


def test_what_cannot_run_is_left_out_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "NEEDS", {"browser": (False, "no Chromium")})
    monkeypatch.setattr(house, "NOTHING_LEFT_OUT", False)
    items: list[Any] = [Item("browser"), Item("doors")]
    house.pytest_collection_modifyitems(items)
    assert [item.added for item in items] == [["no Chromium"], []]


def test_nothing_is_left_out_where_nothing_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "NEEDS", {"browser": (False, "no Chromium")})
    monkeypatch.setattr(house, "NOTHING_LEFT_OUT", True)
    items: list[Any] = [Item("browser")]
    with pytest.raises(pytest.UsageError, match="no Chromium"):
        house.pytest_collection_modifyitems(items)


@pytest.mark.parametrize(
    ("line", "code", "expected"),
    [
        ("===== 12 passed, 3 skipped in 1.20s =====", 0, {"passed": 12, "skipped": 3}),
        ("2 failed, 1 passed, 1 error in 9.0s", 1, {"failed": 3, "passed": 1}),
        ("Interrupted", 2, {"failed": 1}),
    ],
)
def test_every_outcome_is_counted(
    line: str, code: int, expected: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Process(SimpleNamespace):
        def __enter__(self) -> "Process":
            return self

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(
        everything.subprocess, "Popen", lambda *a, **k: Process(stdout=[line + "\n"], returncode=code)
    )
    counts: Counter[str] = Counter()
    assert everything.run_tests("x", [], counts) is (code == 0)
    assert +counts == Counter(expected)
