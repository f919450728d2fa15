"""Each test that the security documents name is there: a hazard or a demand is never shown by nothing."""

import re

import pytest

from tests.house.tree import REPOSITORY

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
ROW = re.compile(r"^\| (H\d+|V?\d+\.\d+\.\d+) \|(.*)\|$", re.MULTILINE)


@pytest.mark.parametrize("document", ["SECURITY.md", "docs/asvs.md", "docs/methods/safety.md"])
def test_each_named_test_is_there(document: str) -> None:
    named = NAMED.findall((REPOSITORY / document).read_text())
    assert len(named) > 25
    for path, name in named:
        file = REPOSITORY / path
        assert file.is_file(), path
        assert not name or f"def {name}(" in file.read_text(), f"{path}::{name}"


def test_each_hazard_has_its_test_and_its_number_once() -> None:
    rows = ROW.findall((REPOSITORY / "SECURITY.md").read_text())
    numbers = [number for number, _ in rows]
    assert len(numbers) >= 20
    assert numbers == [f"H{place}" for place in range(1, len(rows) + 1)]
    assert [number for number, row in rows if not NAMED.search(row)] == []


def test_each_demand_that_applies_has_its_test_or_says_what_is_missing() -> None:
    rows = ROW.findall((REPOSITORY / "docs" / "asvs.md").read_text())
    assert len(rows) > 100
    assert len({number for number, _ in rows}) == len(rows)
    for number, row in rows:
        cells = [cell.strip() for cell in row.split("|")]
        assert len(cells) == 3, number
        what, answer, shown = cells
        assert what, number
        assert answer.startswith(("yes", "no:", "not met:", "site:")), f"{number}: {answer}"
        assert not answer.startswith("yes") or NAMED.search(shown), f"{number}: applies, but no test is named"
