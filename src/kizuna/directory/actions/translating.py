"""Writing down what a listing says in another language: typed by a curator, or brought in a file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused, Viewer
from kizuna.directory.actions.gate import allow_care, service_row
from kizuna.directory.actions.upkeep import new_edition
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Service, Translation
from kizuna.directory.queries import visible_listings
from kizuna.directory.translated import FIELDS, Brought, How, Row, mark_of, wrong
from kizuna.ledger.actions import note, note_many
from kizuna.ledger.entry import Note

_BATCH = 500


def languages() -> frozenset[str]:
    """Languages that a listing can be translated into: those of the site but its first."""
    first = settings.LANGUAGE_CODE.partition("-")[0]
    return frozenset(code for code, _name in settings.LANGUAGES if code.partition("-")[0] != first)


def translate(
    *, service: object, language: str, values: Mapping[str, str], how: How, by: Viewer, now: datetime
) -> int:
    """Write what a listing says in a language, field by field; "" takes a translation back. How many changed.

    Raises Refused for a language that the site does not speak, or a text that is too long.
    """
    row = service_row(by, service)
    allow_care(by, row)
    changed = 0
    with transaction.atomic():
        for field in FIELDS:
            if field not in values:
                continue
            text = values[field].replace("\r\n", "\n").replace("\x00", "").strip()
            said = Row(0, str(row.pk), field, language, str(getattr(row, field)), text, how)
            if text and (why := wrong(said, languages())):
                raise Refused(_(why))
            changed += _write(row, said, by, now)
        if changed:
            note(verb="service.translated", subject=row, by=by, now=now)
            new_edition(now, [row.pk])
    return changed


def _write(row: Service, said: Row, by: Viewer, now: datetime) -> bool:
    """Write one field, or take it away; whether that changed anything."""
    there = Translation.objects.filter(service=row, field_name=said.field, language=said.language)
    if not said.translation:
        return bool(there.delete()[0])
    found = there.first()
    if found and _same(found, said):
        return False
    made = {"value": said.translation, "source_text": said.source, "how": said.how, "by": by.name, "at": now}
    Translation.objects.update_or_create(
        service=row, field_name=said.field, language=said.language, defaults=made
    )
    return True


def _same(found: Translation, said: Row) -> bool:
    made_from = mark_of(found.source_text) == mark_of(said.source)
    return found.value == said.translation and found.how == said.how and made_from


def bring_translations(*, rows: Iterable[Row], by: Viewer, now: datetime) -> Brought:
    """Take in a file of translations, row by row; a second time changes nothing. Empty ones change nothing.

    A row made from words that the listing does not say any more is kept, and counts as out of date.
    """
    allow_some(by, "listing.care")
    waiting = list(rows)
    refused = [
        (row.number, _(why)) for row in waiting if row.translation and (why := wrong(row, languages()))
    ]
    bad = {number for number, _why in refused}
    good = [row for row in waiting if row.translation and row.number not in bad]
    counts: dict[str, int] = defaultdict(int)
    for first in range(0, len(good), _BATCH):
        some = good[first : first + _BATCH]
        with transaction.atomic():
            refused += _bring(some, counts, by, now)
    return Brought(
        read=len(waiting),
        kept=counts["kept"],
        same=counts["same"],
        empty=sum(not row.translation for row in waiting),
        stale=counts["stale"],
        refused=tuple(sorted(refused)),
    )


def _bring(some: list[Row], counts: dict[str, int], by: Viewer, now: datetime) -> list[tuple[int, str]]:
    mine = Service.objects.filter(pk__in=visible_listings(by))
    rows = mine.filter(pk__in=known_ids([row.service for row in some])).in_bulk()
    refused, touched = [], dict[UUID, Service]()
    for said in some:
        row = next((rows[id] for id in known_ids([said.service]) if id in rows), None)
        if row is None:
            refused.append((said.number, _("There is no such listing in your care.")))
        elif _write(row, said, by, now):
            counts["kept"] += 1
            touched[row.pk] = row
        else:
            counts["same"] += 1
        if row and mark_of(said.source) != mark_of(str(getattr(row, said.field))):
            counts["stale"] += 1
    if touched:
        note_many(notes=[Note("service.translated", row, None, by) for row in touched.values()], now=now)
        new_edition(now, list(touched))
    return refused
