"""After a room's first migration no step keeps a full table for long."""

from typing import Any

import pytest
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Now, Random

from kizuna.house import ROOMS
from tests.house.migrations import slow

INDEX = models.Index(fields=["at"], name="x_at")
UNIQUE = models.UniqueConstraint(fields=["at"], name="x_once")
CHECK = models.CheckConstraint(condition=models.Q(at__gt=0), name="x_at_positive")
ITEM = operations.CreateModel("Item", [("id", models.BigAutoField(primary_key=True))])


def migration(*steps: Any, atomic: bool = True) -> Migration:
    found = Migration("0002_x", "work")
    found.operations, found.atomic = list(steps), atomic
    return found


def test_every_later_migration_lets_pages_go_on() -> None:
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    wrong = {
        f"{room}.{name}": list(slow(one))
        for (room, name), one in found.items()
        if room in ROOMS and not one.initial
    }
    assert {name: why for name, why in wrong.items() if why} == {}


@pytest.mark.parametrize(
    "step",
    [
        operations.AddIndex("item", INDEX),
        operations.AddConstraint("item", UNIQUE),
        operations.AddConstraint("item", CHECK),
        operations.AlterField("item", "at", models.BigIntegerField()),
        operations.RemoveField("item", "at"),
        operations.RenameField("item", "at", "since"),
        operations.RenameModel("Item", "Thing"),
        operations.DeleteModel("Item"),
        operations.AddField("item", "at", models.IntegerField()),
        operations.AddField("item", "at", models.IntegerField(default=int)),
        operations.AddField("item", "at", models.IntegerField(default=0)),
        operations.AddField("item", "at", models.FloatField(db_default=Random())),
        operations.AddField("item", "at", models.IntegerField(null=True, db_index=True)),
        operations.AddField("item", "at", models.IntegerField(null=True, unique=True)),
        operations.RunPython(operations.RunPython.noop),
        operations.RunSQL("UPDATE work_item SET at = 0"),
        operations.SeparateDatabaseAndState(database_operations=[operations.AddIndex("item", INDEX)]),
    ],
    ids=lambda step: step.__class__.__name__,
)
def test_a_step_that_keeps_a_table_is_found(step: Any) -> None:
    assert list(slow(migration(step)))


@pytest.mark.parametrize(
    "steps",
    [
        (ITEM, operations.AddIndex("item", INDEX), operations.AddConstraint("item", UNIQUE)),
        (operations.AddField("item", "at", models.IntegerField(null=True)),),
        (operations.AddField("item", "at", models.IntegerField(db_default=0)),),
        (operations.AddField("item", "at", models.DateTimeField(db_default=Now())),),
        (operations.AlterModelOptions("item", {"ordering": ["id"]}),),
        (operations.SeparateDatabaseAndState(state_operations=[operations.AddIndex("item", INDEX)]),),
    ],
)
def test_a_step_that_takes_a_moment_is_let_through(steps: Any) -> None:
    assert list(slow(migration(*steps))) == []


def test_long_work_in_batches_is_let_through() -> None:
    assert list(slow(migration(operations.RunPython(operations.RunPython.noop), atomic=False))) == []
