"""Lines of the ledger are added, never changed or removed: the database itself refuses."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = [
    """CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
]
SQLITE_BACK = ["DROP TRIGGER IF EXISTS ledger_entry_no_update", "DROP TRIGGER IF EXISTS ledger_entry_no_delete"]
POSTGRES = [
    """CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only()""",
    """CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()""",
]
POSTGRES_BACK = [
    "DROP TRIGGER IF EXISTS ledger_entry_no_truncate ON ledger_entry",
    "DROP TRIGGER IF EXISTS ledger_entry_no_change ON ledger_entry",
    "DROP FUNCTION IF EXISTS ledger_append_only()",
]


def guards(vendor: str) -> list[str]:
    """The statements that close the ledger."""
    return SQLITE if vendor == "sqlite" else POSTGRES


def guards_lifted(vendor: str) -> list[str]:
    """The statements that open it again: for the way back of this migration, and for tests."""
    return SQLITE_BACK if vendor == "sqlite" else POSTGRES_BACK


def close(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse every change from here on."""
    for statement in guards(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def open_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The way back."""
    for statement in guards_lifted(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(close, open_again)]
