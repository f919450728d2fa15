"""Sealing beside writers that are at work: nobody waits, and nobody who is late is taken for an intruder."""

import threading

import pytest
from django.db import connection, connections, transaction

from kizuna.ledger import queries
from kizuna.ledger.actions import note, seal
from kizuna.ledger.models import Entry
from tests.conftest import NOW
from tests.ledger.test_sealing import HOUSE, lines


@pytest.mark.django_db(transaction=True)
def test_a_slow_transaction_is_no_intruder_and_nobody_waits_for_it() -> None:
    """One writer has taken its number and dawdles; others go on; sealing goes on when it has ended."""
    taken, leave, done = threading.Event(), threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            note(verb="slow.done", subject="x:1", by=HOUSE, now=NOW)
            taken.set()
            leave.wait(30)
        connections.close_all()
        done.set()

    lines(5)
    thread = threading.Thread(target=slow)
    thread.start()
    assert taken.wait(30)
    if connection.vendor == "postgresql":  # SQLite lets nobody else write meanwhile
        lines(5)
        assert seal(now=NOW) == 0
        lines(5)
        assert seal(now=NOW) == 0
    leave.set()
    thread.join(30)
    assert done.is_set()
    lines(5)
    seal(now=NOW)
    seal(now=NOW)
    report = queries.verify(HOUSE)
    assert (report.ok, report.open_rows) == (True, 0)
    assert report.rows == Entry.objects.count()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sealing_keeps_up_beside_writers_that_always_overlap() -> None:
    """There is never a moment without an open writer; yet what has settled gets sealed."""

    class Writer(threading.Thread):
        def __init__(self) -> None:
            super().__init__()
            self.taken, self.leave = threading.Event(), threading.Event()

        def run(self) -> None:
            with transaction.atomic():
                note(verb="slow.done", subject="x:1", by=HOUSE, now=NOW)
                self.taken.set()
                self.leave.wait(30)
            connections.close_all()

    made, last = 0, None
    for _ in range(6):
        writer = Writer()
        writer.start()
        assert writer.taken.wait(30)
        if last:
            last.leave.set()
            last.join(30)
        made += seal(now=NOW)
        last = writer
    assert last
    assert made >= 3
    last.leave.set()
    last.join(30)
    seal(now=NOW)
    report = queries.verify(HOUSE)
    assert (report.ok, report.rows, report.open_rows) == (True, 6, 0)


@pytest.mark.django_db(transaction=True)
def test_two_sealers_and_eight_writers_at_once_make_one_whole_chain() -> None:
    errors: list[BaseException] = []
    begin = threading.Barrier(10)

    def run(n: int) -> None:
        try:
            begin.wait()
            for _ in range(15):
                if n < 2:
                    seal(now=NOW)
                else:
                    with transaction.atomic():
                        note(verb="x.done", subject="x:1", by=HOUSE, now=NOW)
                        note(verb="x.done", subject="x:2", by=HOUSE, now=NOW)
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    seal(now=NOW)
    seal(now=NOW)
    report = queries.verify(HOUSE)
    assert (report.ok, report.rows, report.open_rows) == (True, 240, 0)
