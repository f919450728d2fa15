"""Phone trees: for those who keep them, with names and numbers of those who agreed to be in one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Count, Q, QuerySet

from kizuna.access.deeds import ANYWHERE, DEEDS, allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities.queries import groups_of_areas
from kizuna.bonds.models import Call, PhoneTree
from kizuna.bonds.sheet import STEPS, Rung, Sheet, TreeValue, Wanted, task_of
from kizuna.people.profile import Contact
from kizuna.people.queries import contacts, profiles, visible_as_gone, visible_at_rest, visible_to_keepers
from kizuna.places.identity import known, known_all
from kizuna.places.queries import area as area_of
from kizuna.places.queries import areas, under
from kizuna.work.queries import state_of

HOUSE = SYSTEM("bonds: those who agreed to be in a phone tree")


def visible_trees(viewer: Viewer) -> QuerySet[PhoneTree]:
    """Phone trees of the areas of this viewer."""
    allow_some(viewer, "tree.keep")
    if DEEDS["tree.keep"].get(viewer.role) == ANYWHERE:
        return PhoneTree.objects.all()
    return PhoneTree.objects.filter(area__in=known_all(viewer.areas))


def _calls(viewer: Viewer, tree: object) -> QuerySet[Call]:
    """The calls of a tree, but for those of people who are hidden, whose record rests, or who are gone."""
    rows = Call.objects.filter(tree=known(tree))
    for hidden in (visible_to_keepers(viewer), visible_at_rest(viewer), visible_as_gone(HOUSE)):
        rows = rows.exclude(person__in=hidden).exclude(Q(caller__isnull=False) & Q(caller__in=hidden))
    return rows.order_by("place", "pk")


def trees(viewer: Viewer) -> list[TreeValue]:
    """The phone trees of this viewer's areas, the newest first."""
    rows = visible_trees(viewer).annotate(people=Count("call__person", distinct=True)).order_by("-made_at")
    names = {one.id: one.name for one in areas(viewer)}
    found = list(rows[:50])
    groups = groups_of_areas(HOUSE, names) if any(row.group_id for row in found) else {}
    return [_value(row, names.get(str(row.area_id), ""), groups, row.people) for row in found]


def _of(viewer: Viewer, row: PhoneTree, people: int, sheets: tuple[Sheet, ...] = ()) -> TreeValue:
    """One tree with the names of its area and group."""
    groups = groups_of_areas(HOUSE, under(HOUSE, [row.area_id])) if row.group_id else {}
    return _value(row, area_of(viewer, row.area_id).name, groups, people, sheets)


def _value(
    row: PhoneTree, name: str, groups: Mapping[str, str], people: int, sheets: tuple[Sheet, ...] = ()
) -> TreeValue:
    return TreeValue(
        id=str(row.pk),
        area=str(row.area_id),
        area_name=name,
        group=groups.get(str(row.group_id), ""),
        made_at=row.made_at,
        width=row.width,
        people=people,
        found=dict(row.found),
        sheets=sheets,
        state=row.state,
        mended_at=row.mended_at,
    )


def _row(viewer: Viewer, tree: object) -> PhoneTree:
    row = visible_trees(viewer).filter(pk=known(tree)).first()
    if row is None:
        raise NotFound("tree")
    allow(viewer, "tree.keep", area=row.area_id)
    return row


def tree(viewer: Viewer, tree: object) -> TreeValue:
    """One phone tree with a sheet for each caller, that of whoever keeps it first."""
    row = _row(viewer, tree)
    if row.state != "ready":
        waiting = _not_ready(viewer, row)
        row.refresh_from_db(fields=["state", "found"])
        if row.state != "ready":  # else it was finished between our two looks
            return waiting
    calls = list(_calls(viewer, row.pk).values_list("caller", "person", "mended", "fix", "helper"))
    ids = {str(one) for *pair, _, _, _ in calls for one in pair if one}
    who = {id: one.name for id, one in profiles(HOUSE, ids).items()}
    ways = contacts(HOUSE, ids, row.made_at)
    rings: dict[str, list[Rung]] = defaultdict(list)
    for caller, person, new, fix, helper in calls:
        if str(person) in who:
            rung = _rung(str(person), who[str(person)], ways.get(str(person)))
            # Only who is in the tree for this viewer, too, is named as somebody who could help.
            rung = replace(rung, new=new, fix=fix, helper=who.get(str(helper), ""))
            rings[str(caller or "")].append(rung)
    first = [Sheet("", "", tuple(rings.pop("", [])))]
    sheets = [Sheet(id, who[id], tuple(rung)) for id, rung in rings.items() if id in who]
    found = (*first, *sorted(sheets, key=lambda one: (one.name.casefold(), one.person)))
    return _of(viewer, row, len({call[1] for call in calls}), found)


def _not_ready(viewer: Viewer, row: PhoneTree) -> TreeValue:
    """A tree that is being made: how far it is, or that nobody is making it any more."""
    task = state_of(viewer, task_of(row.pk)) if row.state == "making" else None
    lost = row.state == "making" and task is None
    return replace(_of(viewer, row, 0), step=min(task.done, STEPS) if task else 0, lost=lost)


def tree_wanted(viewer: Viewer, tree: object) -> Wanted:
    """What tree is to be made. NotFound when it is made already."""
    row = _row(viewer, tree)
    if row.state != "making":
        raise NotFound("tree")
    return _wanted(row)


def _wanted(row: PhoneTree) -> Wanted:
    return Wanted(str(row.area_id), str(row.group_id or ""), row.width, row.within, row.seed)


def _rung(person: str, name: str, way: Contact | None) -> Rung:
    """By telephone alone: an e-mail address is no way to ring somebody."""
    if way is None or way.channel not in ("text", "phone"):
        return Rung(person, name)
    return Rung(person, name, way.address, way.shared)


def tree_people(viewer: Viewer, tree: object) -> tuple[Wanted, list[tuple[str, str]]]:
    """What tree it is, and all its calls as caller (or nothing) and person."""
    row = _row(viewer, tree)
    calls = Call.objects.filter(tree=row).order_by("place", "pk").values_list("caller", "person")
    return _wanted(row), [(str(caller or ""), str(person)) for caller, person in calls]
