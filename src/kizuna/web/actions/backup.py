"""Bringing a whole site into an empty database, all of it or nothing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox import actions as outbox
from kizuna.web.backup.document import Brought, Head, Piece, Row, Table, TableEnd
from kizuna.web.models import (
    clear_made,
    close_for_good,
    closed_to_writers,
    layouts,
    open_again,
    set_sequence,
    store,
)
from kizuna.web.queries import migrations_applied, table_hashes, tables_in_use, whole_site

AT_ONCE = 2000


def note_backup(*, by: Viewer, now: datetime) -> None:
    """Write down that a backup was made."""
    allow(by, "site.backup")
    with transaction.atomic():
        note(verb="site.backed_up", subject="backup", by=by, now=now)


def note_restored(*, by: Viewer, now: datetime) -> None:
    """Write down that this site came out of a backup."""
    allow(by, "site.restore")
    with transaction.atomic():
        note(verb="site.restored", subject="backup", by=by, now=now)


def bring_in(
    *,
    pieces: Iterable[Piece],
    hold: bool,
    by: Viewer,
    now: datetime,
) -> Brought:
    """Write what a backup says into an empty database and read it back: all is equal, or nothing is kept.

    `hold`: messages that were waiting do not go out by themselves; they may have left since.
    """
    allow(by, "site.restore")
    if tables_in_use(by):
        raise Refused("This site holds records already. A backup goes into an empty site only.")
    every = iter(pieces)
    with transaction.atomic():
        head = _head(next(every), migrations_applied(by))
        clear_made(connection)
        ends = list(_write(every))
        _compare(ends, table_hashes(by))
        held = outbox.hold(now=now) if hold else 0
    return Brought(head, held)


def hand_over(*, take: Callable[[Iterator[bytes]], bool], by: Viewer, now: datetime) -> None:
    """Give every line of this site to `take` while nobody can write; once it kept all, nobody ever can.

    Raises Closing when somebody writes on and on. When `take` says no, everything is open again.
    """
    allow(by, "site.restore")
    with closed_to_writers() as own:
        if take(whole_site(by, now, own)):
            close_for_good(own)


def reopen(*, by: Viewer, now: datetime) -> None:
    """Let this database be written again after a move that is not wanted any more."""
    allow(by, "site.restore")
    with transaction.atomic():
        open_again(connection)
        note(verb="site.reopened", subject="backup", by=by, now=now)


def _head(piece: Piece, here: Iterable[str]) -> Head:
    if not isinstance(piece, Head):
        raise Refused("This is not a backup of Kizuna.")
    if set(piece.migrations) - set(here):
        raise Refused(f"This backup was written by a newer Kizuna ({piece.version}). Install that one first.")
    if set(here) - set(piece.migrations):
        raise Refused(
            f"This backup was written by an older Kizuna ({piece.version}). Install that one, "
            "restore it there, then install this one and run `kizuna upgrade`."
        )
    return piece


def _write(every: Iterator[Piece]) -> Iterator[TableEnd]:
    """Write table after table; their ends."""
    here = {table.name: table for table in layouts()}
    for piece in every:
        if isinstance(piece, Table):
            if here.get(piece.name) != piece:
                raise Refused(f"The table {piece.name} of this backup is not as this version makes it.")
            end = _rows(every, piece)
            set_sequence(connection, piece, end.sequence)
            yield end


def _rows(every: Iterator[Piece], table: Table) -> TableEnd:
    """The rows up to the end of a table."""
    held: list[Row] = []
    for piece in every:
        if isinstance(piece, list):
            held.append(piece)
        if len(held) == AT_ONCE or (isinstance(piece, TableEnd) and held):
            store(connection, table, held)
            held = []
        if isinstance(piece, TableEnd):
            return piece
    raise Refused("This backup is not whole.")


def _compare(ends: Iterable[TableEnd], found: dict[str, tuple[int, str]]) -> None:
    said = {end.name: (end.rows, end.digest) for end in ends}
    differ = sorted(name for name in said.keys() | found.keys() if said.get(name) != found.get(name))
    if differ:
        raise Refused(f"Not every row came in as it was: {', '.join(islice(differ, 5))}. Nothing was kept.")
