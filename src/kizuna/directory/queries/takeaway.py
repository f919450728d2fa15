"""Tables to take away: one for people, and the whole package of HSDS; written while they are sent."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.listing import Card
from kizuna.directory.models import Service
from kizuna.directory.packing import FILES, cells, columns, description
from kizuna.directory.phone import shown
from kizuna.directory.queries.options import active, readable
from kizuna.directory.queries.tables import table_rows
from kizuna.directory.queries.week_words import week_words
from kizuna.frame.sheet import harmless

_BATCH = 200
_ENOUGH = 200


class _Passing(io.RawIOBase):
    """Takes what a zip writes and gives it on: nothing of the package stays in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.waiting.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What was written since."""
        found, self.waiting = b"".join(self.waiting), []
        return found


def packed(viewer: Viewer) -> Iterator[bytes]:
    """The public directory as a zip of CSV tables, as HSDS 3.1 describes them, piece by piece."""
    allow(viewer, "directory.see")
    return _pieces(viewer)


def _pieces(viewer: Viewer) -> Iterator[bytes]:
    out = _Passing()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", json.dumps(description(settings.SITE_NAME), indent=2))
        for table, file in FILES.items():
            with archive.open(file, "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
                writer = csv.writer(text)
                writer.writerow(columns(table))
                for number, row in enumerate(table_rows(viewer, table), start=1):
                    writer.writerow([harmless(cell) for cell in cells(table, row)])
                    if not number % _ENOUGH:
                        yield out.taken()
            yield out.taken()
    yield out.taken()


def _heading() -> list[str]:
    return [
        _("Name"), _("Organisation"), _("What it is"), _("Phone"), _("Where"), _("Open"),
        _("What it costs"), _("Website"), _("Checked on"), _("Page"),
    ]  # fmt: skip


def table_for_people(viewer: Viewer, *, need: str, language: str, now: datetime) -> Iterator[str]:
    """The public list by name as CSV that opens anywhere, in one language, piece by piece."""
    allow(viewer, "directory.see")
    rows = active((need,) if need else None).filter(emergency_only=False, withdrawn=False)
    ids = list(rows.order_by("name", "pk").values_list("pk", flat=True))
    return _in_turn(viewer, ids, language, now)


def _in_turn(viewer: Viewer, ids: list[UUID], language: str, now: datetime) -> Iterator[str]:
    with translation.override(language):
        heading = _heading()
    yield "\ufeff" + _as_text([heading])
    for first in range(0, len(ids), _BATCH):
        # The language is chosen for each piece: between two of them others are served.
        with translation.override(language):
            some = Service.objects.filter(pk__in=ids[first : first + _BATCH]).order_by("name", "pk")
            piece = _as_text([_cells(row, card, now) for row, card in readable(viewer, some)])
        yield piece


def _cells(row: Service, card: Card, now: datetime) -> list[str]:
    free = card.cost == Decimal(0)
    return [
        row.name,
        card.organisation,
        card.summary,
        shown(card.phone, settings.COUNTRY),
        " · ".join(dict.fromkeys(place.address for place in card.places if place.address)),
        week_words(card.openings, timezone.localdate(now)),
        _("Free") if free else row.fees_description,
        row.url,
        row.assured_date.isoformat() if row.assured_date else "",
        settings.BASE_URL + reverse("directory:service", args=[row.pk]),
    ]


def _as_text(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()
