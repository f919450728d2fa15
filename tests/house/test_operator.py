"""The operator's guide says what to do about everything that `kizuna check` can find."""

import ast
from pathlib import Path

from tests.house.tree import REPOSITORY, ROOT

GUIDE = REPOSITORY / "docs" / "guides" / "operator.md"


def codes(file: Path) -> set[str]:
    """The first word of every `Finding(…)` in a file."""
    calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "Finding"
        and isinstance(call.args[0], ast.Constant)
    }


def test_each_finding_is_in_the_guide() -> None:
    found = codes(ROOT / "web" / "findings.py")
    assert len(found) > 10
    text = GUIDE.read_text()
    assert sorted(code for code in found if f"| `{code}` |" not in text) == []
