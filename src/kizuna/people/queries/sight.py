"""Whom a viewer may see at all: area and agreement, people who must not be found, records that are one."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, UUIDField
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from kizuna.access.deeds import ANYWHERE, AROUND, DEEDS, SELF, allow, allow_some
from kizuna.access.models import Place, Prepared, PreparedList
from kizuna.access.viewer import STRANGER, SYSTEM, NotAllowed, NotFound, Viewer
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Block, Consent, Keeper, Person, Protection, records_of
from kizuna.people.queries.among import Among, Compiled, HowMany, compiled
from kizuna.places.identity import known, known_all
from kizuna.places.queries import emergency_areas


def _supported() -> Q:
    """Agreed to the support of link workers, and still does. The database's clock: nobody can forget it."""
    holds = Consent.objects.filter(
        Q(until__isnull=True) | Q(until__gt=Now()),
        purpose=SUPPORT,
        recipient=LINK_WORKERS,
        withdrawn_at__isnull=True,
    )
    holds = holds.filter(Q(emergency_only=False) | Q(person__area__in=emergency_areas(SYSTEM("consent"))))
    own = holds.filter(person=OuterRef("pk"))
    of_merged = holds.filter(person__merged_into=OuterRef("pk"))
    return Q(Exists(own)) | Q(Exists(of_merged))


def _protected() -> QuerySet[Protection]:
    return Protection.objects.filter(lifted_at__isnull=True)


ONE = Place("person", UUIDField())
"""Where the id goes in what is asked of every person who is looked at."""

_HELD = Prepared(lambda: _protected().filter(person__in=records_of(ONE)).values_list("pk"))


def _kept(viewer: Viewer) -> QuerySet[Protection]:
    """The protections that this viewer keeps."""
    if viewer.role != "worker" or not viewer.account:
        return Protection.objects.none()
    mine = Keeper.objects.filter(account=known(viewer.account), account__is_active=True)
    return _protected().filter(pk__in=mine.values("protection"))


def _persons_of(rows: QuerySet[Protection]) -> Q:
    """The persons of these protections, and those they were merged into: protection always wins."""
    into = rows.filter(person__merged_into__isnull=False)
    return Q(pk__in=rows.values("person")) | Q(pk__in=into.values("person__merged_into"))


def _apart(viewer: Viewer) -> Q:
    """Those who do not want to meet whoever looks (as a person, or who works here), and whom they blocked."""
    either = Q()
    if viewer.account:
        either |= Q(pk__in=Block.objects.filter(account=known(viewer.account)).values("person"))
    if viewer.person:
        me = known(viewer.person)
        mine = Person.objects.filter(Q(pk=me) | Q(merged_into=me)).values("pk")
        either |= Q(pk__in=Block.objects.filter(other__in=mine).values("person"))
        # Without the empty ones: `NOT IN` a list with nothing in it finds nobody.
        others = Block.objects.filter(person__in=mine, other__isnull=False)
        either |= Q(pk__in=others.values("other"))
    into = Person.objects.filter(either, merged_into__isnull=False).values("merged_into")
    return either | Q(pk__in=into)


def visible_to_keepers(viewer: Viewer) -> QuerySet[Person, Any]:
    """Ids of the persons who must not be found by this viewer: a subquery for lists that are by area.

    Those who must not be found at all, but by their keepers; and those who are kept apart from the viewer.
    """
    if viewer.role == "system":
        return Person.objects.none().values("pk")
    hidden = Person.objects.filter(_persons_of(_protected())).exclude(_persons_of(_kept(viewer)))
    if viewer.account or viewer.person:
        hidden |= Person.objects.filter(_apart(viewer))
    # What was written of a record that became theirs hides with them.
    found = Q(pk__in=hidden.values("pk")) | Q(merged_into__in=hidden.values("pk"))
    rows = Person.objects.filter(found)
    return rows.exclude(pk=known(viewer.person)).values("pk") if viewer.person else rows.values("pk")


def visible_elsewhere(viewer: Viewer) -> QuerySet[Person, Any]:
    """Ids of those who live where this viewer does not work; not of those without a known place."""
    rows = Person.objects.filter(area__isnull=False).exclude(area__in=[UUID(id) for id in viewer.areas])
    return (rows if viewer.areas else Person.objects.none()).values("pk")


def hidden_numbers(viewer: Viewer, by: Viewer) -> frozenset[str]:
    """Telephone numbers of those who must not be found by `by`: for the house, which keeps them from `by`."""
    allow(viewer, "call.sort")
    rows = Person.objects.filter(pk__in=visible_to_keepers(by)).exclude(phone_index="")
    return frozenset(number for number in rows.values_list("phone", flat=True) if number)


def guarding(viewer: Viewer, person: object) -> Literal["nobody", "this viewer", "others"]:
    """Who guards this very record, and those merged into it, from being found. One small query, mostly."""
    held = [id for (id,) in _HELD.rows(person=known(person))]
    if not held:
        return "nobody"
    return "this viewer" if _kept(viewer).filter(pk__in=held).exists() else "others"


def is_keeper(viewer: Viewer, person: object) -> bool:
    """Whether this viewer is one of the two who see a protected person."""
    return viewer.role == "worker" and guarding(viewer, person) == "this viewer"


AWAKE = Q(restricted_at__isnull=True)
"""Whose record does not rest at their wish."""


def visible_at_rest(viewer: Viewer) -> QuerySet[Person, Any]:
    """Ids of those whose record rests, but for the one who looks: for lists that are by area."""
    resting = Q(restricted_at__isnull=False) | Q(merged_into__restricted_at__isnull=False)
    rows = Person.objects.filter(resting)
    return (rows.exclude(pk=known(viewer.person)) if viewer.person else rows).values("pk")


def _in_sight(viewer: Viewer, *, resting: bool = False) -> Q:
    """What makes a person visible to this viewer; merged ones are not, the one who stays is.

    `resting`: also whoever let their record rest.
    """
    reach = DEEDS["person.see"].get(viewer.role)
    here = Q(merged_into__isnull=True) & ~Q(status="erased")
    if reach == ANYWHERE:
        return here
    if reach == AROUND:
        near = Q(area__in=known_all(viewer.areas | viewer.around)) & ~_persons_of(_protected())
        # Keepers, too, see only whoever agreed: taking it back closes every door.
        awake = Q() if resting else AWAKE
        found = here & awake & _supported() & (near | _persons_of(_kept(viewer)))
        return found & ~_apart(viewer) if viewer.account or viewer.person else found
    if reach == SELF and viewer.person:
        return here & Q(pk=viewer.person)
    return Q(pk__in=())


def _is_seen(viewer: Viewer, key: str = "pk") -> Q:
    """Whether the person with this key is in sight."""
    if DEEDS["person.see"].get(viewer.role) != AROUND and key == "pk":
        return _in_sight(viewer)
    return Q(Among(key, _ids_in_sight(viewer)))


@lru_cache(maxsize=1024)
def _ids_in_sight(viewer: Viewer) -> Compiled:
    """Put together once for a viewer. What `_in_sight` says must never hold an answer: no rows, no clock."""
    return compiled(Person.objects.filter(_in_sight(viewer)).values("id"))


def seen(viewer: Viewer) -> QuerySet[Person]:
    """The rows of the persons whom this viewer may see, merged ones left out."""
    return Person.objects.filter(_is_seen(viewer))


def visible(viewer: Viewer) -> QuerySet[Person, Any]:
    """Ids of the persons this viewer may see, those merged into them included: a subquery for rooms above."""
    merged = Q(merged_into__isnull=False) & _is_seen(viewer, "merged_into")
    return Person.objects.filter(_is_seen(viewer) | merged).values("pk")


def visible_here(viewer: Viewer) -> QuerySet[Person, Any]:
    """Ids of those in sight who are alive, here, and willing to hear from us: for lists of what to do.

    Whoever was merged is here when the one who stays is.
    """
    asks = Q(status="living", do_not_contact=False) & AWAKE
    stays = Exists(Person.objects.filter(asks, pk=OuterRef("merged_into")))
    merged = Q(merged_into__isnull=False) & _is_seen(viewer, "merged_into") & Q(stays)
    return Person.objects.filter(_is_seen(viewer) & asks | merged).values("pk")


def visible_to_ask(viewer: Viewer) -> QuerySet[Person, Any]:
    """Ids of those whom the house may write to by itself: they agreed, are here, and are no secret.

    Those merged into them are not: their records stand for themselves no more.
    """
    allow(viewer, "person.ask")
    asks = Q(merged_into__isnull=True, status="living", do_not_contact=False) & AWAKE & _supported()
    return Person.objects.filter(asks).exclude(pk__in=visible_to_keepers(STRANGER)).values("pk")


def visible_as_merged(viewer: Viewer) -> QuerySet[Person, Any]:
    """Ids of records that became somebody else's: they stand for nobody by themselves."""
    allow_some(viewer, "person.see")
    return Person.objects.filter(merged_into__isnull=False).values("pk")


def visible_as_gone(viewer: Viewer) -> QuerySet[Person, Any]:
    """Ids of those who died, moved away or want no contact, under every record: for figures of what to do."""
    allow_some(viewer, "town.see")
    here = Q(status="living", do_not_contact=False)
    stays = Q(merged_into__isnull=True) | Q(merged_into__status="living", merged_into__do_not_contact=False)
    return Person.objects.exclude(here & stays).values("pk")


def visible_born(viewer: Viewer, years: tuple[int, int] | None) -> QuerySet[Person, Any]:
    """Ids of persons in sight by the record that stands, born in these years; None: whenever. For counts."""
    rows = seen(viewer).filter(merged_into__isnull=True)
    return (rows if years is None else rows.filter(birth_year__range=years)).values("pk")


@lru_cache(maxsize=1024)
def _ids(viewer: Viewer, what: str) -> Compiled:
    return compiled(_LISTS[what](viewer).values("id"))


# Asked by name when it is put together, so that whoever changes a door changes its compiled form.
_LISTS: dict[str, Callable[[Viewer], QuerySet[Person, Any]]] = {
    "seen": lambda viewer: visible(viewer),
    "here": lambda viewer: visible_here(viewer),
    "hidden": lambda viewer: visible_to_keepers(viewer),
}


def visible_by(viewer: Viewer, key: str) -> Q:
    """The same as `visible`, asked row by row: `rows.filter(visible_by(viewer, "person"))`."""
    return Q(Among(key, _ids(viewer, "seen")))


def visible_here_by(viewer: Viewer, key: str) -> Q:
    """The same as `visible_here`, asked row by row."""
    return Q(Among(key, _ids(viewer, "here")))


def visible_to_keepers_by(viewer: Viewer, key: str) -> Q:
    """The same as `visible_to_keepers`, asked row by row: a row without a key is hidden from nobody."""
    return Q(Among(key, _ids(viewer, "hidden")))


def rows_of(rows: QuerySet[Person], ids: Iterable[object], **also: Any) -> dict[UUID, Person]:
    """Rows by the id that was asked for; a merged person is looked up as the one who stays.

    One query when nobody was merged, which is nearly always; `rows` themselves never hold merged ones.
    `also`: what the same query brings along, as annotations of those who were not merged.
    """
    either = rows | Person.objects.filter(merged_into__isnull=False)
    asked = either.filter(pk__in=known_all(ids)).annotate(**also)
    return _who_stay(asked, lambda ids: rows.filter(pk__in=ids))


def _who_stay(asked: Iterable[Person], rows: Callable[[set[UUID]], Iterable[Person]]) -> dict[UUID, Person]:
    """What was found by its id; a merged one is looked up among `rows` as the one who stays."""
    every = list(asked)
    found = {row.pk: row for row in every if row.merged_into_id is None}
    merged = {row.pk: row.merged_into_id for row in every if row.merged_into_id is not None}
    there = rows(set(merged.values())) if merged else ()
    survivors = {row.pk: row for row in there if row.merged_into_id is None}
    return found | {id: survivors[stays] for id, stays in merged.items() if stays in survivors}


def seen_among(viewer: Viewer, ids: Iterable[object], *, in_all: bool = False) -> dict[UUID, Person]:
    """`rows_of` those whom this viewer sees; `in_all`: each row knows how many this viewer sees at all."""
    ask = (_some_of_all if in_all else _some_seen)(viewer).rows
    return _who_stay(ask(known_all(ids)), ask)


@lru_cache(maxsize=1024)
def _some_seen(viewer: Viewer) -> PreparedList[Person]:
    rows = seen(viewer) | Person.objects.filter(merged_into__isnull=False)
    return PreparedList(UUIDField(), lambda these: rows.filter(pk__in=these))


@lru_cache(maxsize=1024)
def _some_of_all(viewer: Viewer) -> PreparedList[Person]:
    rows = seen(viewer) | Person.objects.filter(merged_into__isnull=False)
    rows = rows.annotate(in_all=HowMany(_ids_in_sight(viewer)))
    return PreparedList(UUIDField(), lambda these: rows.filter(pk__in=these))


@lru_cache(maxsize=1024)
def _one_seen(viewer: Viewer) -> Prepared[Person]:
    """One row that this viewer may see, or any that was merged: see `_stays`."""
    merged = Person.objects.filter(merged_into__isnull=False)
    return Prepared(lambda: (seen(viewer) | merged).filter(pk=ONE))


def _stays(rows: Prepared[Person], person: object) -> Person | None:
    """The row of a person, of a merged one that of the one who stays: what `rows_of` says of one."""
    row = rows.first(person=known(person))
    if row is None or row.merged_into_id is None:
        return row
    stays = rows.first(person=row.merged_into_id)
    return stays if stays is not None and stays.merged_into_id is None else None


@lru_cache(maxsize=1024)
def _seen_at_all(viewer: Viewer) -> Prepared[Any]:
    return Prepared(lambda: visible(viewer).filter(pk=ONE).values_list("pk"))


def in_sight(viewer: Viewer, person: object) -> bool:
    """Whether `visible` holds this person: for rules that only ask."""
    return bool(_seen_at_all(viewer).rows(person=known(person)))


def row_of(viewer: Viewer, person: object) -> Person:
    """The row of one person for this viewer; raises LogInFirst, NotAllowed or NotFound."""
    allow_some(viewer, "person.see")
    row = _stays(_one_seen(viewer), person)
    if row is None:
        say_that_it_rests(viewer, person)
        raise NotFound("person")
    return row


def say_that_it_rests(viewer: Viewer, person: object) -> None:
    """Whoever would see a record that rests reads that it does, and nothing else of it."""
    if rows_of(Person.objects.filter(_in_sight(viewer, resting=True)), [person]):
        raise NotAllowed(_("This record rests at the person's wish. Nobody uses it until they say so."))


def visible_same(viewer: Viewer, person: object) -> QuerySet[Person, Any]:
    """The same ids as `same_person`, as a subquery for rooms above."""
    id = known(person)
    into = Person.objects.filter(pk=id, merged_into__isnull=False).values("merged_into")
    stays = seen(viewer).filter(Q(pk=id) | Q(pk__in=into)).values("pk")
    return Person.objects.filter(Q(pk__in=stays) | Q(merged_into__in=stays)).values("pk")


def same_person(viewer: Viewer, person: object) -> frozenset[UUID]:
    """Ids of every record of this person: the one who stays and all merged into it. Empty out of sight."""
    return frozenset(visible_same(viewer, person).values_list("pk", flat=True))
