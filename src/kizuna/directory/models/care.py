"""What keeps listings true: letters that ask to confirm, what is wrong, what should change."""

import uuid

from django.db import models

from kizuna.access.fields import SealedText
from kizuna.directory.models.offers import Organization, Service


class Confirmation(models.Model):
    """One letter to one address of an organisation, which asks whether its listings are still right."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.CASCADE)
    address = models.CharField(max_length=254)
    """As it is published in the listing."""
    sent_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)


class ConfirmationOf(models.Model):
    """A listing that a letter asks about."""

    confirmation = models.ForeignKey(Confirmation, on_delete=models.CASCADE)
    service = models.ForeignKey(Service, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["confirmation", "service"], name="directory_asked_once_a_letter")
        ]

    def __str__(self) -> str:
        return f"{self.confirmation_id}:{self.service_id}"


class Fault(models.Model):
    """Somebody says that a listing is wrong. Nothing says who, but how to answer them if they wish it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    what = models.CharField(max_length=10)
    words = SealedText(blank=True)
    reach = SealedText(blank=True)
    at = models.DateTimeField(db_index=True)
    status = models.CharField(max_length=10, default="open")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="directory_fault_status_known", condition=models.Q(status__in=("open", "closed"))
            ),
        ]
        indexes = [models.Index(fields=["service", "status"], name="directory_faults_of")]

    def __str__(self) -> str:
        return str(self.pk)


class Change(models.Model):
    """What somebody proposes that a listing should say instead. It changes nothing by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    origin = models.CharField(max_length=10)
    by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_index=True)
    why = SealedText(blank=True)
    reach = SealedText(blank=True)

    def __str__(self) -> str:
        return str(self.pk)


class ChangedField(models.Model):
    """One field of a proposed change; a curator accepts or refuses it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    change = models.ForeignKey(Change, on_delete=models.CASCADE)
    resource_type = models.CharField(max_length=30)
    resource_id = models.UUIDField(null=True, blank=True)
    """None: a row that is not there yet."""
    field_name = models.CharField(max_length=60)
    previous_value = models.TextField(blank=True)
    replacement = SealedText(blank=True)
    """Sealed, because anybody may have written anything; what is accepted stands in the listing."""
    status = models.CharField(max_length=10, default="waiting")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="directory_change_status_known",
                condition=models.Q(status__in=("waiting", "accepted", "refused", "undone")),
            ),
        ]
        indexes = [models.Index(fields=["change", "status"], name="directory_fields_of")]

    def __str__(self) -> str:
        return f"{self.resource_type}.{self.field_name}"


class HeldEdit(models.Model):
    """A human decided this field: no import writes over it, and what the source said then is known."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    resource_type = models.CharField(max_length=30)
    resource_id = models.UUIDField()
    field_name = models.CharField(max_length=60)
    value = models.TextField(blank=True)
    source_value = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource_type", "resource_id", "field_name"], name="directory_held_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource_type}.{self.field_name}"


class Care(models.Model):
    """One reason to look after a listing: written when something happens to it, and every night."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    reason = models.CharField(max_length=10)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "reason"], name="directory_care_once"),
        ]
        indexes = [models.Index(fields=["reason", "service"], name="directory_care_for")]

    def __str__(self) -> str:
        return f"{self.reason}:{self.service_id}"


class Use(models.Model):
    """How often a listing was looked at and referred to in a month. No row says by whom."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    month = models.DateField()
    views = models.PositiveIntegerField(default=0)
    referrals = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "month"], name="directory_use_once")]

    def __str__(self) -> str:
        return f"{self.service_id}:{self.month}"
