"""What can be translated: for a curator's page, and for the file that goes to translators and comes back."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from uuid import UUID

from django.conf import settings

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Service, Translation
from kizuna.directory.queries.care import visible_listings
from kizuna.directory.queries.links import area_of_care
from kizuna.directory.queries.translations import is_original, values_of
from kizuna.directory.translated import FIELDS, HEADING, FieldToTranslate, cells_of
from kizuna.frame.sheet import harmless

_BATCH = 500


def to_translate(viewer: Viewer, service: object, language: str) -> tuple[str, tuple[FieldToTranslate, ...]]:
    """The name of a listing, and each field that says something beside its translation; for its curators."""
    allow(viewer, "listing.care", area=area_of_care(viewer, service))
    row = Service.objects.filter(pk__in=known_ids([service])).first()
    if row is None:
        raise NotFound("service")
    there = values_of(Translation.objects.filter(service=row, language=language)).get(row.pk, {})
    fields = ((name, str(getattr(row, name) or "")) for name in FIELDS)
    return row.name, tuple(FieldToTranslate(name, text, there.get(name)) for name, text in fields if text)


def languages_to_translate(viewer: Viewer) -> list[tuple[str, str]]:
    """The languages of this site but the one that listings are written in."""
    allow(viewer, "directory.see")
    return [(code, name) for code, name in settings.LANGUAGES if not is_original(code)]


def translation_rows(
    viewer: Viewer, language: str, *, missing_only: bool = False
) -> Iterator[tuple[UUID, str, FieldToTranslate]]:
    """Every field of every listing in the viewer's care: its id and name, what it says, its translation."""
    allow_some(viewer, "listing.care")
    rows = Service.objects.filter(pk__in=visible_listings(viewer), status="active")
    ids = list(rows.order_by("name", "pk").values_list("pk", flat=True))
    return _in_turn(ids, language, missing_only)


def _in_turn(
    ids: Sequence[UUID], language: str, missing_only: bool
) -> Iterator[tuple[UUID, str, FieldToTranslate]]:
    for first in range(0, len(ids), _BATCH):
        some = ids[first : first + _BATCH]
        there = values_of(Translation.objects.filter(service__in=some, language=language))
        for row in Service.objects.filter(pk__in=some).order_by("name", "pk"):
            for name in FIELDS:
                source = str(getattr(row, name) or "")
                one = FieldToTranslate(name, source, there.get(row.pk, {}).get(name))
                if source and not (missing_only and one.state == "current"):
                    yield row.pk, row.name, one


def translations_csv(viewer: Viewer, language: str, *, missing_only: bool = False) -> Iterator[str]:
    """The same as CSV for translators, row by row; nothing in it is run as a formula."""
    rows = translation_rows(viewer, language, missing_only=missing_only)
    return _as_csv(rows, language)


def _as_csv(rows: Iterator[tuple[UUID, str, FieldToTranslate]], language: str) -> Iterator[str]:
    yield "\ufeff" + _line(HEADING)
    for id, name, one in rows:
        yield _line(cells_of(id, name, language, one))


def _line(cells: Sequence[str]) -> str:
    out = StringIO(newline="")
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()
