"""What was found the last time somebody, or the house itself, looked whether all is well."""

from django.db import models
from django.db.models import Q


class HealthReport(models.Model):
    """The newest report; there is one row. It names settings and counts, never a person."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()
    findings = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(name="health_report_once", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
