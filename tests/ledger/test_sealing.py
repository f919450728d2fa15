"""Sealing, tampering, anchors and pruning in a real database."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import DatabaseError, connection, transaction

from kizuna.access.secrets import sign
from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, Refused, Viewer
from kizuna.ledger import queries
from kizuna.ledger.actions import note_many, prune, seal
from kizuna.ledger.anchor import Anchor
from kizuna.ledger.entry import Note
from kizuna.ledger.files import append_anchor, read_anchors
from kizuna.ledger.models import Checkpoint, Entry, Seal
from tests.conftest import NOW

HOUSE = SYSTEM("test")
ONE, TWO = Viewer(role="admin", account="1"), Viewer(role="admin", account="2")
GUARDS = import_module("kizuna.ledger.migrations.0002_append_only")
YEARS = timedelta(days=366)


def lines(number: int, at: Any = NOW) -> None:
    note_many(notes=[Note("x.done", f"x:{n}", uuid.UUID(int=n), HOUSE) for n in range(number)], now=at)


def kinds(**options: Any) -> list[str]:
    return [fault.kind for fault in queries.verify(HOUSE, **options).faults]


@contextmanager
def as_owner_of_the_database() -> Iterator[Any]:
    """Somebody who can take the guards away, and puts them back so that nobody sees."""
    with connection.cursor() as cursor:
        for statement in GUARDS.guards_lifted(connection.vendor):
            cursor.execute(statement)
        yield cursor
        for statement in GUARDS.guards(connection.vendor):
            cursor.execute(statement)


@pytest.mark.django_db
def test_what_is_sealed_is_whole_and_what_is_not_yet_is_said() -> None:
    assert queries.head(HOUSE) is None
    lines(2500)
    assert seal(now=NOW) == 3
    assert seal(now=NOW) == 0
    lines(7)
    report = queries.verify(HOUSE)
    assert (report.ok, report.seals, report.rows, report.open_rows) == (True, 3, 2500, 7)
    state = queries.state(HOUSE)
    assert (state.waiting, state.oldest_waiting) == (7, NOW)
    assert queries.verify(HOUSE, newest=1).rows == 500


@pytest.mark.django_db
def test_sealing_stops_for_others_and_goes_on() -> None:
    lines(2500)
    assert [seal(now=NOW, batches=2), seal(now=NOW, batches=2)] == [2, 1]
    assert queries.verify(HOUSE).ok


def _nth(n: int) -> int:
    return Entry.objects.order_by("id").values_list("id", flat=True)[n]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("deed", "kind"),
    [
        ("UPDATE ledger_entry SET verb = 'y.done' WHERE id = %(id)s", "changed"),
        ("UPDATE ledger_entry SET person = NULL WHERE id = %(id)s", "changed"),
        ("DELETE FROM ledger_entry WHERE id = %(id)s", "removed"),
        ("DELETE FROM ledger_seal WHERE number = 1", "removed"),
        ("UPDATE ledger_seal SET digest = content WHERE number = 2", "rewritten"),
    ],
)
def test_what_the_owner_of_the_database_does_is_found(deed: str, kind: str) -> None:
    lines(2100)
    seal(now=NOW)
    target = _nth(1500)
    with as_owner_of_the_database() as cursor:
        cursor.execute(deed.replace("%(id)s", str(target)))
    assert kind in kinds()
    if "ledger_entry" in deed:
        (fault,) = queries.verify(HOUSE).faults
        assert str(target - (kind == "removed")) in fault.sentence
        assert "Seal 2" in fault.sentence
        assert kinds(newest=2) == [kind]


@pytest.mark.django_db
def test_a_line_put_among_sealed_ones_is_found() -> None:
    lines(10)
    Entry(id=_nth(9) + 5, verb="x.done", subject="x:1", by="system:test", at=NOW).save(force_insert=True)
    seal(now=NOW)
    Entry(id=_nth(9) + 2, verb="x.done", subject="x:1", by="system:test", at=NOW).save(force_insert=True)
    assert kinds() == ["inserted"]


def _head() -> Anchor:
    head = queries.head(HOUSE)
    assert head
    return head


@pytest.mark.django_db
def test_a_cut_tail_is_found_by_the_anchor() -> None:
    lines(1500)
    seal(now=NOW)
    anchor = _head()
    with as_owner_of_the_database() as cursor:
        cursor.execute("DELETE FROM ledger_seal WHERE number = 2")
        cursor.execute(f"DELETE FROM ledger_entry WHERE id > {_nth(999)}")
    assert kinds() == []
    assert kinds(anchors=[anchor]) == ["cut"]
    lines(5)
    seal(now=NOW + timedelta(days=1))
    assert kinds(anchors=[anchor]) == ["rewritten"]


@pytest.mark.django_db
def test_a_chain_written_anew_with_the_sites_own_key_is_found_by_the_anchor() -> None:
    lines(1500)
    seal(now=NOW)
    anchor = _head()
    with as_owner_of_the_database() as cursor:
        cursor.execute("UPDATE ledger_entry SET \"by\" = 'nobody' WHERE subject = 'x:3'")
        cursor.execute("DELETE FROM ledger_seal")
    seal(now=NOW)
    assert kinds() == []
    assert kinds(anchors=[anchor]) == ["rewritten"]


@pytest.mark.django_db
def test_an_anchor_of_another_site_is_said(settings: Any) -> None:
    lines(3)
    seal(now=NOW)
    anchor = _head()
    assert kinds(anchors=[anchor, anchor]) == []
    settings.SECRET_KEYS = ("another-key-0123456789abcdef0123456789", *settings.SECRET_KEYS)
    assert kinds(anchors=[anchor]) == []  # keys were changed, the old one is still there
    settings.SECRET_KEYS = settings.SECRET_KEYS[:1]
    assert set(kinds(anchors=[anchor])) == {"unsigned"}


@pytest.mark.django_db
def test_the_file_of_anchors_grows_by_a_line_for_each_head(tmp_path: Path) -> None:
    file = tmp_path / "elsewhere" / "ledger.txt"
    lines(3)
    seal(now=NOW)
    assert append_anchor(file, _head())
    assert not append_anchor(file, _head())
    lines(3)
    seal(now=NOW)
    assert append_anchor(file, _head())
    assert file.stat().st_mode & 0o077 == 0
    found = read_anchors([file])
    assert [one.number for one in found] == [1, 2]
    assert queries.verify(HOUSE, anchors=found).anchors == 2
    (tmp_path / "empty").write_text("nothing")
    for wrong in (tmp_path / "empty", tmp_path / "absent"):
        with pytest.raises(Refused):
            read_anchors([wrong])


def _old_and_new() -> None:
    lines(2500, NOW - 8 * YEARS)
    seal(now=NOW - 8 * YEARS)
    lines(1000)
    seal(now=NOW)


@pytest.mark.django_db
def test_pruning_leaves_a_signed_checkpoint_and_a_whole_chain() -> None:
    _old_and_new()
    anchor = _head()
    assert queries.prunable(ONE, NOW - 7 * YEARS).rows == 2500
    assert prune(before=NOW - 7 * YEARS, by=ONE, approved_by=TWO, now=NOW) == 2500
    assert prune(before=NOW - 7 * YEARS, by=ONE, approved_by=TWO, now=NOW) == 0
    assert Entry.objects.count() == 1002  # with the two notes of who pruned and who agreed
    report = queries.verify(HOUSE, anchors=[anchor])
    assert (report.ok, report.pruned, report.seals, report.rows) == (True, 3, 4, 1000)
    assert sorted(Entry.objects.filter(verb__startswith="ledger.").values_list("verb", "by")) == [
        ("ledger.prune_approved", "admin:2"),
        ("ledger.pruned", "admin:1"),
    ]


@pytest.mark.django_db
def test_a_pruning_that_was_interrupted_is_finished_and_no_alarm() -> None:
    _old_and_new()
    prune(before=NOW - 7 * YEARS, by=ONE, approved_by=TWO, now=NOW)
    last = queries.checkpoint(HOUSE)
    assert last
    before = Entry.objects.count()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()
    assert Entry.objects.count() == before


@pytest.mark.django_db
def test_lines_that_outlived_a_pruning_are_told_from_lines_put_there() -> None:
    _old_and_new()
    found = queries.prunable(ONE, NOW - 7 * YEARS).seal
    assert found
    spared = Entry.objects.get(id=_nth(2400))
    prune(before=NOW - 7 * YEARS, by=ONE, approved_by=TWO, now=NOW)
    spared._state.adding = True
    spared.save(force_insert=True)
    report = queries.verify(HOUSE)
    assert (report.ok, report.left_over) == (True, 1)
    Entry(id=spared.id - 1, verb="z.done", subject="x:1", by="system:test", at=NOW).save(force_insert=True)
    assert "inserted" in kinds() or "changed" in kinds()


@pytest.mark.django_db
def test_a_checkpoint_that_nobody_signed_hides_nothing() -> None:
    _old_and_new()
    last = _nth(2499)
    Checkpoint(
        number=3,
        last=last,
        digest="0" * 64,
        before=NOW,
        at=NOW,
        by="admin:1",
        approved_by="admin:2",
        signature="0" * 64,
    ).save(force_insert=True)
    Entry.objects.filter(id__lte=last).delete()
    assert kinds() == ["unsigned", "removed", "removed", "removed"]


@pytest.mark.django_db
def test_what_was_tampered_with_is_not_pruned_away() -> None:
    _old_and_new()
    with as_owner_of_the_database() as cursor:
        cursor.execute(f"UPDATE ledger_entry SET verb = 'y.done' WHERE id = {_nth(5)}")
    with pytest.raises(Refused, match="nothing was removed"):
        prune(before=NOW - 7 * YEARS, by=ONE, approved_by=TWO, now=NOW)
    assert Entry.objects.count() == 3500


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["ledger_seal", "ledger_checkpoint"])
def test_seals_and_checkpoints_stay_as_they_are(table: str) -> None:
    _old_and_new()
    prune(before=NOW - 7 * YEARS, by=ONE, approved_by=TWO, now=NOW)
    for statement in (f"UPDATE {table} SET digest = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)
    assert Seal.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.doors
def test_two_administrators_prune_and_nobody_else() -> None:
    _old_and_new()
    old = NOW - 7 * YEARS
    for by, approved_by in ((ONE, ONE), (ONE, Viewer(role="admin")), (HOUSE, ONE)):
        with pytest.raises(Refused, match="Two different"):
            prune(before=old, by=by, approved_by=approved_by, now=NOW)
    with pytest.raises(Refused, match="Lines younger"):
        prune(before=NOW, by=ONE, approved_by=TWO, now=NOW)
    with pytest.raises(LogInFirst):
        prune(before=old, by=ONE, approved_by=STRANGER, now=NOW)
    for role in ("worker", "coordinator", "analyst", "resident"):
        other = Viewer(role=role, account="3")  # type: ignore[arg-type]
        for by, approved_by in ((ONE, other), (other, ONE)):
            with pytest.raises(NotAllowed):
                prune(before=old, by=by, approved_by=approved_by, now=NOW)
    assert Entry.objects.count() == 3500


@pytest.mark.django_db
@pytest.mark.doors
def test_only_administrators_look_along_the_chain() -> None:
    reads: list[Callable[[Viewer], Any]] = [
        queries.head,
        queries.state,
        queries.verify,
        queries.checkpoint,
        queries.newest_seal,
        queries.last_verification,
        queries.recent,
        lambda viewer: queries.prunable(viewer, NOW),
    ]
    for read in reads:
        read(ONE)
        with pytest.raises(LogInFirst):
            read(STRANGER)
        for role in ("worker", "resident", "coordinator", "analyst", "organiser", "provider"):
            with pytest.raises(NotAllowed):
                read(Viewer(role=role, account="3"))  # type: ignore[arg-type]


def test_the_signature_is_of_this_purpose_alone() -> None:
    assert sign("seal 1", site.SECRET_KEYS, "ledger") != sign("seal 1", site.SECRET_KEYS, "link")
