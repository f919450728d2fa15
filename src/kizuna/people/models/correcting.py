"""What people say is wrong about them."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, SealedText
from kizuna.people.correcting import ABOUT, OUTCOMES, CorrectionValue
from kizuna.people.models.accounts import Account
from kizuna.people.models.persons import Person


class Correction(models.Model):
    """Somebody says in their own words that something is wrong; a worker answers, with why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    about = models.CharField(max_length=20)
    words = SealedText()
    asked_at = models.DateTimeField()
    reader = Key(Account, null=True, blank=True)
    """Whom alone they want to read it; everybody who may, where it is nobody."""
    answered_by = Key(Account, null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    reply = SealedText(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="correction_open", fields=["answered_at", "asked_at"])]
        constraints = [
            models.CheckConstraint(name="correction_about_known", condition=Q(about__in=list(ABOUT))),
            models.CheckConstraint(
                name="correction_answered_whole",
                condition=Q(answered_at__isnull=True, outcome="")
                | Q(answered_at__isnull=False, outcome__in=list(OUTCOMES)),
            ),
        ]

    def __str__(self) -> str:
        return f"correction:{self.pk}"

    def value(self, *, person: str = "", name: str = "") -> CorrectionValue:
        """As a value; who it is only where the viewer may know."""
        return CorrectionValue(
            id=str(self.pk),
            about=self.about,
            words=self.words,
            asked_at=self.asked_at,
            answered_at=self.answered_at,
            outcome=self.outcome,
            reply=self.reply or "",
            person=person,
            name=name,
            reader=str(self.reader_id or ""),
        )
