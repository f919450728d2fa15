"""How long a booklet takes and how much memory: `make bench NAME=booklet`; `ARGS="services=400"` for fewer.

The real directory, all of it: gathered, set in volumes, as PDF. The peer, in the same run: the first 150
services, which is what a town has.
"""

import io
import resource
import time
import zipfile

from django.core.management import call_command
from django.utils import timezone

from kizuna.access.viewer import STRANGER, SYSTEM
from kizuna.directory import files, queries
from kizuna.directory.actions import import_package
from kizuna.directory.booklet import Booklet, Chosen
from kizuna.directory.models import Service
from kizuna.directory.package import read
from tests.bench.run import Bench
from tests.conftest import OUTSIDE

FOLDER = OUTSIDE / "directory" / "miami"


def _peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _largest_child_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1)


def _town(whole: Booklet, most: int) -> Booklet:
    parts, left = [], most
    for part in whole.parts:
        some = part.entries[:left]
        left -= len(some)
        if some:
            parts.append(type(part)(part.title, part.about, some, part.url, part.alt))
    return type(whole)(**{**whole.__dict__, "parts": tuple(parts)})


def run(bench: Bench) -> dict[str, float]:
    """Import, then print a town and the whole of it."""
    (path,) = FOLDER.glob("*.zip")
    call_command("migrate", verbosity=0)
    package = read(files.load(path).tables, source="miami", sha256="")
    import_package(package=package, by=SYSTEM("bench"), now=timezone.now())
    if most := bench.setting("services", 0):
        Service.objects.exclude(pk__in=Service.objects.order_by("pk").values("pk")[:most]).update(
            status="inactive"
        )
    now, before = timezone.now(), _peak_mb()
    bench.progress(1, 4, "gathering")
    start = time.perf_counter()
    whole = queries.booklet(STRANGER, Chosen(), now=now)
    gathered, gathered_mb = time.perf_counter() - start, _peak_mb()
    bench.rows = {"services": whole.count}
    bench.progress(2, 4, "a town")
    start = time.perf_counter()
    town = queries.booklet_pdf(STRANGER, _town(whole, 150))
    town_s, town_mb = time.perf_counter() - start, _peak_mb()
    town_set_mb = _largest_child_mb()
    bench.progress(3, 4, "all of it")
    start = time.perf_counter()
    content, volumes = queries.printed(STRANGER, Chosen(), now=now)
    seconds = time.perf_counter() - start
    with zipfile.ZipFile(io.BytesIO(content)) if volumes > 1 else io.BytesIO() as archive:
        largest = max((one.file_size for one in getattr(archive, "infolist", list)()), default=len(content))
    return {
        "gathered_s": round(gathered, 2),
        "town_150_s": round(town_s, 2),
        "town_150_mb_of_paper": round(len(town) / 1e6, 2),
        "all_s": round(seconds, 2),
        "volumes": volumes,
        "all_mb_of_paper": round(len(content) / 1e6, 2),
        "largest_volume_mb": round(largest / 1e6, 2),
        "peak_before_mb": before,
        "peak_gathered_mb": gathered_mb,
        "peak_town_mb": town_mb,
        "peak_town_typesetter_mb": town_set_mb,
        "peak_all_mb": _peak_mb(),
        "peak_typesetter_mb": _largest_child_mb(),
    }
