"""Words of danger in what somebody wrote on the site for something else: whoever is on duty reads them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.viewer import Viewer
from kizuna.instruments.definition import DangerKind
from kizuna.screening.actions.worries import raise_worry
from kizuna.screening.models import Worry
from kizuna.screening.safety import spoken
from kizuna.screening.worry import RINGS, Told

LONGEST = 2000
HOUR = timedelta(hours=1)


def heed_words(
    *,
    text: str,
    attempt: UUID,
    area: object,
    name: str,
    reach: str,
    person: UUID | None = None,
    by: Viewer,
    now: datetime,
) -> frozenset[DangerKind]:
    """Tell whoever is on duty when a text speaks of danger; the dangers. The same `attempt` again is one.

    A wrong alarm costs a look. While very many of the last hour ring and nobody has taken them, the rest
    stand beside them on the list. Called inside the transaction that keeps the text.
    """
    kinds = spoken(text)
    if kinds:
        with override(settings.LANGUAGE_CODE):
            told = Told(
                who=name.strip() or _("Whoever sent us this message"),
                where="",
                worry=_("A message came in with words that may mean danger:") + "\n\n" + text[:LONGEST],
                danger="yes",
                reach=reach,
            )
        loud = Worry.objects.filter(opened_at__gt=now - HOUR, taken_at=None, closed_at=None).count() < RINGS
        raise_worry(attempt=attempt, area=area, told=told, quiet=not loud, person=person, by=by, now=now)
    return kinds
