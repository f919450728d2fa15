"""What a provider's signed link opens: looked up anew at every request."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from kizuna.access.deeds import allow
from kizuna.access.secrets import BadSeal, blinds, open_link, seal_link
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.people import queries as people
from kizuna.people.consent import ConsentValue, Record
from kizuna.places import queries as places
from kizuna.places.identity import known
from kizuna.referrals.case import (
    LINK_LIVES,
    LINK_PURPOSE,
    SHOWS_CONTACT,
    LinkClosed,
    ProviderCase,
    link_viewer_token,
)
from kizuna.referrals.handing import CODE_PURPOSE, read_code
from kizuna.referrals.models import Referral
from kizuna.referrals.queries.cases import agreement_of
from kizuna.referrals.queries.owing import site_steps

_EVER = timedelta(days=36_500)
_HOUSE = SYSTEM("a provider opened a referral's link")


def by_link(viewer: Viewer, token: str, now: datetime) -> tuple[ProviderCase, Viewer]:
    """The referral that a link opens, and the viewer that its holder becomes: for this referral only.

    Raises NotFound for a link that this site never made, LinkClosed for one that opens nothing any more.
    """
    row, fresh = _row(token, now)
    names = people.account_names(_HOUSE, {str(row.requested_by_id)}) if row.requested_by_id else {}
    worker = names.get(str(row.requested_by_id), "")
    record = people.record(_HOUSE, row.person_id)
    consent = agreement_of(row, record.consents, now)
    if record.profile.resting_since is not None:
        raise LinkClosed(worker)
    if consent is None or not fresh or row.status == "entered-in-error":
        raise LinkClosed(worker)
    return provider_case(row, record, consent, worker, now), Viewer(
        role="provider", token=link_viewer_token(str(row.pk))
    )


def link_url(viewer: Viewer, row: Referral, now: datetime) -> str:
    """The address that opens this referral for its provider, until the link's time is over."""
    allow(viewer, "link.make", area=row.area_id)
    payload = [str(row.pk), row.link_nonce]
    token = seal_link(payload, settings.SECRET_KEYS, purpose=LINK_PURPOSE, now=now)
    return settings.BASE_URL + reverse("referrals:answer", args=[token])


def waiting_link(viewer: Viewer, now: datetime) -> str | None:
    """The link of the newest referral that waits for an answer: for the house itself, in the demo."""
    allow(viewer, "link.show")
    row = Referral.objects.filter(status="requested", link_until__gt=now).order_by("-requested_at").first()
    return link_url(viewer, row, now) if row else None


def waiting(viewer: Viewer, limit: int) -> list[str]:
    """Ids of the newest referrals that wait for an answer."""
    allow(viewer, "link.show")
    rows = Referral.objects.filter(status="requested").order_by("-requested_at")
    return [str(id) for id in rows.values_list("pk", flat=True)[:limit]]


def short_url(viewer: Viewer, row: Referral) -> str:
    """The address of the same page as it stands in a text message."""
    allow(viewer, "link.make", area=row.area_id)
    return settings.BASE_URL + reverse("referrals:answer", args=[row.link_code])


def _row(token: str, now: datetime) -> tuple[Referral, bool]:
    """The referral of a link, by its seal or its code, and whether this is the newest and not too old."""
    if code := read_code(token):
        return _of_code(code, now)
    try:
        referral, nonce = open_link(token, settings.SECRET_KEYS, purpose=LINK_PURPOSE, now=now, max_age=_EVER)
    except (BadSeal, ValueError, TypeError):
        raise NotFound("link") from None
    row = Referral.objects.filter(pk=known(referral)).first()
    if row is None:
        raise LinkClosed
    return row, nonce == row.link_nonce and not _old(token, now)


def _of_code(code: str, now: datetime) -> tuple[Referral, bool]:
    """A code is kept with its referral alone: one that was replaced, or made up, is no link of this site."""
    indexes = blinds(code, settings.SECRET_KEYS, CODE_PURPOSE)
    row = Referral.objects.filter(code_index__in=indexes).first()
    if row is None:
        raise NotFound("link")
    return row, row.link_until is not None and now <= row.link_until


def _old(token: str, now: datetime) -> bool:
    try:
        open_link(token, settings.SECRET_KEYS, purpose=LINK_PURPOSE, now=now, max_age=LINK_LIVES)
    except BadSeal:
        return True
    return False


def provider_case(
    row: Referral, record: Record, consent: ConsentValue, worker: str, now: datetime
) -> ProviderCase:
    """What this referral shows to its provider, as far as the agreement goes."""
    told = row.status in SHOWS_CONTACT
    reach = told and "contact" in consent.what
    return ProviderCase(
        id=str(row.pk),
        person=str(row.person_id),
        option_name=row.option_name,
        status=row.status,
        reason=row.reason,
        need=row.need,
        area_name=places.area(_HOUSE, row.area_id).name,
        note=row.note if "note" in consent.what else "",
        name=record.profile.call_them if told else "",
        contact=record.contact if reach else None,
        contact_promised="contact" in consent.what,
        worker_name=worker,
        requested_at=row.requested_at,
        answer_by=row.answer_by,
        link_until=row.link_until or now,
        estimate_weeks=row.estimate_weeks,
        assessment=row.assessment,
        handover=row.handover,
        pathway=site_steps(_HOUSE),
    )
