"""Django's SQLite with a fairer queue at its one door for writers.

SQLite lets a waiting writer look again every tenth of a second, while newcomers look at once and win: with
sixteen busy writers one may wait for twenty seconds and give up ("database is locked"). Here everybody who
waits looks again after a moment of a few milliseconds: nobody starves, and the door stands idle less often.
"""

import random
import sqlite3
import time

from django.db.backends.sqlite3 import base

SHORTEST, LONGEST = 0.0005, 0.004


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin in a fair queue."""

    transaction_mode: str | None

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode is None:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        raw, begin = self.connection, f"BEGIN {self.transaction_mode}"
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        chance, end = random.SystemRandom(), time.monotonic() + patience
        raw.execute("PRAGMA busy_timeout = 0")
        try:
            with self.wrap_database_errors:
                while not _begun(raw, begin, last=time.monotonic() > end):
                    time.sleep(chance.uniform(SHORTEST, LONGEST))
        finally:
            raw.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")


def _begun(raw: sqlite3.Connection, begin: str, *, last: bool) -> bool:
    """Whether the transaction has begun; raises when it has not and this was the last attempt."""
    try:
        raw.execute(begin)
    except sqlite3.OperationalError as error:
        if last or "locked" not in str(error):
            raise
        return False
    return True
