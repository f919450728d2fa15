"""Booklets that are made in the background, kept for a day."""

from django.db import models

from kizuna.directory.booklet import STATES, Chosen


class PrintedBooklet(models.Model):
    """One booklet: what was chosen, and the file when it is ready. Nothing says who asked for it."""

    id = models.UUIDField(primary_key=True)
    need = models.CharField(max_length=60, blank=True)
    area = models.CharField(max_length=36, blank=True)
    language = models.CharField(max_length=10)
    large = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="making")
    said = models.TextField(blank=True)
    """Why it could not be made, in one sentence."""
    services = models.PositiveIntegerField(default=0)
    volumes = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    content = models.BinaryField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="directory_booklet_state_known", condition=models.Q(state__in=list(STATES))
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def chosen(self) -> Chosen:
        """What it is of."""
        return Chosen(self.need, self.area, self.language, self.large)
