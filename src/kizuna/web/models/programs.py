"""Programs that may use the API, and answers that are given once more when a program asks again."""

import uuid

from django.db import models

from kizuna.access.fields import Key, SealedText, plain
from kizuna.people.models import Account


class Program(models.Model):
    """A program let in by an administrator; it looks and acts as an account that nobody can log in to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = plain("the name of a program", models.CharField(max_length=200))
    account = Key(Account)
    secret = plain("a hash of its secret", models.CharField(max_length=64))
    scopes = plain("names of scopes", models.JSONField(default=list))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    """When it last got a token; one lasts an hour."""

    def __str__(self) -> str:
        return f"program:{self.pk}"


class Answer(models.Model):
    """The answer to a write, kept for a day under the key that the caller gave it."""

    key = plain("a keyed hash of caller and key", models.CharField(max_length=64, primary_key=True))
    asked = plain("a hash of the request", models.CharField(max_length=64))
    http = models.PositiveSmallIntegerField(default=0)
    body = SealedText(blank=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"answer:{self.pk[:8]}"
