"""Who may keep a listing true: its provider by link or account, a curator of its area."""

from kizuna.access.deeds import allow, may
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Service
from kizuna.directory.provider_link import opens_service
from kizuna.directory.queries import area_of_care, followed, own_body


def service_row(by: Viewer, id: object) -> Service:
    """The row, or the one that it leads to, with its organisation.

    Without one: what this viewer gets for one that is not theirs.
    """
    ids = followed(by, "service", [id]).values() or known_ids([id])
    row = Service.objects.filter(pk__in=ids).select_related("organization").first()
    if row is None:
        if not by.token and not may(by, "listing.care"):
            allow(by, "directory.change")
        raise NotFound("service")
    return row


def allow_care(by: Viewer, row: Service) -> None:
    """Let a curator of this listing's area go on."""
    allow(by, "listing.care", area=area_of_care(by, row.pk))


def allow_keeping(by: Viewer, row: Service) -> None:
    """Let whoever answers for this listing go on: by a link to it, by an account, or as its curator."""
    if by.token:
        allow(by, "listing.link", link=opens_service(row.pk))
    elif may(by, "listing.care"):
        allow_care(by, row)
    else:
        allow(by, "directory.change", organisation=own_body(by, row.organization_id))
