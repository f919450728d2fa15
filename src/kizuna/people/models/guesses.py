"""How often somebody tried to get in: one row for what is counted together, locked while it counts."""

from django.db import models

from kizuna.access.fields import plain


class Guesses(models.Model):
    """Tries at one account since the last success, by one known browser or by all others."""

    bucket = plain("a keyed hash", models.CharField(max_length=64, primary_key=True))
    tries = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.bucket
