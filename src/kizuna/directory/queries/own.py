"""What a provider's own organisation offers."""

from typing import Any

from django.db.models import Q, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Organization, Service


def visible_own(viewer: Viewer) -> QuerySet[Service, Any]:
    """Ids of the services of the viewer's own organisations, as a subquery.

    What was merged counts where it leads: a service with the organisation of the one that stands for it,
    and an organisation with the one into which it was merged.
    """
    allow(viewer, "directory.see")
    mine = known_ids(viewer.organisations)
    into = Organization.objects.filter(pk__in=mine, merged_into__isnull=False).values("merged_into")
    bodies = Organization.objects.filter(Q(pk__in=mine) | Q(pk__in=into)).values("pk")
    own = Q(merged_into=None, organization__in=bodies) | Q(merged_into__organization__in=bodies)
    return Service.objects.filter(own).values("pk")
