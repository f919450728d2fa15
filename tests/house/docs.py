"""What the documents say, as data: links, anchors, names in backticks."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tests.house.tree import REPOSITORY, ROOT

FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)|<(?:a|img)[^>]+(?:href|src)=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
SETTING = re.compile(r"\b(?:KIZUNA_[A-Z_]+[A-Z]|DATABASE_URL)\b")


def documents() -> list[Path]:
    """Every document of the repository."""
    return sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])


def all_text() -> str:
    """Everything the documents say."""
    return "\n".join(file.read_text() for file in documents())


def anchors(text: str) -> set[str]:
    """The anchors that a reader of the page can jump to, made as code hosts make them."""
    found: dict[str, int] = {}
    names: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        names.add(f"{slug}-{found[slug]}" if slug in found else slug)
        found[slug] = found.get(slug, 0) + 1
    return names | set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text))


def broken_links(file: Path, text: str) -> Iterator[str]:
    """Relative links of a document that lead nowhere. Addresses on the web are not tried."""
    for pair in LINK.findall(FENCE.sub("", text)):
        link = unquote(pair[0] or pair[1])
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        if not target.exists():
            yield f"{link}: there is no such file"
        elif not target.is_relative_to(REPOSITORY):
            yield f"{link}: leads out of the repository"
        elif anchor and target.suffix == ".md":
            there = text if target == file else target.read_text()
            if anchor not in anchors(there):
                yield f"{link}: there is no such heading"


def settings_read() -> set[str]:
    """Names of settings that the program and its tests read from the environment."""
    files = [*ROOT.rglob("*.py"), *(REPOSITORY / "tests").glob("*.py")]
    return {name for file in files for name in SETTING.findall(file.read_text())}


def staircase(text: str) -> list[str]:
    """The rooms that ARCHITECTURE.md draws between its markers, in order."""
    drawn = text.partition("<!-- staircase -->")[2].partition("<!-- /staircase -->")[0]
    return re.findall(r"^\s*│?\s*`?([a-z]+)`?/", drawn, re.MULTILINE)
