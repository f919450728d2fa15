"""What every test stands on. The environment is set before, by tests/environment.py."""

import gc
import ipaddress
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.environment import keep_migrated, migrated
from tests.machine import CHROMIUM, FLAGS, NEEDS, NOTHING_LEFT_OUT, OUTSIDE

__all__ = ["CHROMIUM", "NOW", "ON_POSTGRES", "OUTSIDE"]

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
# Machines are shared: how long an example takes says nothing. Where nothing may be left out, chance is fixed.
settings.register_profile(
    "house",
    deadline=None,
    database=None,
    derandomize=NOTHING_LEFT_OUT,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")
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


@pytest.fixture(autouse=True, scope="session")
def _settings_of_tests() -> Iterator[None]:
    """Three settings that would only cost time, put in place once."""
    from django.conf import settings
    from django.test import override_settings

    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    changed: dict[str, Any] = {
        # Real password hashing is slow on purpose.
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        # Tests collect no static files, so there are no hashed names to look up.
        "STORAGES": {**settings.STORAGES, "staticfiles": plain},
        # Rate limits and other counts need no database.
        "CACHES": {"default": memory, "shared": settings.CACHES["default"]},
    }
    with override_settings(**changed):
        yield


@pytest.fixture(autouse=True)
def _one_language() -> Iterator[None]:
    """A request leaves its language active in the thread: the next test starts afresh."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    """What one test counted is not the next one's."""
    from django.core.cache import cache

    yield
    cache.clear()


@pytest.fixture
def as_in_life(django_test_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages made without keeping every template's context, which costs whoever asks for thousands a tenth."""
    from django.template.base import Template
    from django.test.utils import _TestState

    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True, scope="session")
def _garbage_is_rare() -> None:
    """What was imported stays: looking through it for garbage again and again is a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """SQLite in a file, as in life: in memory, threads would share one cache and meet other locks."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"{os.environ['KIZUNA_HOME']}/tests.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool, django_db_modify_db_settings: None) -> bool:
    """Whether the tables are there already: another process of these tests has made them."""
    from django.db import connection

    if connection.vendor != "sqlite" or not migrated().exists():
        return django_db_keepdb
    shutil.copyfile(migrated(), connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool, django_db_blocker: Any) -> None:
    """Keep the empty tables for the next process."""
    from django.db import connection

    if connection.vendor == "sqlite" and not django_db_keepdb:
        with django_db_blocker.unblock():
            keep_migrated(connection)


@pytest.fixture(scope="session", autouse=True)
def _ledger_can_be_emptied_between_tests() -> Iterator[None]:
    """The ledger refuses to be emptied; its guards step aside when a test case empties its database."""
    from django.db import connection

    guards = import_module("kizuna.ledger.migrations.0002_append_only")
    lift, put = guards.guards_lifted(connection.vendor), guards.guards(connection.vendor)
    operations = type(connection.ops)
    flush = operations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Any, **kwargs: Any) -> list[str]:
        found = flush(self, style, tables, **kwargs)
        return [*lift, *found, *put] if "ledger_entry" in tables else found

    operations.sql_flush = sql_flush
    yield
    operations.sql_flush = flush


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser without a window for all tests of a process: two would be in each other's way."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as program:
        browser = program.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()
