"""Lists on their way in. What they hold is sealed, and gone once they are kept, left or a day old."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import SealedJSON
from kizuna.web.lists import KINDS, STEPS


class BroughtList(models.Model):
    """A spreadsheet that somebody brought: read, looked through, then kept whole or not at all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default="brought")
    account = models.CharField(max_length=40, blank=True)
    columns = SealedJSON(null=True)
    rows = SealedJSON(null=True)
    mapped = models.JSONField(default=dict)
    area = models.CharField(max_length=40, blank=True)
    agreement = models.JSONField(default=dict)
    faults = SealedJSON(null=True)
    twins = SealedJSON(null=True)
    left_out = models.JSONField(default=list)
    made = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)
    stayed = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "at"], name="list_of_account")]
        constraints = [
            models.CheckConstraint(name="list_kind_known", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="list_state_known", condition=Q(state__in=list(STEPS))),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"
