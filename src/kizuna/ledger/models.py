"""The ledger: lines that are added and never changed. Triggers (migration 0002) hold it even in plain SQL."""

from typing import Any

from django.db import models


class Changed(Exception):
    """Somebody tried to rewrite the ledger."""


class Kept(models.Model):
    """A row that is added and stays as it is."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once."""
        if not self._state.adding:
            raise Changed("A line of the ledger cannot be changed: add another one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never."""
        raise Changed("A line of the ledger cannot be removed.")


class Entry(Kept):
    """Who did or looked at what, and whom it was about. Identifiers only, never personal text."""

    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    person = models.UUIDField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"], name="ledger_person_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class Seal(Kept):
    """A link of the chain over the lines from `first` to `last`; see chain.py."""

    number = models.BigIntegerField(primary_key=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    content = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = models.CharField(max_length=64)
    prints = models.BinaryField()

    def __str__(self) -> str:
        return f"seal {self.number}"


class Checkpoint(Kept):
    """Lines up to `last` were removed by age; the triggers let nothing else be removed."""

    number = models.BigIntegerField()
    last = models.BigIntegerField(db_index=True)
    digest = models.CharField(max_length=64)
    before = models.DateTimeField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    approved_by = models.CharField(max_length=150)
    signature = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class Horizon(models.Model):
    """Below `upper` no line can appear any more once these transactions (PostgreSQL) have ended. One row."""

    upper = models.BigIntegerField()
    writing = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"horizon {self.upper}"


class Watched(models.Model):
    """A room above wants to hear of lines with this verb; the topic is the name of its task."""

    topic = models.CharField(max_length=60)
    verb = models.CharField(max_length=60, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "verb"], name="ledger_watched_once")]

    def __str__(self) -> str:
        return f"{self.topic} {self.verb}"


class News(models.Model):
    """A line that a topic has not heard yet; written with the line, gone when it was worked on."""

    topic = models.CharField(max_length=60)
    line = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["topic", "id"], name="ledger_news_topic")]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


class Verification(models.Model):
    """One look along the chain and what it found: sentences with numbers of seals and lines, nothing else."""

    at = models.DateTimeField(db_index=True)
    seals = models.PositiveIntegerField()
    rows = models.PositiveBigIntegerField()
    faults = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"verification {self.at}"
