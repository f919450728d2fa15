"""Codes of conduct, and reports of what went against one."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, SealedText, plain
from kizuna.activities.models import Group
from kizuna.people.models import Account, Person
from kizuna.places.models import Area
from kizuna.voice.report import KINDS, TELLS
from kizuna.voice.steps import BY_CODE, OUTCOMES, STATES


class Code(models.Model):
    """The code of conduct of an area or a group, in the languages it was written in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = Key(Area, null=True)
    group = Key(Group, null=True)
    texts = plain("rules that everybody may read", models.JSONField(default=dict))
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="code_of_area_once", fields=["area"]),
            models.UniqueConstraint(name="code_of_group_once", fields=["group"]),
            models.CheckConstraint(
                name="code_of_one_community",
                condition=Q(area__isnull=True, group__isnull=False)
                | Q(area__isnull=False, group__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"code:{self.pk}"


class Report(models.Model):
    """Something went against the code. Who reported it is for nobody, unless they said so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField(unique=True, editable=False)
    """Made with the form, and known to nobody but whoever sent it: those who decide know only the id."""
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default="new")
    page = plain("a page for everybody, or the name of a page", models.CharField(max_length=200, blank=True))
    group = Key(Group, null=True)
    area = Key(Area, null=True)
    words = SealedText(blank=True)
    who = SealedText(blank=True)
    person = Key(Person, null=True)
    named = models.BooleanField(default=False)
    tell = models.CharField(max_length=6)
    reach = SealedText(blank=True)
    language = plain("the language of a page", models.CharField(max_length=10, blank=True))
    at = models.DateTimeField()
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    told_of = models.DateTimeField(null=True)
    """When its readers were told that it is late; a working day later it goes to those of other areas."""
    widened_at = models.DateTimeField(null=True)
    taken_by = Key(Account, null=True)
    decided_by = Key(Account, null=True)
    outcome = models.CharField(max_length=12, blank=True)
    told_them = SealedText(blank=True)
    """What those it is about read of the decision. Empty: they are told nothing."""

    class Meta:
        indexes = [
            models.Index(name="report_open", fields=["state", "due_at"]),
            models.Index(name="report_of_person", fields=["person"]),
            models.Index(name="report_since", fields=["since"]),
        ]
        constraints = [
            models.CheckConstraint(name="report_kind_known", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="report_state_known", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(name="report_tell_known", condition=Q(tell__in=list(TELLS))),
            models.CheckConstraint(
                name="report_outcome_known", condition=Q(outcome="") | Q(outcome__in=list(OUTCOMES))
            ),
        ]

    def __str__(self) -> str:
        return f"report:{self.pk}"


class About(models.Model):
    """A person whom a report is about, as far as the house found out."""

    report = models.ForeignKey(Report, models.CASCADE)
    person = Key(Person)

    class Meta:
        indexes = [models.Index(name="report_about", fields=["person"])]
        constraints = [models.UniqueConstraint(name="report_about_once", fields=["report", "person"])]

    def __str__(self) -> str:
        return f"about:{self.pk}"


class Aside(models.Model):
    """Somebody who works here and never sees a report: it is about them, or they are tied to whom it is."""

    report = models.ForeignKey(Report, models.CASCADE)
    account = Key(Account)

    class Meta:
        indexes = [models.Index(name="report_aside", fields=["account"])]
        constraints = [models.UniqueConstraint(name="report_aside_once", fields=["report", "account"])]

    def __str__(self) -> str:
        return f"aside:{self.pk}"


class Taken(models.Model):
    """A step that a report took: `words` go to the one who reported it or come from them."""

    report = models.ForeignKey(Report, models.CASCADE)
    step = models.CharField(max_length=12)
    account = Key(Account, null=True)
    words = SealedText(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="report_steps", fields=["report", "at"])]
        constraints = [
            models.CheckConstraint(name="report_step_known", condition=Q(step__in=list(BY_CODE))),
        ]

    def __str__(self) -> str:
        return f"step:{self.pk}"
