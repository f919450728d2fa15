"""Terms of other people's taxonomies beside the needs that they stand for, for curators."""

from dataclasses import replace

from django.db.models import Count, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.ids import known_ids
from kizuna.directory.models import ServiceTerm, Taxonomy, TaxonomyTerm, TermNeeds
from kizuna.directory.needs_map import MappedTerm, Term, needs_of
from kizuna.directory.own_taxonomy import NAME


def _rows(taxonomy: str, text: str) -> QuerySet[TaxonomyTerm]:
    rows = TaxonomyTerm.objects.exclude(taxonomy__name__iexact=NAME).select_related("taxonomy")
    if taxonomy:
        rows = rows.filter(taxonomy__in=known_ids([taxonomy]))
    for word in text.split()[:5]:
        rows = rows.filter(name__icontains=word)
    return rows.order_by("name", "pk")


def foreign_taxonomies(viewer: Viewer) -> list[tuple[str, str]]:
    """Ids and names of the taxonomies that came with packages."""
    allow(viewer, "need.map")
    rows = Taxonomy.objects.exclude(name__iexact=NAME).order_by("name", "pk")
    return [(str(id), name) for id, name in rows.values_list("pk", "name")]


def how_many_terms(viewer: Viewer, *, taxonomy: str = "", text: str = "") -> int:
    """How many terms there are to map."""
    allow(viewer, "need.map")
    return _rows(taxonomy, text).count()


def _mapped(rows: list[TaxonomyTerm]) -> list[MappedTerm]:
    ids = [row.pk for row in rows]
    chosen = {row.term_id: tuple(row.needs) for row in TermNeeds.objects.filter(term__in=ids)}
    counted = (
        ServiceTerm.objects.filter(term__in=ids).values("term").annotate(n=Count("service", distinct=True))
    )
    services = {each["term"]: each["n"] for each in counted}
    found = []
    for row in rows:
        name = row.taxonomy.name if row.taxonomy else ""
        guessed = tuple(sorted(needs_of((Term(row.name, row.code, name),), (), "")))
        one = MappedTerm(str(row.pk), row.name, row.code, name, services.get(row.pk, 0), guessed)
        found.append(replace(one, needs=chosen[row.pk], chosen=True) if row.pk in chosen else one)
    return found


def terms_to_map(
    viewer: Viewer, *, taxonomy: str = "", text: str = "", start: int, stop: int
) -> list[MappedTerm]:
    """Some terms by name, each with the needs that it stands for, and who says so."""
    allow(viewer, "need.map")
    return _mapped(list(_rows(taxonomy, text)[start:stop]))


def term_to_map(viewer: Viewer, id: object) -> MappedTerm:
    """One of them; NotFound when there is none."""
    allow(viewer, "need.map")
    rows = list(_rows("", "").filter(pk__in=known_ids([id])))
    if not rows:
        raise NotFound("term")
    return _mapped(rows)[0]
