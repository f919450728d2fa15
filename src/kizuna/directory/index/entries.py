"""Services as the index reads them: their words, and what filters ask of them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from kizuna.directory.card import VERSION, from_json
from kizuna.directory.facets import UNGATHERED, facets
from kizuna.directory.finding import Entry
from kizuna.directory.models import Edition, Service, ServiceNeed, ServiceTerm, Synonym, Translation
from kizuna.directory.needs import BY_CODE
from kizuna.directory.synonyms import merged

_AT_ONCE = 2000
_COLUMNS = (
    "pk", "name", "alternate_name", "organization__name", "description", "eligibility_description",
    "minimum_age", "maximum_age", "assured_date", "card",
)  # fmt: skip


@dataclass(frozen=True)
class Stand:
    """The last changes of the directory, each with its number and its mark."""

    recent: tuple[tuple[int, str], ...]

    @property
    def last(self) -> tuple[int, str]:
        """The last of them; 0 when there is none."""
        return self.recent[-1] if self.recent else (0, "")

    def follows(self, change: tuple[int, str]) -> bool:
        """Whether an index that goes up to this change is of this past, so that the rest can be added."""
        return change in self.recent


Progress = Callable[[int, int], None]
"""Called with how many services are done, and how many there are."""


def newest() -> Stand:
    """Up to which change the directory goes; nothing before any action wrote to it."""
    recent = Edition.objects.values_list("recent", flat=True).first()
    return Stand(tuple((number, mark) for number, mark in recent or ()))


def changed_since(number: int) -> list[UUID]:
    """Services that changed after this change, as far as changes are remembered."""
    rows = Edition.objects.values_list("touched", flat=True).first() or []
    since = [(ids, source) for change, ids, source in rows if change > number]
    found = {UUID(id) for ids, _ in since for id in ids}
    sources = {source for _, source in since if source}
    if sources:
        found |= set(Service.objects.filter(source__in=sources).values_list("pk", flat=True))
    return sorted(found)


def how_many() -> int:
    """Services that take people."""
    return Service.objects.filter(status="active").count()


def synonyms() -> Mapping[str, str]:
    """How people say it → how listings say it: ours, and what curators made of them."""
    return merged(dict(Synonym.objects.values_list("said", "listed")))


def _around(ids: Collection[UUID]) -> Iterator[dict[UUID, list[str]]]:
    """Needs, terms and translations of these services."""
    for rows, order, column in (
        (ServiceNeed.objects, "need", "need"),
        (ServiceTerm.objects, "pk", "term__name"),
        (Translation.objects, "pk", "value"),
    ):
        found: dict[UUID, list[str]] = {}
        there = rows.filter(service__in=ids).order_by(order)
        for service, value in there.values_list("service_id", column):
            found.setdefault(service, []).append(value)
        yield found


def _some(ids: Collection[UUID]) -> Iterator[Entry]:
    needs, terms, others = _around(ids)
    rows = Service.objects.filter(pk__in=ids, status="active").order_by("pk")
    for pk, name, alternate, body, text, eligibility, low, high, assured, card in rows.values_list(*_COLUMNS):
        codes = tuple(needs.get(pk, ()))
        labels = [f"{BY_CODE[c].label} {BY_CODE[c].hint}" for c in codes if c in BY_CODE]
        gathered = bool(card) and card.get("v") == VERSION
        numbers = {"youngest": low, "oldest": high, "assured": assured, "tz": settings.TIME_ZONE}
        yield Entry(
            id=str(pk),
            name=name,
            alternate=alternate,
            organisation=body or "",
            terms=" . ".join(terms.get(pk, ())),
            needs=" . ".join(labels),
            codes=codes,
            text="\n".join((text, eligibility, *others.get(pk, ()))),
            facets=facets(from_json(card), **numbers) if gathered else UNGATHERED,
        )


def entries(ids: Collection[UUID] | None = None, progress: Progress | None = None) -> Iterator[Entry]:
    """Every service that takes people, or those of these that do, some at a time."""
    if ids is None:
        ids = list(Service.objects.filter(status="active").order_by("pk").values_list("pk", flat=True))
    wanted = list(ids)
    for first in range(0, len(wanted), _AT_ONCE):
        if progress:
            progress(first, len(wanted))
        yield from _some(wanted[first : first + _AT_ONCE])
    if progress:
        progress(len(wanted), len(wanted))
