"""The environment of every test, set before Django reads it: a pytest plugin, named in pyproject.toml."""

import atexit
import os
import shutil
import sys
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

# What is compiled is kept, here and in every process that a test starts: else it takes half of their time.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

_home = tempfile.mkdtemp(prefix="kizuna-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)

os.environ["KIZUNA_HOME"] = _home
os.mkdir(f"{_home}/static")  # or WhiteNoise warns, and a warning is an error
os.environ["KIZUNA_SECRET_KEYS"] = "a-key-for-tests-only-0123456789abcdef"
os.environ["KIZUNA_SITE_NAME"] = "Linden Bay"
os.environ["KIZUNA_EMAIL_URL"] = "console:"
for name in ("KIZUNA_DEMO", "KIZUNA_SETTINGS"):
    os.environ.pop(name, None)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_home}/test.sqlite3")


@cache
def migrated() -> Path:
    """Where a database of empty tables lies, made by these very migrations and libraries."""
    digest = sha256()
    settled = ["src/kizuna/web/settings.py", *map(str, ROOT.glob("requirements/*.txt"))]
    for file in [*sorted(ROOT.glob("src/kizuna/*/migrations/*.py")), *(ROOT / each for each in settled)]:
        digest.update(file.read_bytes())
    return ROOT / ".pytest_cache" / "migrated" / f"{digest.hexdigest()[:24]}.sqlite3"


def keep_migrated(connection: Any) -> None:
    """Put the tables there, whole or not at all: others may be doing the same."""
    target = migrated()
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(f".{os.getpid()}")
    connection.cursor().execute("VACUUM INTO %s", [str(half)])
    half.replace(target)
