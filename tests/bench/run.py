"""`make bench NAME=doors`: runs tests/bench/<name>.py; progress as it goes, one JSON object at the end.

A benchmark is a module with `run(bench) -> dict`: named figures, with the units in their names. Arguments
after the name are settings of that benchmark: `people=200000 seconds=30`.
"""

import json
import os
import platform
import sys
import time
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tests.environment  # noqa: F401 - sets what Django reads

FOLDER = Path(__file__).parent
VERSIONS = ("kizuna", "django", "granian", "tantivy", "psycopg")


@dataclass
class Bench:
    """What a benchmark is given: its seed, its settings, and a way to say how far it is."""

    name: str
    seed: int = 1
    settings: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    """How much of what there was, filled in by the benchmark."""

    def setting(self, name: str, default: int) -> int:
        """A whole number given on the command line as `name=…`."""
        return int(self.settings.get(name, default))

    def progress(self, done: int, of: int, what: str = "") -> None:
        """One line of progress on the error stream, so that standard output stays one JSON object."""
        start, end = ("\r", "\033[K") if sys.stderr.isatty() else ("", "\n")
        sys.stderr.write(f"{start}{self.name}: {done} of {of} {what}{end}")
        sys.stderr.flush()


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "system": platform.platform(terse=True),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "load_before": round(os.getloadavg()[0], 2),
    }


def versions() -> dict[str, str]:
    """Versions of what is measured."""
    return {"python": platform.python_version(), **{name: version(name) for name in VERSIONS}}


def names() -> list[str]:
    """The benchmarks that there are."""
    return sorted(f.stem for f in FOLDER.glob("*.py") if "def run(bench" in f.read_text())


def main(arguments: list[str]) -> int:
    """Run one benchmark and print its JSON object."""
    name, *rest = arguments or [""]
    if name not in names():
        sys.stderr.write(f"Say which: make bench NAME=… with one of {', '.join(names())}.\n")
        return 2
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.web.settings")
    django.setup()
    settings = dict(word.split("=", 1) for word in rest)
    bench = Bench(name, int(settings.pop("seed", "1")), settings)
    on, start = machine(), time.monotonic()
    figures = import_module(f"tests.bench.{name}").run(bench)
    print(
        json.dumps(
            {
                "bench": name,
                "figures": figures,
                "rows": bench.rows,
                "seed": bench.seed,
                "seconds": round(time.monotonic() - start, 1),
                "machine": on,
                "versions": versions(),
            },
            indent=2,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
