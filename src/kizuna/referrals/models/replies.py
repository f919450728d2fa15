"""What a provider answers again and again, kept ready."""

import uuid

from django.db import models

from kizuna.access.fields import Key, plain
from kizuna.directory.models import Organization
from kizuna.referrals.queue import REPLY_LENGTH, TITLE_LENGTH


class Reply(models.Model):
    """A reply that everybody of one organisation can send with an answer. It is about nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = Key(Organization)
    title = plain("words about nobody, to choose by", models.CharField(max_length=TITLE_LENGTH))
    text = plain("words about nobody, for everybody", models.TextField(max_length=REPLY_LENGTH))
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return f"reply:{self.pk}"
