"""What every test stands on. The environment is set before, by tests/environment.py."""

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
    "house", deadline=None, derandomize=NOTHING_LEFT_OUT, suppress_health_check=[HealthCheck.too_slow]
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


@pytest.fixture(autouse=True)
def _fast_passwords(settings: Any) -> None:
    """Real password hashing is slow on purpose; here it only costs time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _static_files_by_their_plain_names(settings: Any) -> None:
    """Tests collect no static files, so there are no hashed names to look up."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def _one_language() -> Iterator[None]:
    """A request leaves its language active in the thread: the next test starts afresh."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _clean_cache(settings: Any) -> Iterator[None]:
    """Rate limits and other counts of one test are not the next one's; they need no database."""
    from django.core.cache import cache

    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": memory}, "shared": settings.CACHES["default"]}

    yield
    cache.clear()


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
