"""A list of 50,000 residents with 500 planted faults, then without: `make bench NAME=spreadsheet`.

Both run as `kizuna list import` in a process of its own, on a site with a town of 300 people in it.
The faults are planted at random cells, one a row at most; each has to be named with row and column.
"""

import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.run import Bench
from tests.running import Site, database_of_its_own

HEADING = [
    "Full name",
    "Date of birth",
    "Phone",
    "E-mail",
    "Area",
    "Address",
    "Languages",
    "Lives alone",
    "Household",
]
LIMIT_FAULTY_S, LIMIT_CLEAN_S = 60, 120
BAD = {
    "Full name": ("", " "),
    "Date of birth": ("1/2/50", "yesterday", "2190-01-01"),
    "Phone": ("12", "call me", "+1 305"),
    "E-mail": ("nobody", "a@b", "x@y@z.org ,"),
    "Area": ("Atlantis", "Nowhere Hill"),
    "Languages": ("Blorptalk", "Spanish; 77"),
    "Lives alone": ("maybe", "sometimes"),
}
FIRST = ("Ada", "Ben", "Cleo", "Dev", "Eda", "Finn", "Gwen", "Hugo", "Ines", "Jun", "Kofi", "Lena", "Milo")
LAST = ("Abara", "Bloom", "Castro", "Dewan", "Ekdahl", "Fujita", "Garza", "Haddad", "Kaya", "Lund", "Okoro")


def rows(count: int, areas: list[str], rng: random.Random) -> list[list[str]]:
    """Invented residents; telephone numbers from a block that nobody has."""
    return [
        [
            f"{rng.choice(FIRST)} {rng.choice(LAST)}-{rng.choice(LAST)} {number}",
            f"{rng.randint(1930, 2015)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
            f"(305) {200 + number // 10_000:03} {number % 10_000:04}" if rng.random() < 0.9 else "",
            f"resident{number}@example.org" if rng.random() < 0.5 else "",
            rng.choice(areas),
            f"{rng.randint(1, 900)} Bay Road",
            rng.choice(("English", "Spanish", "Spanish; English", "")),
            rng.choice(("yes", "no", "")),
            str(number // 3),
        ]
        for number in range(count)
    ]


def plant(table: list[list[str]], faults: int, rng: random.Random) -> set[tuple[int, str]]:
    """Spoil cells; gives back row, as a spreadsheet counts it, and column of each."""
    planted = set()
    for place in rng.sample(range(len(table)), faults):
        column = rng.choice(list(BAD))
        table[place][HEADING.index(column)] = rng.choice(BAD[column])
        planted.add((place + 2, column))
    return planted


def write(path: Path, table: list[list[str]]) -> None:
    """As CSV, as spreadsheet programs save it."""
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        csv.writer(stream).writerows([HEADING, *table])


def bring(site: Site, path: Path) -> tuple[float, dict[str, Any]]:
    """Seconds of the command, and what it printed."""
    words = ["list", "import", str(path), "--consent", "everybody", "--json"]
    start = time.monotonic()
    line = [sys.executable, "-m", "kizuna.cli", *words]
    done = subprocess.run(line, env=site.environment, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stderr)
    return time.monotonic() - start, json.loads(done.stdout)


def people(site: Site) -> int:
    """How many persons the site has, asked from outside."""
    program = "from kizuna.people.models import Person; print(Person.objects.count())"
    line = [
        sys.executable,
        "-m",
        "django",
        "shell",
        "-v0",
        "-c",
        program,
        "--settings",
        "kizuna.web.settings",
    ]
    done = subprocess.run(line, env=site.environment, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1])


def run(bench: Bench) -> dict[str, Any]:
    """Seconds and what was found, on the database that is under test."""
    count, faults = bench.setting("rows", 50_000), bench.setting("faults", 500)
    rng = random.Random(bench.seed)
    with tempfile.TemporaryDirectory() as folder, database_of_its_own() as database:
        site = Site(Path(folder) / "site", database=database)
        site.make_demo()
        areas = ["Linden Hill", "Old Town", "South Shore"]
        clean = rows(count, areas, rng)
        faulty = [list(row) for row in clean]
        planted = plant(faulty, faults, rng)
        write(Path(folder) / "faulty.csv", faulty)
        write(Path(folder) / "clean.csv", clean)
        before = people(site)
        bench.progress(1, 3, "the list with faults")
        faulty_s, said = bring(site, Path(folder) / "faulty.csv")
        found = {(fault["row"], fault["column"]) for fault in said["faults"]}
        between = people(site)
        bench.progress(2, 3, "the clean list")
        clean_s, kept = bring(site, Path(folder) / "clean.csv")
        after = people(site)
    bench.rows = {"rows": count, "planted": faults}
    return {
        "faulty_seconds": round(faulty_s, 1),
        "faults_named": len(found & planted),
        "faults_missed": len(planted - found),
        "named_but_not_planted": len(found - planted),
        "imported_with_faults": between - before,
        "clean_seconds": round(clean_s, 1),
        "clean_kept": kept["kept"],
        "clean_imported": after - between,
        "twins": len(kept["twins"]),
        "within": faulty_s <= LIMIT_FAULTY_S and clean_s <= LIMIT_CLEAN_S,
    }
