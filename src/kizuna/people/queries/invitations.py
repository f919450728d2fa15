"""Invitations: those that a viewer may keep, and the one that a link opens."""

from datetime import datetime

from django.conf import settings

from kizuna.access.deeds import allow_some, reaches
from kizuna.access.secrets import BadSeal, open_link
from kizuna.access.viewer import NotFound, Viewer
from kizuna.people.invitation import INVITES, LASTS, PURPOSE, InvitationValue
from kizuna.people.models import Invitation


def _within(viewer: Viewer, row: Invitation) -> bool:
    return row.role in INVITES.get(viewer.role, ()) and all(
        reaches(viewer, "account.invite", area=area, organisation=None, person=None, link=None)
        for area in row.areas or [None]
    )


def invitations(viewer: Viewer) -> list[InvitationValue]:
    """The latest two hundred invitations that this viewer could have made, the newest first."""
    allow_some(viewer, "account.invite")
    rows = Invitation.objects.order_by("-invited_at")[:200]
    return [row.value() for row in rows if _within(viewer, row)]


def invitation_of(viewer: Viewer, token: str, now: datetime) -> InvitationValue:
    """What a link opens, for whoever holds it, while it waits; else there is nothing here."""
    try:
        held = open_link(token, settings.SECRET_KEYS, purpose=PURPOSE, now=now, max_age=LASTS)
    except BadSeal:
        raise NotFound("invitation") from None
    row = Invitation.objects.filter(pk=held["invitation"], sent=held["sent"]).first()
    if row is None or row.value().state(now) != "waiting":
        raise NotFound("invitation")
    return row.value()
