"""What waits for a second person, as far as the viewer is one of the two."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from kizuna.access.deeds import ANYWHERE, AREA, DEEDS, SECOND, allow_some, may
from kizuna.access.viewer import NotFound, Viewer
from kizuna.people.approval import ApprovalValue
from kizuna.people.models import Approval
from kizuna.people.queries.accounts import account_names
from kizuna.places.identity import known, known_all


def _to_second(viewer: Viewer) -> Q:
    """The proposals that this viewer may decide, as far as role and area go."""
    found = Q(pk__in=())
    for deed, second in SECOND.items():
        reach = DEEDS[second].get(viewer.role)
        if reach == ANYWHERE:
            found |= Q(deed=deed)
        elif reach == AREA:
            found |= Q(deed=deed, area__in=known_all(viewer.areas))
    return found


def visible_approvals(viewer: Viewer) -> QuerySet[Approval, Any]:
    """Ids of the proposals this viewer made or may decide."""
    if not may(viewer, "approval.see"):
        return Approval.objects.none().values("pk")
    own = Q(proposed_by=known(viewer.account)) if viewer.account else Q(pk__in=())
    return Approval.objects.filter(own | _to_second(viewer)).values("pk")


def _values(viewer: Viewer, rows: Iterable[Approval]) -> list[ApprovalValue]:
    found = [row.value() for row in rows]
    names = account_names(viewer, {each.proposed_by for each in found}) if found else {}
    return [
        replace(each, proposer=names.get(each.proposed_by, ""), mine=each.proposed_by == viewer.account)
        for each in found
    ]


def approvals(viewer: Viewer, now: datetime) -> list[ApprovalValue]:
    """The proposals that wait for a second person, oldest first: the viewer's own and those to decide."""
    allow_some(viewer, "approval.see")
    rows = Approval.objects.filter(pk__in=visible_approvals(viewer), decision="", expires_at__gt=now)
    return _values(viewer, rows.order_by("proposed_at", "pk"))


def waiting_for(viewer: Viewer, *, deed: str, subject: str, now: datetime) -> ApprovalValue | None:
    """The proposal about this row that waits, for those whom the room that asks lets know of it."""
    allow_some(viewer, "approval.see")
    rows = Approval.objects.filter(deed=deed, subject=subject, decision="", expires_at__gt=now)
    row = rows.order_by("proposed_at", "pk").first()
    return row.value() if row else None


def approval(viewer: Viewer, id: object) -> ApprovalValue:
    """One proposal; NotFound for those who neither made it nor may decide it."""
    allow_some(viewer, "approval.see")
    row = Approval.objects.filter(pk=known(id), pk__in=visible_approvals(viewer)).first()
    if row is None:
        raise NotFound("approval")
    return _values(viewer, [row])[0]
