"""Organisations, what they offer, and where."""

from django.db import models

from kizuna.access.fields import Key
from kizuna.directory.models.listed import Listed
from kizuna.directory.models.locations import Location
from kizuna.places.models import Area


class Organization(Listed):
    """A body that runs services. Its contact data is public."""

    name = models.CharField(max_length=300)
    alternate_name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=500, blank=True)
    tax_status = models.CharField(max_length=100, blank=True)
    tax_id = models.CharField(max_length=100, blank=True)
    year_incorporated = models.PositiveSmallIntegerField(null=True, blank=True)
    legal_status = models.CharField(max_length=100, blank=True)
    uri = models.CharField(max_length=500, blank=True)
    parent_organization = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The organisation that this one is, as a curator said. Its address leads there."""

    def __str__(self) -> str:
        return self.name


class Program(Listed):
    """Several services of an organisation under one name."""

    organization = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.SET_NULL)
    name = models.CharField(max_length=300)
    alternate_name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Service(Listed):
    """Something an organisation does for people. `organization` is None when the package lost it."""

    STATUSES = ("active", "inactive", "defunct", "temporarily closed")

    organization = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.PROTECT)
    program = models.ForeignKey(Program, null=True, blank=True, on_delete=models.SET_NULL)
    name = models.CharField(max_length=300)
    alternate_name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    email = models.CharField(max_length=254, blank=True)
    """Where a referral is sent; the organisation's when empty."""
    status = models.CharField(max_length=20, default="active", db_index=True)
    interpretation_services = models.TextField(blank=True)
    application_process = models.TextField(blank=True)
    fees_description = models.TextField(blank=True)
    eligibility_description = models.TextField(blank=True)
    minimum_age = models.FloatField(null=True, blank=True)
    maximum_age = models.FloatField(null=True, blank=True)
    """Years, both included."""
    accreditations = models.TextField(blank=True)
    licenses = models.TextField(blank=True)
    wait_time = models.TextField(blank=True)
    alert = models.TextField(blank=True)
    assured_date = models.DateField(null=True, blank=True)
    """The last day a human confirmed the listing."""
    assurer_email = models.CharField(max_length=254, blank=True)
    last_modified = models.DateTimeField(null=True, blank=True)
    emergency_only = models.BooleanField(default=False)
    """Shown only where the area's posture is emergency."""
    needs_curated = models.BooleanField(default=False)
    """A person said which needs it meets: machines leave them alone."""
    withdrawn = models.BooleanField(default=False)
    """It was in the source's package once and is there no longer."""
    kept = models.BooleanField(default=False)
    """Its source dropped it, and a curator says that it is offered all the same."""
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The service that this one is, as a curator said. Its address leads there; nobody finds it by itself."""
    card = models.JSONField(null=True, blank=True)
    """What lists show of it, gathered from the rows around it (`card.py`); None: gather it when asked."""

    @property
    def gone(self) -> bool:
        """Whether its source dropped it, and no curator said yet what that means."""
        return self.withdrawn and self.status == "inactive" and self.merged_into_id is None

    class Meta:
        indexes = [
            models.Index(
                name="directory_service_public",
                fields=["id", "withdrawn", "emergency_only"],
                condition=models.Q(withdrawn=False, emergency_only=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="directory_service_status_known",
                condition=models.Q(status__in=("active", "inactive", "defunct", "temporarily closed")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


GONE = models.Q(withdrawn=True, status="inactive", merged_into=None)
"""Services that are `gone`."""


class ServiceAtLocation(Listed):
    """One service at one place."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    location = models.ForeignKey(Location, on_delete=models.CASCADE)
    description = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.service_id} at {self.location_id}"


class ServiceArea(Listed):
    """Whom a service is for, by place, everywhere or at one site; `area` when it is one of this town's."""

    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE)
    service_at_location = models.ForeignKey(
        ServiceAtLocation, null=True, blank=True, on_delete=models.CASCADE
    )
    name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    uri = models.CharField(max_length=500, blank=True)
    area = Key(Area, null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class CostOption(Listed):
    """A price: `amount` in `currency`; 0 is free."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    option = models.TextField(blank=True)
    currency = models.CharField(max_length=3, blank=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    amount_description = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class RequiredDocument(Listed):
    """A paper that somebody must bring to be let in."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    document = models.TextField(blank=True)
    uri = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.document[:60]


class Unit(Listed):
    """What places are counted in, as its package defines it: beds, hours."""

    name = models.CharField(max_length=100)
    scheme = models.CharField(max_length=300, blank=True)
    identifier = models.CharField(max_length=100, blank=True)
    uri = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class ServiceCapacity(Listed):
    """How many places are left, and when somebody last said so. Rows of no source are people's own word."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    unit = models.CharField(max_length=100, blank=True)
    unit_row = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL)
    """Where a package defines the unit; `unit` is its name."""
    available = models.PositiveIntegerField(null=True, blank=True)
    maximum = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, blank=True)
    """One of `capacity.STATES`; empty when only numbers were given."""
    waiting_days = models.PositiveIntegerField(null=True, blank=True)
    description = models.TextField(blank=True)
    updated = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "service capacities"
        constraints = [
            models.CheckConstraint(
                name="directory_capacity_state_known",
                condition=models.Q(state__in=("", "places", "none", "waiting", "assessment")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.available} {self.unit}"
