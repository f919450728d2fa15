"""Taking in a country's postcodes while nobody has to wait: staged in parts, then put in use at once."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.places.models import Postcode, PostcodeFile
from kizuna.places.postcodes import PostcodeRow

BATCH = 5_000
Progress = Callable[[int], None]


def _batches(rows: Iterable[PostcodeRow]) -> Iterator[list[PostcodeRow]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _clear(files: Iterable[PostcodeFile]) -> None:
    """Take files out with their codes, in parts that hold nobody up."""
    for file in files:
        while ids := list(Postcode.objects.filter(file=file).values_list("pk", flat=True)[:BATCH]):
            Postcode.objects.filter(pk__in=ids).delete()
        file.delete()


def _stage(file: PostcodeFile, rows: Iterable[PostcodeRow], progress: Progress) -> None:
    done = 0
    for batch in _batches(rows):
        Postcode.objects.bulk_create(
            [Postcode(file=file, key=row.key, lat=row.lat, lon=row.lon) for row in batch],
            ignore_conflicts=True,
            batch_size=BATCH,
        )
        done += len(batch)
        progress(done)


def load_postcodes(
    *,
    rows: Iterable[PostcodeRow],
    country: str,
    sha256: str,
    by: Viewer,
    now: datetime,
    progress: Progress = lambda done: None,
) -> int | None:
    """Replace a country's postcodes by these; how many there are now. None: this file is in use already.

    A code that comes twice keeps its first place. Until the last row is in, everybody reads the old ones;
    after an error, or a load that was killed, they still do.
    """
    allow(by, "area.keep")
    if PostcodeFile.objects.filter(country=country, sha256=sha256, in_use=True).exists():
        return None
    _clear(PostcodeFile.objects.filter(country=country, in_use=False))
    file = PostcodeFile.objects.create(country=country, sha256=sha256, loaded_at=now)
    try:
        _stage(file, rows, progress)
        with transaction.atomic():
            codes = Postcode.objects.filter(file=file).count()
            PostcodeFile.objects.filter(country=country, in_use=True).update(in_use=False)
            PostcodeFile.objects.filter(pk=file.pk).update(in_use=True, codes=codes)
            note(verb="postcodes.loaded", subject=file, by=by, now=now)
    except BaseException:
        _clear([file])
        raise
    _clear(PostcodeFile.objects.filter(country=country, in_use=False))
    return codes
