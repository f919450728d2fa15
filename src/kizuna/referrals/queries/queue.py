"""The referrals to the services of a provider's own organisation, for its people with an account."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.directory.ids import known_ids
from kizuna.directory.queries import organisation_names, visible_own
from kizuna.people import queries as people
from kizuna.people.consent import REFERRAL
from kizuna.people.profile import Profile
from kizuna.places import queries as places
from kizuna.places.identity import known
from kizuna.referrals.case import SHOWS_CONTACT, ProviderCase, link_viewer_token
from kizuna.referrals.models import Referral, Reply
from kizuna.referrals.pathway import OPEN
from kizuna.referrals.queries.cases import agreement_of
from kizuna.referrals.queries.links import provider_case
from kizuna.referrals.queue import Queue, Queued, ReplyValue

PAGE = 25
NEVER_SENT = ("draft", "entered-in-error")
_HOUSE = SYSTEM("a provider looks at its queue")


def visible_queue(viewer: Viewer) -> QuerySet[Referral, Any]:
    """Ids of the referrals to services of the viewer's own organisations, as a subquery."""
    sent = Referral.objects.filter(service__in=visible_own(viewer))
    return sent.exclude(status__in=NEVER_SENT).values("pk")


def queue(viewer: Viewer, now: datetime, *, start: int = 0, limit: int = PAGE) -> Queue:
    """What is open, the longest wait first. Where an agreement does not hold, nothing is shown."""
    allow_some(viewer, "queue.see")
    rows = Referral.objects.filter(pk__in=visible_queue(viewer), status__in=OPEN)
    found = _agreed(rows.defer("note", "send_to").order_by("answer_by", "pk"), now)
    found.sort(key=lambda one: one[0].status != "requested")
    names = {area.id: area.name for area in places.areas(_HOUSE)}
    shown = found[start : start + limit]
    return Queue(
        total=len(found),
        asked=sum(row.status == "requested" for row, _ in found),
        rows=tuple(_queued(row, who, names.get(str(row.area_id), "")) for row, who in shown),
    )


def _agreed(rows: Iterable[Referral], now: datetime) -> list[tuple[Referral, Profile]]:
    """Those whose person agrees to it now, with who they are: two looks for the whole list."""
    every = list(rows)
    who = people.profiles(_HOUSE, {row.person_id for row in every})
    given = people.agreements(_HOUSE, {one.id for one in who.values()}, REFERRAL)
    found = []
    for row in every:
        one = who.get(str(row.person_id))
        if one and not one.resting_since and agreement_of(row, given.get(one.id, ()), now):
            found.append((row, one))
    return found


def _queued(row: Referral, who: Profile, area_name: str) -> Queued:
    return Queued(
        id=str(row.pk),
        option_name=row.option_name,
        status=row.status,
        need=row.need,
        area_name=area_name,
        name=who.call_them if row.status in SHOWS_CONTACT else "",
        requested_at=row.requested_at,
        answer_by=row.answer_by,
        estimate_weeks=row.estimate_weeks,
    )


def in_queue(viewer: Viewer, referral: object, now: datetime) -> tuple[ProviderCase, Viewer]:
    """One referral to the viewer's organisation, and who they are for it: the same as the link's holder.

    NotFound when it went to somebody else, or when the person does not agree to it any more.
    """
    allow_some(viewer, "queue.see")
    row = Referral.objects.filter(pk=known(referral), pk__in=visible_queue(viewer)).first()
    if row is None:
        raise NotFound("referral")
    record = people.record(_HOUSE, row.person_id)
    consent = agreement_of(row, record.consents, now)
    if consent is None or record.profile.resting_since is not None:
        raise NotFound("referral")
    asked_by = str(row.requested_by_id or "")
    worker = people.account_names(_HOUSE, {asked_by}).get(asked_by, "") if asked_by else ""
    holder = Viewer(role="provider", account=viewer.account, token=link_viewer_token(str(row.pk)))
    return provider_case(row, record, consent, worker, now), holder


def replies(viewer: Viewer) -> list[ReplyValue]:
    """The replies that the viewer's organisations keep ready, by title."""
    allow_some(viewer, "queue.see")
    rows = Reply.objects.filter(organisation__in=known_ids(viewer.organisations))
    return [ReplyValue(str(row.pk), str(row.organisation_id), row.title, row.text) for row in rows]


def own_organisations(viewer: Viewer) -> list[tuple[str, str]]:
    """The viewer's organisations by name, as choices."""
    allow_some(viewer, "queue.see")
    return sorted(organisation_names(viewer, viewer.organisations).items(), key=lambda one: one[1])
