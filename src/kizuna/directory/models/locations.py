"""Places where services happen."""

from django.db import models

from kizuna.directory.models.listed import Listed


class Location(Listed):
    """A place: `location_type` is physical, postal or virtual."""

    organization = models.ForeignKey(
        "directory.Organization", null=True, blank=True, on_delete=models.SET_NULL
    )
    """Who keeps it, as its package says."""
    location_type = models.CharField(max_length=20, default="physical")
    name = models.CharField(max_length=300, blank=True)
    alternate_name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    transportation = models.TextField(blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    """Degrees, WGS 84."""
    url = models.CharField(max_length=500, blank=True)
    confidential = models.BooleanField(default=False)
    """A refuge, for example: where it is is told to nobody, on no page, on no paper, to no program."""

    def __str__(self) -> str:
        return self.name


class Address(Listed):
    """A postal or street address: `address_type` is physical, postal or virtual."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE)
    attention = models.CharField(max_length=300, blank=True)
    address_1 = models.CharField(max_length=300, blank=True)
    address_2 = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    state_province = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=60, blank=True)
    address_type = models.CharField(max_length=20, default="physical")

    class Meta:
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.address_1, self.address_2, self.city, self.postal_code)))


class Accessibility(Listed):
    """What somebody wrote about getting in and around."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE)
    description = models.TextField(blank=True)
    details = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "accessibilities"

    def __str__(self) -> str:
        return self.description[:60]
