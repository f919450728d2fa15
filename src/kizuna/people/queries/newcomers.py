"""Which people on a brought list are probably here already, without telling anything about those who are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import Q

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.people.models import Person
from kizuna.people.models.filling import index
from kizuna.people.profile import NewPerson, fold
from kizuna.people.twins import Known, TwinFound, reasons

AT_ONCE = 500
MOST = 50
"""So many people with one key are compared at most: a whole shelter may share one telephone."""


def _known(new: NewPerson) -> Known:
    return Known(new.id, new.name, new.birth_year, index(new.phone, "phone"), index(new.email, "email"))


def _keys(one: Known) -> Iterator[str]:
    if one.phone:
        yield f"phone:{one.phone}"
    if one.email:
        yield f"email:{one.email}"
    if one.birth_year is not None:
        yield f"name:{one.birth_year}:{fold(one.name)}"


def _here(newcomers: Sequence[Known]) -> Iterator[Known]:
    """People whom we know with a phone, an e-mail address or a name of these newcomers.

    Those who must not be found are not looked at: an answer would tell that they are here.
    """
    left = iter(newcomers)
    while some := list(islice(left, AT_ONCE)):
        same = Q(phone_index__in={one.phone for one in some if one.phone})
        same |= Q(email_index__in={one.email for one in some if one.email})
        same |= Q(name_key__in={fold(one.name) for one in some})
        rows = Person.objects.filter(same, merged_into__isnull=True).exclude(status="erased")
        fields = ("pk", "name", "birth_year", "phone_index", "email_index")
        for pk, name, year, phone, email in rows.values_list(*fields):
            yield Known(str(pk), name, year, phone, email)


def likely_twins(viewer: Viewer, newcomers: Iterable[NewPerson]) -> list[TwinFound]:
    """Newcomers who are probably here already, or stand twice on the list, each with the reasons."""
    given = list(newcomers)
    for area in {new.area for new in given}:
        allow(viewer, "person.load", area=area)
    asked = [_known(new) for new in given]
    by_key: defaultdict[str, list[Known]] = defaultdict(list)
    for one in _here(asked):
        for key in _keys(one):
            by_key[key].append(one)
    here = {id for ones in by_key.values() for id in (one.id for one in ones)}
    found = []
    for one in asked:
        twin = _twin(one, by_key)
        if twin:
            found.append(TwinFound(one.id, "" if twin[0] in here else twin[0], twin[1]))
        for key in _keys(one):
            by_key[key].append(one)
    return found


def _twin(one: Known, by_key: dict[str, list[Known]]) -> tuple[str, tuple[str, ...]] | None:
    for key in _keys(one):
        for other in by_key.get(key, ())[:MOST]:
            why = reasons(one, other)
            if why:
                return other.id, why
    return None
