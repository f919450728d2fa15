"""The table in which all processes count guesses: the cache's own, made by Django."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", "people_counts", database=schema_editor.connection.alias, verbosity=0)


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE people_counts")


class Migration(migrations.Migration):
    initial = True  # part of the first installation: no table is full yet
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
