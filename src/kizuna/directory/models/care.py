"""What keeps listings true: letters that ask providers to confirm."""

import uuid

from django.db import models

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
