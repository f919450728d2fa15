"""A site keeps its own short pages, and hides those that do not fit it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.directory.needs import BY_CODE
from kizuna.ledger.actions import note
from kizuna.places.identity import known
from kizuna.screening.coping import LONGEST, parts_of
from kizuna.screening.models import CopingPage, HiddenPage
from kizuna.screening.queries import ships


def keep_coping(
    *,
    page: UUID,
    language: str,
    title: str,
    about: str,
    text: str,
    sources: str,
    reviewed_on: date,
    needs: Sequence[str],
    by: Viewer,
    now: datetime,
) -> None:
    """Keep a page of the site's own; the same id again changes it. Refused with a sentence."""
    allow(by, "coping.keep")
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("Choose a language of this site."))
    said = {"title": title.strip(), "about": about.strip(), "text": text.strip(), "sources": sources.strip()}
    if not all(said.values()) or not parts_of(text):
        raise Refused(_("A page needs a title, a first sentence, steps, and where it comes from."))
    if any(len(one) > LONGEST for one in said.values()) or len(said["title"]) > 200:
        raise Refused(_("This is too long for a short page."))
    if reviewed_on > timezone.localdate(now):
        raise Refused(_("Nobody can have looked it over in the future."))
    values = {**said, "language": language, "reviewed_on": reviewed_on}
    values["needs"] = sorted(set(needs) & set(BY_CODE))
    with transaction.atomic():
        row, made = CopingPage.objects.update_or_create(id=page, defaults=values)
        note(verb="coping.added" if made else "coping.changed", subject=row, by=by, now=now)


def show_coping(*, code: str, shown: bool, by: Viewer, now: datetime) -> None:
    """Show or hide a page, Kizuna's or the site's own; NotFound when there is none. Twice changes nothing."""
    allow(by, "coping.keep")
    with transaction.atomic():
        if _show(code, shown, by):
            verb = "coping.shown" if shown else "coping.hidden"
            note(verb=verb, subject=f"screening.coping:{code}", by=by, now=now)


def _show(code: str, shown: bool, by: Viewer) -> bool:
    if ships(by, code):
        if shown:
            return bool(HiddenPage.objects.filter(pk=code).delete()[0])
        return HiddenPage.objects.get_or_create(code=code)[1]
    row = CopingPage.objects.select_for_update().filter(pk=known(code)).first()
    if row is None:
        raise NotFound("coping")
    if row.shown == shown:
        return False
    row.shown = shown
    row.save(update_fields=["shown"])
    return True
