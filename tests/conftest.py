"""What every test stands on. The environment is set here, before Django reads it."""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

os.environ["KIZUNA_HOME"] = tempfile.mkdtemp(prefix="kizuna-tests-")
os.environ["KIZUNA_SECRET_KEYS"] = "a-key-for-tests-only-0123456789abcdef"
os.environ["KIZUNA_SITE_NAME"] = "Linden Bay"
os.environ["KIZUNA_EMAIL_URL"] = "console:"
os.environ.pop("KIZUNA_DEMO", None)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{os.environ['KIZUNA_HOME']}/test.sqlite3")

OUTSIDE = Path(os.environ.get("KIZUNA_OUTSIDE_DATA", Path(__file__).parents[2] / "shared" / "data"))
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
