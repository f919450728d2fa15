"""Who lives in an area, as a census tells it: to see whether those who take part are like them."""

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, plain
from kizuna.activities.participation import ATTRIBUTES
from kizuna.places.models import Area


class AreaProfile(models.Model):
    """So many people of one kind live in an area."""

    area = Key(Area)
    attribute = models.CharField(max_length=12)
    value = plain("a kind of people, about nobody", models.CharField(max_length=100))
    people = models.PositiveIntegerField()
    source = plain("where the figures come from", models.CharField(max_length=200, blank=True))
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="area_profile_once", fields=["area", "attribute", "value"]),
            models.CheckConstraint(
                name="area_profile_attribute_known", condition=Q(attribute__in=list(ATTRIBUTES))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attribute}: {self.value}"
