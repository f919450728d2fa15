"""Writers of SQLite wait in a fair queue."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from kizuna.work.adapters.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db  # only to be let in: each test has a database of its own


def connect(path: Path, **options: Any) -> DatabaseWrapper:
    settings = {
        "ENGINE": "kizuna.work.adapters.sqlite",
        "NAME": str(path),
        "TIME_ZONE": None,
        "CONN_MAX_AGE": 0,
        "AUTOCOMMIT": True,
        "CONN_HEALTH_CHECKS": False,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL",
            "timeout": 20,
            **options,
        },
    }
    found = DatabaseWrapper(settings, "aside")
    found.connect()
    return found


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "town.sqlite3"
    first = connect(file)
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE bell (id integer PRIMARY KEY)")
    first.close()
    yield file


def write(connection: DatabaseWrapper, hold: float = 0.0) -> float:
    """Ring the bell in a transaction, hold it for a while; the seconds that the door took."""
    asked = time.monotonic()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    waited = time.monotonic() - asked
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bell DEFAULT VALUES")
        time.sleep(hold)
    connection.commit()
    connection.set_autocommit(True)
    return waited


def test_sixteen_busy_writers_all_get_their_turn(path: Path) -> None:
    waits: list[float] = []

    def busy(n: int) -> None:
        connection = connect(path)
        try:
            waits.extend(write(connection, hold=0.002) for _ in range(25))
        finally:
            connection.close()

    threads = [threading.Thread(target=busy, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(waits) == 400
    assert max(waits) < 10
    assert sorted(waits)[len(waits) // 2] < 1


def test_a_writer_who_waits_too_long_is_told(path: Path) -> None:
    holder, waiter = connect(path), connect(path, timeout=0.2)
    holder.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        asked = time.monotonic()
        with pytest.raises(OperationalError, match="locked"):
            write(waiter)
        assert 0.2 <= time.monotonic() - asked < 5
    finally:
        holder.rollback()
        holder.close()
        waiter.close()


def test_an_error_that_waiting_does_not_mend_comes_at_once(path: Path) -> None:
    connection = connect(path)
    connection.transaction_mode = "NONSENSE"
    with pytest.raises(OperationalError, match="syntax"):
        write(connection)
    connection.close()


def test_single_statements_keep_their_patience(path: Path) -> None:
    connection = connect(path)
    write(connection)
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20000,)
    connection.close()


def test_without_a_mode_it_begins_as_django_does(path: Path) -> None:
    connection = connect(path, transaction_mode=None)
    assert write(connection) < 5
    connection.close()
