"""What a provider's link opens, looked up anew each time; and which area cares for a listing."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, may
from kizuna.access.secrets import BadSeal
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.ids import known_ids
from kizuna.directory.listing import ServiceValue
from kizuna.directory.models import Confirmation, ConfirmationOf, Service, ServiceArea
from kizuna.directory.option import Option
from kizuna.directory.provider_link import (
    AskedOf,
    Closed,
    ConfirmationValue,
    Purpose,
    is_of,
    make,
    opens_confirmation,
    opens_service,
    read,
)
from kizuna.directory.queries.followed import followed, own_body
from kizuna.directory.queries.options import options_by_id
from kizuna.directory.queries.pages import service
from kizuna.frame.errors import Gone
from kizuna.places.queries import above

_OVER = "This link was for a short time only, or for another address. Ask us for a new one, or write to us."


def area_of_care(viewer: Viewer, id: object) -> str | None:
    """The area whose curators care for this listing: one that it is for, the viewer's own if there is one.

    A listing for everybody, or for places that this site does not know, belongs to the whole site.
    """
    allow(viewer, "directory.see")
    rows = ServiceArea.objects.filter(service__in=known_ids([id]), area__isnull=False)
    named = sorted({str(area) for area in rows.values_list("area_id", flat=True)})
    candidates = named or sorted(above(viewer, None))
    own = [area for area in candidates if area in viewer.areas or area in viewer.around]
    return next(iter(own or candidates), None)


def to_keep(viewer: Viewer, id: object, now: datetime) -> ServiceValue:
    """A listing, for whoever may keep it true with an account: its provider, a curator of its area."""
    if may(viewer, "listing.care"):
        allow(viewer, "listing.care", area=area_of_care(viewer, id))
    else:
        rows = Service.objects.filter(pk__in=known_ids([id]))
        body = rows.values_list("organization_id", flat=True).first()
        allow(viewer, "directory.change", organisation=own_body(viewer, body))
    return service(viewer, id, now)


def _read(purpose: Purpose, token: str, now: datetime) -> tuple[str, str]:
    try:
        return read(purpose, token, settings.SECRET_KEYS, now)
    except BadSeal:
        raise NotFound("link") from None
    except Closed:
        raise Gone(_(_OVER)) from None


def _address(row: Service) -> str:
    return (row.email or (row.organization.email if row.organization else "")).strip()


def still_asked(viewer: Viewer, confirmation: UUID) -> list[UUID]:
    """The listings of a letter whose provider is still written to where it went."""
    allow(viewer, "listing.link", link=opens_confirmation(confirmation))
    asked = ConfirmationOf.objects.filter(confirmation=confirmation)
    to = Confirmation.objects.filter(pk=confirmation).values_list("address", flat=True).first() or ""
    ids = set(asked.values_list("service", flat=True))
    led = followed(viewer, "service", ids)
    rows = Service.objects.filter(pk__in={led.get(id, id) for id in ids}, withdrawn=False)
    found = rows.select_related("organization").order_by("name", "pk")
    return [row.pk for row in found if _address(row).casefold() == to.casefold()]


def confirmation(viewer: Viewer, token: str, now: datetime) -> tuple[ConfirmationValue, Viewer]:
    """What a letter asks, and the viewer that the holder of its link becomes: for this letter only.

    Raises NotFound for a link that this site never made, Gone for one that opens nothing any more.
    """
    allow(viewer, "directory.see")
    id, mark = _read("confirm", token, now)
    row = Confirmation.objects.filter(pk__in=known_ids([id])).select_related("organization").first()
    if row is None or not is_of(mark, row.address, settings.SECRET_KEYS):
        raise Gone(_(_OVER))
    holder = Viewer(role="provider", token=opens_confirmation(row.pk))
    ids = still_asked(holder, row.pk)
    if not ids:
        raise Gone(_(_OVER))
    options = options_by_id(holder, ids, now)
    services = tuple(_asked_of(str(id), options, row.address, now) for id in ids)
    body = row.organization.name if row.organization else ""
    return ConfirmationValue(str(row.pk), body, services, row.answered_at), holder


def _asked_of(id: str, options: dict[str, Option], address: str, now: datetime) -> AskedOf:
    one = options[id]

    def link(purpose: Purpose) -> str:
        token = make(purpose, id, address, settings.SECRET_KEYS, now)
        return reverse(f"directory:{purpose}_link", args=[token])

    where = (one.name, one.address, one.phone, one.when_text, one.confirmed_on)
    return AskedOf(id, *where, link("room"), link("change"))


def by_service_link(
    viewer: Viewer, purpose: Purpose, token: str, now: datetime
) -> tuple[ServiceValue, Viewer]:
    """The listing that a link opens, and the viewer that its holder becomes: for this listing only.

    Raises NotFound for a link that this site never made, Gone when its time is over or the provider of the
    listing has another address by now.
    """
    allow(viewer, "directory.see")
    id, mark = _read(purpose, token, now)
    rows = Service.objects.select_related("organization")
    row = rows.filter(pk__in=known_ids([id])).first()
    if row is None or not is_of(mark, _address(row), settings.SECRET_KEYS):
        raise Gone(_(_OVER))
    if row.merged_into_id:
        row = rows.get(pk=row.merged_into_id)
    if row.withdrawn:
        raise Gone(_(_OVER))
    holder = Viewer(role="provider", token=opens_service(row.pk))
    return service(holder, row.pk, now), holder
