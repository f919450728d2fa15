"""Invitations to have an account here."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, SealedText, blind_index, plain
from kizuna.people.invitation import InvitationValue
from kizuna.people.models.accounts import Account
from kizuna.people.profile import ROLES


class Invitation(models.Model):
    """One address, one role. Sent again, it has another number: an older link no longer opens it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = SealedText()
    email_index = blind_index(lambda row: row.email, "email", models.CharField(max_length=64, db_index=True))
    name = SealedText(blank=True)
    role = models.CharField(max_length=20)
    areas = plain("identifiers of areas", models.JSONField(default=list, blank=True))
    organisations = plain("identifiers of organisations", models.JSONField(default=list, blank=True))
    invited_by = Key(Account, null=True, blank=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent = models.PositiveSmallIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.CheckConstraint(name="invitation_role_known", condition=Q(role__in=ROLES))]

    def __str__(self) -> str:
        return f"{self.role}:{self.pk}"

    def value(self) -> InvitationValue:
        """The invitation as a value."""
        return InvitationValue(
            id=str(self.pk),
            email=self.email,
            name=self.name,
            role=self.role,
            areas=tuple(self.areas),
            organisations=tuple(str(id) for id in self.organisations),
            invited_at=self.invited_at,
            expires_at=self.expires_at,
            accepted_at=self.accepted_at,
            withdrawn_at=self.withdrawn_at,
        )
