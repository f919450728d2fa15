"""What somebody put aside, for whoever holds the link."""

import hashlib
import hmac
from datetime import datetime
from typing import Any
from uuid import UUID

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.screening.models import Saved


def saved(viewer: Viewer, token: str, now: datetime) -> tuple[UUID, dict[str, Any], datetime]:
    """The id, the state and until when it is kept; NotFound for a link that opens nothing (any more)."""
    allow(viewer, "check_up.save")
    try:
        id = UUID(token[:32])
    except ValueError:
        raise NotFound("saved") from None
    row = Saved.objects.filter(pk=id, until__gt=now).first()
    digest = hashlib.sha256(token[32:].encode("utf-8", "surrogatepass")).hexdigest()
    if row is None or not hmac.compare_digest(row.secret, digest):
        raise NotFound("saved")
    return row.pk, row.packed, row.until
