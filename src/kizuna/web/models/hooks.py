"""Where programs want to be told of what happens."""

import uuid

from django.db import models

from kizuna.access.fields import SealedText, plain
from kizuna.web.models.programs import Program


class Webhook(models.Model):
    """An address that a program named, the kinds of events it wants, and the secret that signs them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, models.PROTECT)
    url = SealedText()
    secret = SealedText()
    events = plain("kinds of events", models.JSONField(default=list))
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"webhook:{self.pk}"
