"""A community writes its own code of conduct, or goes back to ours."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.activities.queries import group as one_group
from kizuna.ledger.actions import note
from kizuna.places.identity import known
from kizuna.places.queries import area as one_area
from kizuna.voice.code import LONGEST_RULE, MOST_RULES
from kizuna.voice.models import Code


def write_code(
    *,
    area: object = None,
    group: object = None,
    language: str,
    rules: Sequence[str],
    by: Viewer,
    now: datetime,
) -> None:
    """Keep the rules of an area or a group in one language; without rules this language goes back to ours."""
    if group:
        where: dict[str, Any] = {"group_id": known(group)}
        allow(by, "code.keep", area=one_group(by, group, now).area)
    else:
        where = {"area_id": known(one_area(by, area).id)}
        allow(by, "code.area", area=area)
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("Choose one of the languages of this site."))
    if len(rules) > MOST_RULES or any(len(rule) > LONGEST_RULE or "\x00" in rule for rule in rules):
        raise Refused(_("Write at most 20 rules of 300 characters each. People read what is short."))
    with transaction.atomic():
        row, _made = Code.objects.select_for_update().get_or_create(**where, defaults={"written_at": now})
        row.texts = {**row.texts, language: list(rules)}
        row.written_at = now
        if any(row.texts.values()):
            row.save(update_fields=["texts", "written_at"])
        else:
            row.delete()
        note(verb="code.written", subject=f"voice.Code:{next(iter(where.values()))}", by=by, now=now)
