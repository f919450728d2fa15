"""What a listing says in other languages."""

import uuid

from django.db import models

from kizuna.access.fields import plain
from kizuna.directory.models.offers import Service
from kizuna.directory.translated import HOWS


class Translation(models.Model):
    """One field of a listing in another language, with the words that it was made from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    field_name = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    value = plain("a public listing in another language", models.TextField())
    source_text = plain("a public listing as it was", models.TextField())
    how = models.CharField(max_length=10)
    by = plain("a role and an identifier, never a name", models.CharField(max_length=200, blank=True))
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "language", "field_name"], name="directory_translated_once"
            ),
            models.CheckConstraint(
                name="directory_translation_how_known", condition=models.Q(how__in=list(HOWS))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}.{self.field_name} {self.language}"
