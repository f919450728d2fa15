"""Looking whether all is well, and keeping what was found for the administrator's first page."""

from dataclasses import asdict
from datetime import datetime

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.web.findings import Finding
from kizuna.web.models import HealthReport
from kizuna.web.queries import health


def look_after(*, by: Viewer, now: datetime) -> list[Finding]:
    """Look at everything that `kizuna check` looks at, and keep the report."""
    allow(by, "site.check")
    found = health(by, now=now)
    HealthReport.objects.update_or_create(
        id=1, defaults={"at": now, "findings": [asdict(one) for one in found]}
    )
    return found
