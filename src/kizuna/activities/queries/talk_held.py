"""What is held of a person's groups and of what they wrote to them, as JSON."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from kizuna.activities.models import Greeting, Introduction, Letter, Member


def held_of_talk(ids: Iterable[UUID]) -> dict[str, Any]:
    """Memberships and letters of a person under all their records. For `held_about`, after its door."""
    own = list(ids)
    members = Member.objects.filter(person__in=own).select_related("group").defer("group__email")
    letters = Letter.objects.filter(person__in=own).select_related("group").defer("group__email")
    thought = Introduction.objects.filter(person__in=own).select_related("group").defer("group__email")
    met = Greeting.objects.filter(Q(person__in=own) | Q(seat__person__in=own) | Q(member__person__in=own))
    return {
        "introductions": [
            {"group": row.group.name, "at": row.at.isoformat()} for row in thought.order_by("at", "pk")
        ],
        "greetings": [
            {
                "group": row.group.name,
                "you_were": "buddy" if row.person_id in own else "newcomer",
                "may_be_reached": row.shares,
                "status": row.state,
                "at": row.at.isoformat(),
            }
            for row in met.select_related("group").defer("group__email").order_by("at", "pk")
        ],
        "memberships": [
            {
                "group": row.group.name,
                "asked_at": row.asked_at.isoformat(),
                "since": row.since.isoformat() if row.since else None,
                "muted_at": row.muted_at.isoformat() if row.muted_at else None,
                "meets_newcomers_since": row.buddy_since.isoformat() if row.buddy_since else None,
                "access_shared_at": row.access_shared_at.isoformat() if row.access_shared_at else None,
            }
            for row in members.order_by("asked_at", "pk")
        ],
        "letters": [
            {
                "group": row.group.name,
                "subject": row.subject,
                "text": row.text,
                "status": row.state,
                "at": row.at.isoformat(),
            }
            for row in letters.order_by("at", "pk")
        ],
    }
