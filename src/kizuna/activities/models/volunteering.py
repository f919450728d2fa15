"""People who want to lend a hand."""

from django.db import models

from kizuna.access.fields import Key, SealedText
from kizuna.people.models import Person


class Volunteer(models.Model):
    """Somebody who wants to lend a hand: what with and when, in their own words."""

    person = Key(Person)
    can_do = SealedText(blank=True)
    times = SealedText(blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="volunteer_once")]

    def __str__(self) -> str:
        return str(self.person_id)
