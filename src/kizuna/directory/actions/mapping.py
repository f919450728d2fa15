"""Which needs a term of somebody's taxonomy stands for: chosen by a curator, followed by every service."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.directory.actions.upkeep import fill_cards, new_edition, plan_needs
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Service, ServiceTerm, TaxonomyTerm, TermNeeds
from kizuna.directory.needs import BY_CODE
from kizuna.directory.needs_map import Term, mapped_needs
from kizuna.ledger.actions import note
from kizuna.work.actions import enqueue

_AT_ONCE = 500


def chosen_needs(terms: Collection[UUID] | None = None) -> dict[UUID, frozenset[str]]:
    """The needs that curators chose, by term."""
    rows = TermNeeds.objects.all() if terms is None else TermNeeds.objects.filter(term__in=terms)
    return {row.term_id: frozenset(row.needs) & BY_CODE.keys() for row in rows}


def set_term_needs(*, term: object, needs: Collection[str] | None, by: Viewer, now: datetime) -> None:
    """A curator says which needs a term stands for; None leaves it to machines again."""
    allow(by, "need.map")
    row = TaxonomyTerm.objects.filter(pk__in=known_ids([term])).first()
    if row is None:
        raise NotFound("term")
    unknown = sorted(set(needs or ()) - set(BY_CODE))
    if unknown:
        raise Refused(_("There is no need called %(need)s.") % {"need": ", ".join(unknown)})
    with transaction.atomic():
        if needs is None:
            TermNeeds.objects.filter(term=row).delete()
        else:
            TermNeeds.objects.update_or_create(term=row, defaults={"needs": sorted(set(needs))})
        note(verb="term.needs", subject=row, by=by, now=now)
        enqueue("directory.map_needs", key=f"term:{row.pk}:{uuid4().hex}", now=now)


def _given(services: Collection[UUID]) -> dict[UUID, dict[UUID, Term]]:
    """The terms of these services by their ids."""
    found: dict[UUID, dict[UUID, Term]] = defaultdict(dict)
    rows = ServiceTerm.objects.filter(service__in=services).select_related("term__taxonomy")
    for row in rows.order_by("pk"):
        name = row.term.taxonomy.name if row.term.taxonomy else ""
        found[row.service_id][row.term_id] = Term(row.term.name, row.term.code, name)
    return found


def map_needs(*, term: object, by: Viewer, now: datetime) -> int:
    """Give the services with this term the needs that follow from it now; how many were looked at."""
    allow(by, "directory.import")
    with_it = ServiceTerm.objects.filter(term__in=known_ids([term])).values("service")
    ids = list(Service.objects.filter(pk__in=with_it).order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        with transaction.atomic():
            given = _given(some)
            chosen = chosen_needs({id for terms in given.values() for id in terms})
            mapped = {
                row.pk: mapped_needs(given[row.pk], chosen, (row.name, row.alternate_name), row.description)
                for row in Service.objects.filter(pk__in=some)
            }
            plan = plan_needs(mapped)
            if plan.any:
                plan.write()
                Service.objects.filter(pk__in=some).update(card=None)
                note(verb="directory.mapped", subject="directory.Service:*", by=by, now=now)
                new_edition(now, some)
    fill_cards(by=by, now=now)
    return len(ids)
