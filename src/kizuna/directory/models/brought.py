"""Packages that a curator brought, with what became of them; which needs a curator gave a term."""

import uuid

from django.db import models

from kizuna.directory.brought import STATES
from kizuna.directory.models.taxonomy import TaxonomyTerm


class BroughtPackage(models.Model):
    """One file. Its content is dropped when it is written, refused, or a day old."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ending = models.CharField(max_length=10)
    """.zip, .json, .ndjson, .csv or .xml: what kind of file it is."""
    source = models.CharField(max_length=100)
    state = models.CharField(max_length=10, default="checking")
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(default=0)
    said = models.TextField(blank=True)
    """Why it was refused, in one sentence."""
    changed = models.BooleanField(default=False)
    services = models.PositiveIntegerField(default=0)
    tables = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="directory_package_state_known", condition=models.Q(state__in=list(STATES))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.state}"


class Synonym(models.Model):
    """What curators made of the words that people use: a new one, one of ours changed, or switched off."""

    said = models.CharField(max_length=100, primary_key=True)
    """How people say it, in lower case."""
    listed = models.CharField(max_length=400, blank=True)
    """Words that listings use for it; empty: it stands for nothing."""

    def __str__(self) -> str:
        return self.said


class TermNeeds(models.Model):
    """The needs that a curator gave a term of any taxonomy; without a row machines find them by its words."""

    term = models.OneToOneField(TaxonomyTerm, primary_key=True, on_delete=models.CASCADE)
    needs = models.JSONField(default=list)
    """Codes of `needs.py`; an empty list says that it meets none."""

    class Meta:
        verbose_name_plural = "term needs"

    def __str__(self) -> str:
        return str(self.term_id)
