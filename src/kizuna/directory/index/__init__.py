"""The search index: tantivy, one folder for each database, read by every process, kept up to date by a task.

A query never waits for the task: without a usable index on disk it builds one in memory from the database.
"""

from kizuna.directory.index.asking import Searchable
from kizuna.directory.index.disk import build, home, on_disk, renew, searchable
from kizuna.directory.index.entries import entries, newest

__all__ = [
    "Searchable",
    "build",
    "entries",
    "home",
    "newest",
    "on_disk",
    "renew",
    "searchable",
]
