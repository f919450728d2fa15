"""What the link worker's desk holds about a person: flags, visits, drafts."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from kizuna.access.viewer import Viewer
from kizuna.referrals.models import Draft, Flag, FlagSeen, Visit


def held_at_desk(viewer: Viewer, ids: Iterable[UUID]) -> dict[str, list[dict[str, Any]]]:
    """The part of `held_about` that is not about a place; it has asked for the deed already."""
    mine = list(ids)
    seen: dict[UUID, list[str]] = {}
    for one in FlagSeen.objects.filter(flag__person__in=mine).order_by("at", "pk"):
        seen.setdefault(one.flag_id, []).append(one.at.isoformat())
    return {
        "flags": [
            {
                "note": row.note,
                "at": row.raised_at.isoformat(),
                "seen_at": seen.get(row.pk, []),
                "closed_at": row.closed_at.isoformat() if row.closed_at else None,
                "what_was_done": row.outcome,
            }
            for row in Flag.objects.filter(person__in=mine).order_by("raised_at", "pk")
        ],
        "visits": [
            {"what": row.place, "starts_at": row.starts_at.isoformat(), "until": row.until.isoformat()}
            for row in Visit.objects.filter(person__in=mine).order_by("starts_at", "pk")
        ],
        "drafts": [
            {"note": row.said.get("note", ""), "how": row.said.get("how", ""), "at": row.at.isoformat()}
            if isinstance(row.said, dict)
            else {"note": row.said, "at": row.at.isoformat()}
            for row in Draft.objects.filter(person__in=mine).order_by("at", "pk")
        ],
    }
