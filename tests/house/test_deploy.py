"""What lies in `deploy/` fits this program, and what can read it finds no fault."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kizuna.cli import build_parser, commands
from kizuna.web.commands.serve import GENTLE
from tests.house.tree import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.*"))
EXPOSED = 3.0
"""The most that `systemd-analyze security` may find a service exposed: 0 is not at all, 10 entirely."""


def values(unit: Path, name: str) -> list[str]:
    """Every value of a setting, in the order of the file."""
    return re.findall(rf"^{name}=(.*)$", unit.read_text(), re.M)


def parses(words: list[str]) -> None:
    """Fails unless the program takes these words."""
    build_parser(commands()).parse_args(words)


@pytest.fixture
def copies(tmp_path: Path) -> list[Path]:
    """The units with a program that is there, whatever machine this is."""
    program = shutil.which("true") or "/bin/true"
    for unit in UNITS:
        text = unit.read_text().replace("/opt/kizuna/.venv/bin/kizuna", program)
        (tmp_path / unit.name).write_text(text)
    return [tmp_path / unit.name for unit in UNITS]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze on this machine")
def test_systemd_finds_no_fault(copies: list[Path]) -> None:
    line = ["systemd-analyze", "verify", "--man=no", *map(str, copies)]
    said = subprocess.run(line, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert [text for text in said.stderr.splitlines() if "kizuna" in text] == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze on this machine")
def test_the_service_is_little_exposed(copies: list[Path]) -> None:
    for unit in copies:
        if unit.suffix != ".service":
            continue
        line = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
        said = subprocess.run(line, capture_output=True, text=True, check=False).stdout
        (found,) = re.findall(r"Overall exposure level for \S+: ([\d.]+)", said)
        assert float(found) <= EXPOSED, said


@pytest.mark.parametrize("unit", [u for u in UNITS if u.suffix == ".service"], ids=lambda u: u.name)
def test_units_start_what_there_is(unit: Path) -> None:
    (line,) = values(unit, "ExecStart")
    parses(line.split()[1:])
    assert values(unit, "User") == ["kizuna"]


def test_whoever_stops_the_service_waits_longer_than_it_takes() -> None:
    (seconds,) = values(DEPLOY / "systemd" / "kizuna.service", "TimeoutStopSec")
    assert int(seconds) > 2 * GENTLE


def test_the_container_copies_and_starts_what_there_is() -> None:
    text = (DEPLOY / "container" / "Containerfile").read_text()
    (base,) = re.findall(r"^ARG BASE=(\S+)$", text, re.M)
    assert "/" not in base, "a plain name: which registry is the builder's choice"
    assert re.findall(r"^FROM (\S+)", text, re.M) == ["${BASE}", "${BASE}"]
    for words in re.findall(r"^COPY (?!--from)(.+)$", text, re.M):
        assert [name for name in words.split()[:-1] if not (REPOSITORY / name).exists()] == []
    (start,) = re.findall(r"^CMD \[(.+)\]$", text, re.M)
    parses(re.findall(r'"([^"]+)"', start)[1:])
    assert re.search(r"^USER [1-9]\d+$", text, re.M), "not as root, and by number so that others can check"


def directives(text: str) -> Iterator[tuple[int, str]]:
    """Each directive of nginx and how deep it stands; fails when a brace or a semicolon is missing."""
    depth = 0
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "''", re.sub(r"#.*", "", text))
    for words, end in re.findall(r"([^;{}]*)([;{}])", bare):
        assert end != "}" or not words.strip(), f"no semicolon: {words.strip()}"
        depth -= end == "}"
        assert depth >= 0, "a brace too many"
        if words.strip():
            yield depth, " ".join(words.split())
        depth += end == "{"
    assert depth == 0, "a brace is missing"


def test_nginx_passes_on_what_kizuna_needs_and_nothing_a_visitor_made_up() -> None:
    text = (DEPLOY / "proxy" / "nginx.conf").read_text()
    said = [words for _, words in directives(text)]
    for needed in (
        "proxy_set_header Host $host",
        "proxy_set_header X-Forwarded-For $remote_addr",
        "proxy_set_header X-Forwarded-Proto $scheme",
        "location = /metrics",
    ):
        assert needed in said
    (log,) = re.findall(r"log_format kizuna '([^']*)'", text)
    assert not re.search(
        r"\$(request|request_uri|args|uri|remote_addr|http_)", log.replace("$request_", "$r_")
    )


def test_caddy_passes_on_what_kizuna_needs() -> None:
    text = re.sub(r"#.*", "", (DEPLOY / "proxy" / "Caddyfile").read_text())
    for needed in ("header_up X-Forwarded-For {remote_host}", "header_up X-Forwarded-Proto {scheme}"):
        assert needed in text
    bare = re.sub(r"\{\w+\}", "", text)
    assert bare.count("{") == bare.count("}")
    if shutil.which("caddy"):
        file = str(DEPLOY / "proxy" / "Caddyfile")
        line = ["caddy", "validate", "--adapter", "caddyfile", "--config", file]
        assert subprocess.run(line, capture_output=True, check=False).returncode == 0
