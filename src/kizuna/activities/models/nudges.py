"""Friendly messages to members who have not been seen for a while."""

from django.db import models

from kizuna.access.fields import Key
from kizuna.activities.models.groups import Group
from kizuna.people.models import Account, Person


class Nudge(models.Model):
    """An organiser wrote to somebody who stayed away, once for each time. The words are in the outbox."""

    id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(Group, models.CASCADE)
    person = Key(Person)
    written_at = models.DateTimeField()
    written_by = Key(Account, null=True)

    class Meta:
        indexes = [models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"nudge:{self.pk}"
