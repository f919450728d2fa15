"""The search index: tantivy, one folder for each database, read by every process, kept up to date by a task.

A query never waits for the task: without a usable index on disk it builds one in memory from the database.
"""

from kizuna.directory.index.asking import WEIGHTS, Searchable, Weights
from kizuna.directory.index.disk import build, home, learn, on_disk, renew, searchable
from kizuna.directory.index.entries import entries, newest
from kizuna.directory.index.meaning import problem as meaning_problem

__all__ = [
    "WEIGHTS",
    "Searchable",
    "Weights",
    "build",
    "entries",
    "home",
    "learn",
    "meaning_problem",
    "newest",
    "on_disk",
    "renew",
    "searchable",
]
