"""Lines of the ledger are added, never changed or removed: the database itself refuses.

One thing may be removed: a line that a checkpoint covers, which pruning by age leaves behind. Seals and
checkpoints stay for ever.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("ledger_entry", "ledger_seal", "ledger_checkpoint")
COVERED = "EXISTS (SELECT 1 FROM ledger_checkpoint WHERE last >= OLD.id)"


def _sqlite() -> list[str]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    made = []
    for table in TABLES:
        unless = f" WHEN NOT {COVERED}" if table == "ledger_entry" else ""
        made.append(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}")
        made.append(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}{unless} {refuse}")
    return made


def _postgres() -> list[str]:
    made = [
        f"""CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'ledger_entry' THEN
                IF {COVERED} THEN RETURN OLD; END IF;
            END IF;
            RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'integrity_constraint_violation';
        END $$"""
    ]
    for table in TABLES:
        made.append(
            f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION ledger_append_only()"""
        )
        made.append(
            f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()"""
        )
    return made


def guards(vendor: str) -> list[str]:
    """The statements that close the ledger."""
    return _sqlite() if vendor == "sqlite" else _postgres()


def guards_lifted(vendor: str) -> list[str]:
    """The statements that open it again: for the way back of this migration, and for tests."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{what}" for table in TABLES for what in ("update", "delete")]
    lifted = [
        f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}"
        for table in TABLES
        for what in ("change", "truncate")
    ]
    return [*lifted, "DROP FUNCTION IF EXISTS ledger_append_only()"]


def close(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse every change from here on."""
    for statement in guards(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def open_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The way back."""
    for statement in guards_lifted(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True  # part of the first installation: no table is full yet
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(close, open_again)]
