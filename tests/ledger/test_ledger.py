"""Lines are added, read by the right people, and never changed: not even in plain SQL."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Viewer
from kizuna.ledger.actions import looked, note, note_many
from kizuna.ledger.entry import Note
from kizuna.ledger.models import Changed, Entry
from kizuna.ledger.queries import about_person
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

ADA, BOB = uuid.uuid4(), uuid.uuid4()
HOUSE = SYSTEM("test")
WORKER = Viewer(role="worker", account="7", areas=frozenset({"north"}))


def test_a_note_says_who_did_what_to_which_row_and_whom_it_is_about() -> None:
    note(verb="consent.given", subject="people.Consent:3", person=ADA, by=WORKER, now=NOW)
    (line,) = about_person(HOUSE, ADA)
    assert (line.verb, line.subject, line.by, line.at) == (
        "consent.given",
        "people.Consent:3",
        "worker:7",
        NOW,
    )
    assert (line.what, line.who) == ("You agreed to something.", "A link worker")


def test_a_row_is_written_as_its_label_and_key() -> None:
    note(verb="x.done", subject="x:1", by=HOUSE, now=NOW)
    first = Entry.objects.get()
    note(verb="y.done", subject=first, by=HOUSE, now=NOW)
    assert Entry.objects.get(verb="y.done").subject == f"ledger.Entry:{first.pk}"


def test_who_looked_stands_beside_who_did_newest_first() -> None:
    note(verb="person.added", subject="people.Person:1", person=ADA, by=WORKER, now=NOW)
    looked(at_what="people.Person:1", person=str(ADA), by=WORKER, now=NOW + timedelta(hours=1))
    assert [line.verb for line in about_person(HOUSE, ADA)] == ["looked", "person.added"]
    assert len(about_person(HOUSE, ADA, limit=1)) == 1


def test_a_load_writes_many_lines_in_few_statements(django_assert_max_num_queries: object) -> None:
    notes = [Note("person.added", f"people.Person:{n}", ADA, HOUSE) for n in range(5000)]
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        note_many(notes=iter(notes), now=NOW)
    assert Entry.objects.count() == 5000


def test_a_note_goes_back_with_its_cause() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        note(verb="x.done", subject="x:1", by=HOUSE, now=NOW)
        raise RuntimeError
    assert not Entry.objects.exists()


def test_a_line_cannot_be_saved_again_or_deleted() -> None:
    note(verb="x.done", subject="x:1", by=HOUSE, now=NOW)
    row = Entry.objects.get()
    row.verb = "y.done"
    with pytest.raises(Changed):
        row.save()
    with pytest.raises(Changed):
        row.delete()
    assert Entry.objects.get().verb == "x.done"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET verb = 'y.done'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_entry SET person = NULL WHERE id > 0",
    ],
)
def test_the_database_itself_refuses_a_change(statement: str) -> None:
    note(verb="x.done", subject="x:1", person=ADA, by=HOUSE, now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    row = Entry.objects.get()
    assert (row.verb, row.person) == ("x.done", ADA)


def test_a_query_set_cannot_get_round_the_model() -> None:
    note(verb="x.done", subject="x:1", by=HOUSE, now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(by="nobody")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()
    assert Entry.objects.get().by == "system:test"


@pytest.mark.postgres
def test_postgres_refuses_to_empty_the_table() -> None:
    note(verb="x.done", subject="x:1", by=HOUSE, now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE ledger_entry")
    assert Entry.objects.count() == 1


@pytest.mark.doors
def test_a_person_reads_about_themself_and_nobody_else_does() -> None:
    note(verb="consent.given", subject="people.Consent:3", person=ADA, by=WORKER, now=NOW)
    note(verb="consent.given", subject="people.Consent:4", person=BOB, by=WORKER, now=NOW)
    ada = Viewer(role="resident", account="1", person=str(ADA))
    assert [line.subject for line in about_person(ada, ADA)] == ["people.Consent:3"]
    with pytest.raises(NotFound):
        about_person(ada, BOB)
    with pytest.raises(LogInFirst):
        about_person(STRANGER, ADA)
    for role in ("worker", "organiser", "provider", "coordinator", "analyst", "admin"):
        other = Viewer(role=role, account="2", person=str(ADA), areas=frozenset({"north"}), token="case:1")  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            about_person(other, ADA)
