"""Keeping a site's own words of published scales."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.instruments.models import Wording
from kizuna.instruments.queries import scale_to_word
from kizuna.instruments.wording import LONGEST, PERMISSION, slots
from kizuna.ledger.actions import note


def _kept(scale: str, language: str, words: Mapping[str, str]) -> bool:
    """Write the words of one language; whether anything changed."""
    rows = {
        row.key: row for row in Wording.objects.select_for_update().filter(scale=scale, language=language)
    }
    texts = {key: text.strip() for key, text in words.items()}
    gone = [row.pk for key, row in rows.items() if not texts.get(key)]
    new = [
        Wording(scale=scale, language=language, key=key, text=text)
        for key, text in texts.items()
        if text and (key not in rows or rows[key].text != text)
    ]
    replaced = [rows[row.key].pk for row in new if row.key in rows]
    Wording.objects.filter(pk__in=[*gone, *replaced]).delete()
    Wording.objects.bulk_create(new)
    return bool(gone or new)


def keep_wording(*, scale: str, language: str, words: Mapping[str, str], by: Viewer, now: datetime) -> None:
    """Keep what a scale says in a language, all of it: what is empty or not named goes.

    `words` by slot (`wording.slots`), and for a scale whose owner must agree also `wording.PERMISSION`: who
    gave it and when. Raises Refused with a sentence, and nothing is kept.
    """
    allow(by, "wording.keep")
    found = scale_to_word(by, scale)
    if language not in dict(settings.LANGUAGES):
        raise NotFound(language)
    known = {slot.key for slot in slots(found)}
    permission = words.get(PERMISSION, "").strip()
    texts = {key: text for key, text in words.items() if key != PERMISSION}
    strange = sorted(set(texts) - known)
    if strange:
        raise Refused(_("This questionnaire has no %(what)s.") % {"what": ", ".join(strange)})
    if any(len(text) > LONGEST for text in words.values()):
        raise Refused(_("A text may have %(n)s characters at most.") % {"n": LONGEST})
    if found.words == "licence" and not permission:
        raise Refused(_("Say who allowed you to use these words, and when. Without it they are not kept."))
    with transaction.atomic():
        changed = _kept(scale, language, texts)
        if found.words == "licence":
            changed |= _kept(scale, "", {PERMISSION: permission})
        if changed:
            note(verb="wording.kept", subject=f"instruments.wording:{scale}:{language}", by=by, now=now)
