"""What every test stands on. The environment is set here, before Django reads it."""

import ipaddress
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

os.environ["KIZUNA_HOME"] = tempfile.mkdtemp(prefix="kizuna-tests-")
os.environ["KIZUNA_SECRET_KEYS"] = "a-key-for-tests-only-0123456789abcdef"
os.environ["KIZUNA_SITE_NAME"] = "Linden Bay"
os.environ["KIZUNA_EMAIL_URL"] = "console:"
os.environ.pop("KIZUNA_DEMO", None)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{os.environ['KIZUNA_HOME']}/test.sqlite3")

OUTSIDE = Path(os.environ.get("KIZUNA_OUTSIDE_DATA", Path(__file__).parents[2] / "shared" / "data"))
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NOTHING_LEFT_OUT = os.environ.get("KIZUNA_TEST") == "all"

# Marker: (whether this machine can run it, what it lacks and how to add it).
NEEDS = {
    "browser": (CHROMIUM is not None, "no Chromium: apt-get install chromium"),
    "outside": (OUTSIDE.is_dir(), f"no outside data at {OUTSIDE}: set KIZUNA_OUTSIDE_DATA"),
}
ON_POSTGRES = os.environ["DATABASE_URL"].startswith("postgres")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run and say why; with KIZUNA_TEST=all that is an error."""
    for item in items:
        for marker, (there, lack) in NEEDS.items():
            if item.get_closest_marker(marker) and not there:
                if NOTHING_LEFT_OUT:
                    raise pytest.UsageError(f"KIZUNA_TEST=all leaves nothing out, but {item.nodeid}: {lack}")
                item.add_marker(pytest.mark.skip(reason=lack))
        if item.get_closest_marker("postgres") and not ON_POSTGRES:
            item.add_marker(pytest.mark.skip(reason="runs with the PostgreSQL suite"))


def leaves_the_machine(address: Any) -> bool:
    """Whether a socket address is another machine's. Names count as others', but for localhost."""
    if not isinstance(address, tuple) or not address or not isinstance(address[0], str):
        return False
    host = address[0].partition("%")[0]
    if host in {"", "localhost"}:
        return False
    try:
        return not (ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified)
    except ValueError:
        return True


def _no_test_leaves_the_machine(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"} and leaves_the_machine(arguments[1]):
        raise PermissionError(f"A test tried to reach {arguments[1]!r}: tests stay on this machine.")


sys.addaudithook(_no_test_leaves_the_machine)


@pytest.fixture(autouse=True)
def _fast_passwords(settings: Any) -> None:
    """Real password hashing is slow on purpose; here it only costs time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    """Rate limits and other counts of one test are not the next one's."""
    from django.core.cache import cache

    yield
    cache.clear()
