"""How a service is reached, by whom, and what is spoken there."""

from django.db import models

from kizuna.access.fields import SealedJSON, SealedText
from kizuna.directory.models.listed import Listed
from kizuna.directory.models.locations import Location
from kizuna.directory.models.offers import Organization, Service, ServiceAtLocation


class Contact(Listed):
    """Somebody who works for a service, as its package names them. Passed on, never shown on pages."""

    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE)
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.CASCADE)
    organization = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.CASCADE)
    service_at_location = models.ForeignKey(
        ServiceAtLocation, null=True, blank=True, on_delete=models.CASCADE
    )
    more = SealedJSON(null=True, blank=True)
    """Sealed like the rest: what has no column here may be a private number or address."""
    name = SealedText(blank=True)
    title = models.CharField(max_length=300, blank=True)
    department = models.CharField(max_length=300, blank=True)
    email = SealedText(blank=True)

    def __str__(self) -> str:
        return self.title


class Phone(Listed):
    """A public number: `number` is E.164 where it could be read, as written otherwise."""

    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE)
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.CASCADE)
    organization = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.CASCADE)
    service_at_location = models.ForeignKey(
        ServiceAtLocation, null=True, blank=True, on_delete=models.CASCADE
    )
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.CASCADE)
    more = SealedJSON(null=True, blank=True)
    """Sealed, because a number may be that of a contact."""
    number = models.CharField(max_length=60)
    extension = models.CharField(max_length=20, blank=True)
    type = models.CharField(max_length=30, blank=True)
    description = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.number


class Language(Listed):
    """A language spoken: `code` is ISO 639; empty when the words name none, or only a limited one."""

    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE)
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.CASCADE)
    phone = models.ForeignKey(Phone, null=True, blank=True, on_delete=models.CASCADE)
    name = models.TextField(blank=True)
    code = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
