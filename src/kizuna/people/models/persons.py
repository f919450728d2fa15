"""Persons and their names."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import Key, SealedJSON, SealedText, blind_index, plain
from kizuna.people.care import NAME_USES, postal_text
from kizuna.people.profile import CHANNELS, STATUSES, Contact, Profile, fold
from kizuna.places.models import Area


def _findable(name: str) -> Q:
    """A sealed value has its blind index beside it, and none has none."""
    index = f"{name}_index"
    return Q((f"{name}__isnull", True), (index, "")) | (Q((f"{name}__isnull", False)) & ~Q((index, "")))


class Person(models.Model):
    """Someone we know of, with or without an account. Names are one string, in any script."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = plain("people are found by it", models.CharField(max_length=200))
    called = plain(
        "people are found by it",
        models.CharField(max_length=100, blank=True),
    )
    name_key = plain("people are found by it", models.CharField(max_length=320, blank=True))
    pronouns = plain("shown beside the name in every list", models.CharField(max_length=40, blank=True))
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = plain(
        "groups for some only ask it",
        models.CharField(max_length=40, blank=True),
    )
    languages = plain("codes, to match helpers", models.JSONField(default=list, blank=True))
    area = Key(Area)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lives_alone = models.BooleanField(null=True, blank=True)
    access_needs = SealedJSON(null=True, blank=True)
    phone = SealedText(null=True, blank=True)
    phone_index = blind_index(
        lambda row: row.phone or "", "phone", models.CharField(max_length=64, blank=True, db_index=True)
    )
    email = SealedText(null=True, blank=True)
    email_index = blind_index(
        lambda row: row.email or "", "email", models.CharField(max_length=64, blank=True, db_index=True)
    )
    address = SealedJSON(null=True, blank=True)
    address_index = blind_index(
        lambda row: fold(postal_text(row.address)),
        "address",
        models.CharField(max_length=64, blank=True, db_index=True),
    )
    preferred_channel = models.CharField(max_length=20, blank=True)
    preferred_language = plain("the code of a language", models.CharField(max_length=20, blank=True))
    shared_contact = models.BooleanField(default=False)
    contact_times = SealedJSON(null=True, blank=True)
    interpreter = models.BooleanField(null=True, blank=True)
    not_said = plain("names of our own fields", models.JSONField(default=list, blank=True))
    """Names of fields that the person prefers not to say: neither empty nor "no"."""
    status = models.CharField(max_length=20, default="living")
    status_on = models.DateField(null=True, blank=True)
    do_not_contact = models.BooleanField(default=False)
    restricted_at = models.DateTimeField(null=True, blank=True)
    """Since when the record rests at the person's wish: kept, and used by nobody."""
    warned_at_rest = models.BooleanField(default=False)
    """Whether warnings that may save their life reach them also while it rests."""
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="person_status_known", condition=Q(status__in=STATUSES)),
            models.CheckConstraint(
                name="person_channel_known", condition=Q(preferred_channel__in=["", *CHANNELS])
            ),
            models.CheckConstraint(
                name="person_born_in_a_lifetime",
                condition=Q(birth_year__isnull=True) | Q(birth_year__gte=1880, birth_year__lte=2200),
            ),
            models.CheckConstraint(
                name="person_phone_findable",
                condition=_findable("phone"),
            ),
            models.CheckConstraint(
                name="person_email_findable",
                condition=_findable("email"),
            ),
            models.CheckConstraint(
                name="person_not_merged_into_self",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="person_whole_point",
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def contact(self, *, life_safety: bool = False) -> Contact | None:
        """The way this person wants to be reached; None for the dead, the gone and those who refuse.

        While their record rests only warnings that may save their life reach them, if they kept those.
        """
        if self.status != "living" or self.do_not_contact:
            return None
        if self.restricted_at is not None and not (life_safety and self.warned_at_rest):
            return None
        ways = {"email": self.email, "text": self.phone, "phone": self.phone}
        usual = "email" if self.email else "text"
        channel = self.preferred_channel if ways.get(self.preferred_channel) else usual
        address = ways[channel]
        language = self.preferred_language or (self.languages[0] if self.languages else "")
        if not address:
            return None
        return Contact(
            channel, address, language, self.shared_contact, self.contact_times, bool(self.interpreter)
        )

    def profile(self) -> Profile:
        """What rooms above get to know."""
        return Profile(
            id=str(self.pk),
            name=self.name,
            called=self.called,
            pronouns=self.pronouns,
            birth_year=self.birth_year,
            gender=self.gender,
            languages=tuple(self.languages),
            area_id=str(self.area_id),
            lat=self.lat,
            lon=self.lon,
            lives_alone=self.lives_alone,
            access_needs=None if self.access_needs is None else tuple(self.access_needs),
            preferred_channel=self.preferred_channel,
            preferred_language=self.preferred_language,
            status=self.status,
            contactable=self.contact() is not None,
            not_said=tuple(self.not_said),
            interpreter=self.interpreter,
            status_on=self.status_on,
            resting_since=self.restricted_at,
            warned_at_rest=self.warned_at_rest,
        )


def records_of(person: object) -> "models.QuerySet[Person, Any]":
    """Ids of this record and of those merged into it, to compare keys with.

    An OR over a key that is followed would read a whole table.
    """
    return Person.objects.filter(Q(pk=person) | Q(merged_into=person)).values("pk")


class PersonName(models.Model):
    """Another name of a person, in any script. A former one is for the person alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    text = SealedText()
    use = models.CharField(max_length=20)
    language = plain("the code of a language", models.CharField(max_length=20, blank=True))

    class Meta:
        constraints = [models.CheckConstraint(name="name_use_known", condition=Q(use__in=list(NAME_USES)))]

    def __str__(self) -> str:
        return f"{self.use}:{self.person_id}"
