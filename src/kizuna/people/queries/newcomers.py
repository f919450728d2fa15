"""Which people on a brought list are probably here already, without telling anything about those who are."""

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import Q

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.people.doubles import REASONS, Card, Twin, suspicions
from kizuna.people.models import Person
from kizuna.people.models.filling import index, indexes
from kizuna.people.profile import NewPerson, fold
from kizuna.people.queries.sight import visible, visible_to_keepers

AT_ONCE = 500


def _card(new: NewPerson) -> Card:
    homes = frozenset({new.household}) if new.household else frozenset()
    ways = index(new.phone, "phone"), index(new.email, "email")
    return Card(new.id, fold(f"{new.name} {new.called}"), new.birth_year, *ways, homes=homes)


def _newest(newcomers: Iterable[NewPerson]) -> dict[str, str]:
    """Every index that one of their phones and addresses may have, by any of our keys → the newest."""
    ways = [(new.phone, "phone") for new in newcomers] + [(new.email, "email") for new in newcomers]
    return {old: index(way, kind) for way, kind in ways for old in indexes(way, kind)}


def _here(viewer: Viewer, newcomers: Sequence[NewPerson], brought: Container[str]) -> Iterator[Card]:
    """People whom we know with a phone, an e-mail address or a name of these newcomers.

    Only those whom this viewer may see, or brought themselves: an answer about anybody else would tell that
    they are here, and whoever brings a list of guesses would have each confirmed. The nightly search finds
    those doubles, for link workers.
    """
    seen, hidden = visible(viewer), visible_to_keepers(viewer)
    fields = ("pk", "name_key", "birth_year", "phone_index", "email_index")
    left = iter(newcomers)
    while some := list(islice(left, AT_ONCE)):
        newest = _newest(some)
        names = {fold(f"{new.name} {new.called}") for new in some} | {fold(new.name) for new in some}
        same = Q(phone_index__in=newest) | Q(email_index__in=newest) | Q(name_key__in=names)
        rows = Person.objects.filter(same, merged_into__isnull=True).exclude(status="erased")
        rows = rows.annotate(in_sight=Q(pk__in=seen)).exclude(pk__in=hidden)
        for pk, name, year, phone, email, in_sight in rows.values_list(*fields, "in_sight"):
            if not in_sight and str(pk) not in brought:
                continue
            yield Card(str(pk), name, year, newest.get(phone, phone), newest.get(email, email))


def likely_twins(
    viewer: Viewer, newcomers: Iterable[NewPerson], brought: Container[str] = frozenset()
) -> list[Twin]:
    """Newcomers who are probably here already, or stand twice on the list, each with the reasons.

    `brought`: ids of persons whom this viewer brought with an earlier list, and so knows of.
    """
    given = list(newcomers)
    for area in {new.area for new in given}:
        allow(viewer, "person.load", area=area)
    order = {new.id: place for place, new in enumerate(given)}
    here = {card.id: card for card in _here(viewer, given, brought)}
    found: dict[str, Twin] = {}
    for pair in suspicions([*here.values(), *map(_card, given)]):
        places = sorted(((order.get(id, -1), id) for id in (pair.one, pair.two)), reverse=True)
        (place, newcomer), (before, other) = places
        if place >= 0 and newcomer not in found:
            reasons = tuple(REASONS[code] for code in pair.reasons)
            found[newcomer] = Twin(newcomer, other if before >= 0 else "", reasons)
    return [found[new.id] for new in given if new.id in found]
