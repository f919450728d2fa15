"""A message to many on its way to be written; its row goes when every message of it is there."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import SealedJSON, SealedText
from kizuna.web.notices import AUDIENCES


class Notice(models.Model):
    """Who gets it and in which words, until the background has written it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audience = models.CharField(max_length=20)
    area = models.UUIDField(null=True)
    subject = SealedText()
    texts = SealedJSON()
    run = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="notice_audience_known", condition=Q(audience__in=list(AUDIENCES)))
        ]

    def __str__(self) -> str:
        return str(self.pk)
