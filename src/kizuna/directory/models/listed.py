"""Where a row of the directory comes from."""

import uuid

from django.db import models


class Source(models.Model):
    """One feed or package that rows came from; its name is what a second import is compared by."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=100, unique=True)
    sha256 = models.CharField(max_length=64, blank=True)
    """Of the file as it was read last; empty for what was made in memory."""
    imported_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    """When an import last changed a row: the search index is as old as this."""

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """Which edition of the directory this is: a new token with every change."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField(default=uuid.uuid4)
    told = models.UUIDField(default=uuid.uuid4)
    """New with who checked a listing, how much room there is."""
    number = models.BigIntegerField(default=0)
    """Counts the changes that the search index has to take up: it goes up to one of them."""
    recent = models.JSONField(default=list)
    """The last of them, each as its number and a random mark: an index of another past is known by it."""
    touched = models.JSONField(default=list)
    """What each of those touched: its number, ids of services, and the id of a source or nothing."""
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="directory_one_edition", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return self.token.hex


class Listed(models.Model):
    """A row that may come from a package: `foreign_id` is its id there, its own id follows from both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT)
    foreign_id = models.CharField(max_length=200, blank=True)
    more = models.JSONField(null=True, blank=True)
    """What its package said of it that has no column, or that reads otherwise here (`keeping.py`)."""

    class Meta:
        abstract = True
