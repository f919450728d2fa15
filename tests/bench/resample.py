"""A directory as large as wanted, out of a real one: its services again and again by other ids (SQLite)."""

from math import ceil

from django.db import connection, transaction
from django.db.models import Field, ForeignKey, UUIDField
from django.utils import timezone

from kizuna.access.viewer import SYSTEM
from kizuna.directory import files
from kizuna.directory.actions import import_package
from kizuna.directory.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceNeed,
    ServiceTerm,
)
from kizuna.directory.package import read
from tests.bench.run import Bench
from tests.machine import OUTSIDE

COPIED = (
    *(Organization, Program, Location, Service, ServiceAtLocation, Address, Accessibility, ServiceArea),
    *(CostOption, RequiredDocument, Contact, Phone, Language, Schedule, ServiceTerm, ServiceNeed),
)
"""What stands around a service; terms and taxonomies are shared."""
STEP = 0x9E3779B97F4A7C15F39CC0605CEDC835


def _is_id(field: "Field[object, object]") -> bool:
    """Whether a column holds an id that every copy has anew."""
    if isinstance(field, ForeignKey):
        return field.related_model in COPIED
    return field.primary_key and isinstance(field, UUIDField)


def _again(copies: int, bench: Bench) -> None:
    """Every row once more for each copy: ids are turned by a number of the copy's own."""
    masks = [(copy * STEP) % 2**128 for copy in range(1, copies)]
    with transaction.atomic(), connection.cursor() as cursor:
        for done, model in enumerate(COPIED):
            bench.progress(done, len(COPIED), model.__name__)
            fields = [f for f in model._meta.concrete_fields if f.primary_key is False or _is_id(f)]
            turned = [n for n, field in enumerate(fields) if _is_id(field)]
            columns = ", ".join(f'"{field.column}"' for field in fields)
            table = model._meta.db_table
            # With a plus each value comes as it lies there: no day or time is made of it.
            as_it_lies = ", ".join(f'+"{field.column}"' for field in fields)
            rows = cursor.execute(f'SELECT {as_it_lies} FROM "{table}"').fetchall()
            marks = ", ".join(["%s"] * len(fields))
            for mask in masks:
                made = [list(row) for row in rows]
                for row in made:
                    for at in turned:
                        row[at] = row[at] and f"{int(row[at], 16) ^ mask:032x}"
                cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', made)
        cursor.execute("ANALYZE")


def resample(services: int, bench: Bench) -> int:
    """Bring in the real directory, and copies of it until there are so many services; how many there are."""
    (path,) = (OUTSIDE / "directory" / "miami").glob("*.zip")
    package = read(files.load(path).tables, source="miami", sha256="")
    import_package(package=package, by=SYSTEM("bench"), now=timezone.now())
    _again(ceil(services / Service.objects.count()), bench)
    return Service.objects.count()
