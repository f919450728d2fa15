"""Referrals for a search of programs: those that somebody asked of others, and those that came to us.

Oldest first, a page at a time. Link workers see those of the people in their sight; a provider those to its
own organisation, for as long as the person agrees; a partner those that it sent, as far as the person agrees.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some, may
from kizuna.access.viewer import SYSTEM, NotAllowed, NotFound, Viewer
from kizuna.directory.ids import known_ids
from kizuna.people import queries as people
from kizuna.people.consent import REFERRAL
from kizuna.places.identity import known, known_all
from kizuna.referrals.case import SHOWS_CONTACT, ProviderCase, link_viewer_token
from kizuna.referrals.fhir.sheet import Sheet, of_case, of_intake
from kizuna.referrals.fhir.wanted import Spans, Wanted
from kizuna.referrals.front_door import PartnerValue, partner_token
from kizuna.referrals.models import Intake, Partner, Referral
from kizuna.referrals.queries.cases import agreement_of, value, visible
from kizuna.referrals.queries.front_door import intake_value, partner_value, visible_intakes
from kizuna.referrals.queries.queue import visible_queue

_HOUSE = SYSTEM("a program of a provider asks")
OUTCOMES = {
    "completed": Q(outcome="helped"),
    "rejected": Q(outcome="not-reached", contacted_at=None),
    "failed": Q(outcome__in=("elsewhere", "not-wanted", "not-ours"))
    | Q(outcome="not-reached", contacted_at__isnull=False),
    "cancelled": Q(outcome="taken-back"),
    "entered-in-error": Q(outcome="by-mistake"),
    "requested": Q(outcome="", contacted_at=None),
    "accepted": Q(outcome="", contacted_at__isnull=False),
}
"""State of a Task → what is written down of who was referred to us. `sheet.state_of` says the same."""


def site_name(viewer: Viewer) -> str:
    """What this site is called to others."""
    return settings.ORGANISATION or settings.SITE_NAME


def sheets(viewer: Viewer, wanted: Wanted, now: datetime) -> list[Sheet]:
    """What this viewer finds of it: at most `wanted.limit`."""
    allow_some(viewer, "referral.see")
    if viewer.role == "provider":
        found = [*_of_organisation(viewer, wanted, now), *_sent(viewer, wanted)]
    else:
        found = [*_in_sight(viewer, wanted), *_came(viewer, wanted)]
    found.sort(key=lambda one: (one.asked_at, known(one.id)))
    return found[: wanted.limit]


def sheet(viewer: Viewer, id: object, now: datetime) -> Sheet:
    """One of them; NotFound when it is out of reach."""
    found = sheets(viewer, Wanted(ids=(known(id),), limit=1), now)
    if not found:
        raise NotFound("referral")
    return found[0]


def within(field: str, spans: Spans) -> Q:
    """Whether a moment lies in all of these."""
    found = Q()
    for start, end, outside in spans:
        one = Q(**{f"{field}__gte": start}) if start is not None else Q()
        one &= Q(**{f"{field}__lt": end}) if end is not None else Q()
        found &= ~one if outside else one
    return found


def _page(rows: QuerySet[Any], wanted: Wanted, asked: str, changed: str) -> QuerySet[Any]:
    rows = rows.filter(within(asked, wanted.asked), within(changed, wanted.changed))
    if wanted.ids is not None:
        rows = rows.filter(pk__in=list(wanted.ids))
    if wanted.after is not None:
        at, id = wanted.after
        rows = rows.filter(Q(**{f"{asked}__gt": at}) | Q(**{asked: at, "pk__gt": id}))
    return rows.order_by(asked, "pk")


def of_persons(viewer: Viewer, wanted: Wanted) -> Q:
    """Whether it is about one of the persons who are asked for."""
    if wanted.subjects is None:
        return Q()
    found = Q(pk__in=())
    for one in wanted.subjects:
        found |= Q(person__in=people.visible_same(viewer, one))
    return found


def _in_sight(viewer: Viewer, wanted: Wanted) -> list[Sheet]:
    rows = Referral.objects.filter(of_persons(viewer, wanted), pk__in=visible(viewer))
    if wanted.states is not None:
        rows = rows.filter(status__in=wanted.states)
    page = list(_page(rows, wanted, "requested_at", "updated_at")[: wanted.limit])
    who = people.profiles(viewer, {row.person_id for row in page}) if page else {}
    found = []
    for row in page:
        one = who.get(str(row.person_id))
        made = of_case(value(row), site_name(viewer))
        # They may have been merged into another record since.
        found.append(replace(made, name=one.name, subject=one.id) if one else made)
    return found


def _changed(rows: QuerySet[Intake], *, for_partner: bool) -> QuerySet[Intake]:
    news = Coalesce(F("closed_at"), F("contacted_at"), F("received_at"))
    told = Case(When(may_hear=True, then=news), default=F("received_at")) if for_partner else news
    return rows.alias(changed=told)


def _in_states(wanted: Wanted, *, for_partner: bool) -> Q:
    if wanted.states is None:
        return Q()
    found = Q(pk__in=())
    for state in wanted.states:
        found |= OUTCOMES.get(state, Q(pk__in=()))
    if not for_partner:
        return found
    told = Q(may_hear=True) & found
    return told | Q(may_hear=False) if "requested" in wanted.states else told


def _came(viewer: Viewer, wanted: Wanted) -> list[Sheet]:
    if not may(viewer, "intake.see"):
        return []
    rows = Intake.objects.filter(of_persons(viewer, wanted), pk__in=visible_intakes(viewer))
    rows = _changed(rows.filter(_in_states(wanted, for_partner=False)), for_partner=False)
    page = _page(rows.select_related("partner"), wanted, "received_at", "changed")[: wanted.limit]
    return [of_intake(intake_value(row), site_name(viewer), for_partner=False) for row in page]


def own_partners(viewer: Viewer) -> list[PartnerValue]:
    """The partners for which a provider's program may refer somebody to us."""
    allow_some(viewer, "intake.send")
    rows = Partner.objects.filter(pk__in=known_ids(viewer.organisations), ended_at=None)
    return [partner_value(row) for row in rows.order_by("pk")]


def as_partner(viewer: Viewer) -> tuple[PartnerValue, Viewer]:
    """The partner of this program, and who it is when it sends somebody: the same as the link's holder."""
    found = own_partners(viewer)
    if not found:
        raise NotAllowed(_("This program was let in for no partner that refers people to us."))
    return found[0], Viewer(role="provider", account=viewer.account, token=partner_token(found[0].id))


def was_sent(viewer: Viewer, id: object) -> bool:
    """Whether it came to us from a partner of this program."""
    partners = known_all(one.id for one in own_partners(viewer))
    return bool(partners) and Intake.objects.filter(pk=known(id), partner__in=partners).exists()


def came_to_us(viewer: Viewer, id: object) -> bool:
    """Whether it is somebody in sight who was referred to us, and no referral to others."""
    allow_some(viewer, "referral.see")
    return Intake.objects.filter(pk=known(id), pk__in=visible_intakes(viewer)).exists()


def _sent(viewer: Viewer, wanted: Wanted) -> list[Sheet]:
    partners = known_all(one.id for one in own_partners(viewer))
    if not partners:
        return []
    rows = Intake.objects.filter(_in_states(wanted, for_partner=True), partner__in=partners)
    if wanted.subjects is not None:
        rows = rows.filter(pk__in=list(wanted.subjects))
    rows = _changed(rows.select_related("partner"), for_partner=True)
    page = _page(rows, wanted, "received_at", "changed")[: wanted.limit]
    return [of_intake(intake_value(row), site_name(viewer), for_partner=True) for row in page]


def _of_organisation(viewer: Viewer, wanted: Wanted, now: datetime) -> list[Sheet]:
    """Where an agreement does not hold, there is nothing. A page is filled up from what comes after."""
    rows = Referral.objects.filter(pk__in=visible_queue(viewer))
    if wanted.subjects is not None:
        rows = rows.filter(pk__in=list(wanted.subjects))
    if wanted.states is not None:
        rows = rows.filter(status__in=wanted.states)
    found: list[Sheet] = []
    after = wanted.after
    while len(found) < wanted.limit:
        page = list(_page(rows, replace(wanted, after=after), "requested_at", "updated_at")[: wanted.limit])
        found += _agreed(viewer, page, now)
        if len(page) < wanted.limit:
            break
        after = (page[-1].requested_at, page[-1].pk)
    return found


def _agreed(viewer: Viewer, rows: Iterable[Referral], now: datetime) -> list[Sheet]:
    """Those whose person agrees to it now: two looks for the whole page."""
    every = list(rows)
    who = people.profiles(_HOUSE, {row.person_id for row in every}) if every else {}
    given = people.agreements(_HOUSE, {one.id for one in who.values()}, REFERRAL) if who else {}
    found = []
    for row in every:
        one = who.get(str(row.person_id))
        held = agreement_of(row, given.get(one.id, ()), now) if one and not one.resting_since else None
        if one is None or held is None:
            continue
        name = one.call_them if row.status in SHOWS_CONTACT and "name" in held.what else ""
        found.append(_told(viewer, row, name, row.note if "note" in held.what else ""))
    return found


def _told(viewer: Viewer, row: Referral, name: str, note: str) -> Sheet:
    """What the other side learns: no number of the person, no agreement, nothing of other referrals."""
    made = of_case(value(row), site_name(viewer))
    nothing: dict[str, Any] = {"consent": "", "replaces": "", "concern": False}
    return replace(made, subject=str(row.pk), name=name, note=note, **nothing)


def sheet_of_link(viewer: Viewer, found: ProviderCase) -> Sheet:
    """The referral that the holder of a link opened, as far as the agreement goes."""
    allow(viewer, "referral.see", link=link_viewer_token(found.id))
    row = Referral.objects.get(pk=known(found.id))
    return _told(viewer, row, found.name, found.note)
