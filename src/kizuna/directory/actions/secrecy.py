"""A place that is told to nobody: a refuge, a shelter from violence."""

from datetime import datetime

from django.db import transaction

from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.actions.gate import allow_care, service_row
from kizuna.directory.actions.upkeep import new_edition, write_cards
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Location, Service, ServiceAtLocation
from kizuna.ledger.actions import note


def keep_secret(*, service: object, place: object, secret: bool, by: Viewer, now: datetime) -> None:
    """Tell nobody where this place of a listing is, or tell it again. All services there follow."""
    row = service_row(by, service)
    allow_care(by, row)
    sites = ServiceAtLocation.objects.filter(service=row, location__in=known_ids([place]))
    there = sites.values_list("location", flat=True).first()
    if there is None:
        raise NotFound("place")
    with transaction.atomic():
        if not Location.objects.filter(pk=there, confidential=not secret).update(confidential=secret):
            return
        also = list(ServiceAtLocation.objects.filter(location=there).values_list("service", flat=True))
        write_cards(Service.objects.filter(pk__in=also).select_related("organization"))
        verb = "place.hidden" if secret else "place.told"
        note(verb=verb, subject=f"directory.Location:{there}", by=by, now=now)
        new_edition(now, also)
