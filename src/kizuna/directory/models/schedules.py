"""When a service is open."""

from django.db import models

from kizuna.directory.models.listed import Listed
from kizuna.directory.models.locations import Location
from kizuna.directory.models.offers import Service, ServiceAtLocation


class Schedule(Listed):
    """One repeating opening (RRULE), or an exception to the others.

    A row of an older package, one weekday each, is `freq` WEEKLY with one `byday`. `readable` is False
    when the times are there but cannot be read: then the hours are unknown, never closed.
    """

    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE)
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.CASCADE)
    service_at_location = models.ForeignKey(
        ServiceAtLocation, null=True, blank=True, on_delete=models.CASCADE
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    dtstart = models.DateField(null=True, blank=True)
    timezone = models.CharField(max_length=60, blank=True)
    """An IANA name; the site's own when empty."""
    until = models.DateField(null=True, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    wkst = models.CharField(max_length=2, blank=True)
    freq = models.CharField(max_length=10, blank=True)
    interval = models.PositiveIntegerField(null=True, blank=True)
    byday = models.CharField(max_length=100, blank=True)
    byweekno = models.CharField(max_length=100, blank=True)
    bymonthday = models.CharField(max_length=100, blank=True)
    byyearday = models.CharField(max_length=100, blank=True)
    description = models.TextField(blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    schedule_link = models.CharField(max_length=500, blank=True)
    attending_type = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    readable = models.BooleanField(default=True)
    replaced = models.BooleanField(default=False)
    """People's word stands before it (`actions/hours.py`): it is kept to be compared, and shown nowhere."""
    exception = models.BooleanField(default=False)
    """From `valid_from` to `valid_to` these times hold instead; without times it is closed."""

    def __str__(self) -> str:
        return f"{self.freq} {self.byday} {self.opens_at}–{self.closes_at}"
