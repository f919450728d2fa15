"""What a person does for themselves."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, SealedText, plain
from kizuna.people.models import Account, Person
from kizuna.referrals.todos import CLOSED, KINDS, STATES


class ToDo(models.Model):
    """One thing to do: who asks for it, what it is, and how far it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = Key(Person)
    kind = plain("a code of ours", models.CharField(max_length=30))
    text = SealedText()
    about = SealedText(blank=True)
    answer = SealedText(blank=True)
    status = models.CharField(max_length=20)
    due_on = models.DateField(null=True, blank=True)
    asked_by = Key(Account, null=True, blank=True)
    asked_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="todo_person", fields=["person", "asked_at"])]
        constraints = [
            models.CheckConstraint(name="todo_kind_known", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="todo_status_known", condition=Q(status__in=list(STATES))),
            models.CheckConstraint(
                name="todo_closed_and_when",
                condition=Q(status__in=CLOSED, closed_at__isnull=False)
                | (~Q(status__in=CLOSED) & Q(closed_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"todo:{self.pk}"
