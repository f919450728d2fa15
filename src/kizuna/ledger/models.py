"""The ledger: lines that are added and never changed. Triggers (migration 0002) hold it even in plain SQL."""

from typing import Any

from django.db import models


class Changed(Exception):
    """Somebody tried to rewrite the ledger."""


class Entry(models.Model):
    """Who did or looked at what, and whom it was about. Identifiers only, never personal text."""

    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    person = models.UUIDField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="ledger_person_at")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Changed("A line of the ledger cannot be changed: add another one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Changed("A line of the ledger cannot be removed.")
