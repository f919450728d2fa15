"""Accounts, the areas they work in, and who is on duty when."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import Key, SealedText, blind_index, plain
from kizuna.people.models.persons import Person
from kizuna.people.profile import ROLES
from kizuna.places.models import Area


class Account(AbstractBaseUser):
    """Somebody who can log in: by an e-mail address in lower case, or a resident by a number alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = plain(
        "log-in looks it up: SECURITY.md says so", models.EmailField(unique=True, null=True, blank=True)
    )
    name = plain("colleagues see it in lists", models.CharField(max_length=200, blank=True))
    phone = SealedText(null=True, blank=True)
    phone_index = blind_index(
        lambda row: row.phone or "", "phone", models.CharField(max_length=64, blank=True, db_index=True)
    )
    phone_verified = models.BooleanField(default=False)
    role = models.CharField(max_length=20, default="resident")
    organisations = plain("identifiers of organisations", models.JSONField(default=list, blank=True))
    person = models.OneToOneField(Person, null=True, blank=True, on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = BaseUserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(name="account_role_known", condition=Q(role__in=ROLES)),
            models.CheckConstraint(
                name="account_can_be_reached",
                condition=Q(email__isnull=False) | (Q(role="resident") & ~Q(phone_index="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}:{self.pk}"


class AccountArea(models.Model):
    """One area that an account works in, with everything below it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    area = Key(Area)

    class Meta:
        constraints = [models.UniqueConstraint(name="account_area_once", fields=["account", "area"])]

    def __str__(self) -> str:
        return f"{self.account_id}:{self.area_id}"


class DutyShift(models.Model):
    """From `starts` until just before `ends`, this account reads what comes in for this area."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    area = Key(Area)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    offered_to = Key(Account, null=True, blank=True)
    """Who is asked to take it over; it is theirs once they confirm."""

    class Meta:
        indexes = [models.Index(name="duty_covers", fields=["area", "ends"])]
        constraints = [models.CheckConstraint(name="duty_ends_later", condition=Q(ends__gt=F("starts")))]

    def __str__(self) -> str:
        return f"{self.area_id}:{self.account_id}"
