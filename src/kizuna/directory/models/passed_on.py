"""What the directory passes on without using it, and what was changed in it, by whom."""

from django.db import models

from kizuna.access.fields import SealedText, plain
from kizuna.directory.models.listed import Listed
from kizuna.directory.models.offers import Organization, Service
from kizuna.directory.models.taxonomy import TaxonomyTerm


class Metadata(Listed):
    """One field of one row that somebody changed, with its old and its new value (HSDS `metadata`)."""

    resource_type = models.CharField(max_length=60)
    """The table of the row: service, phone, …"""
    resource_id = models.UUIDField(null=True, db_index=True)
    last_action_date = models.DateField(null=True)
    last_action_type = models.CharField(max_length=60, blank=True)
    """create, update or delete, mostly."""
    field_name = models.CharField(max_length=200, blank=True)
    previous_value = SealedText(blank=True)
    """Sealed, because a package may say what the name or address of a contact was."""
    replacement_value = SealedText(blank=True)
    updated_by = plain("published with the listing", models.CharField(max_length=300, blank=True))

    class Meta:
        verbose_name_plural = "metadata"

    def __str__(self) -> str:
        return f"{self.field_name} of {self.resource_type} {self.resource_id}"


class PassedOn(Listed):
    """A row that came in and goes out as it is: funding, web addresses, identifiers, terms of other rows."""

    table = models.CharField(max_length=40, db_index=True)
    """What HSDS 3.1 calls its table."""
    organization = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.CASCADE)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE)
    link_table = models.CharField(max_length=40, blank=True)
    link = models.UUIDField(null=True, blank=True, db_index=True)
    """The row of `link_table` that it belongs to, when that is neither of the two."""
    term = models.ForeignKey(TaxonomyTerm, null=True, blank=True, on_delete=models.CASCADE)
    values = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "passed on"

    def __str__(self) -> str:
        return self.table
