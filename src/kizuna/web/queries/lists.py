"""Reads about the lists that somebody brought."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kizuna.access.deeds import ANYWHERE, DEEDS, allow_some, may
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities.queries import groups_like
from kizuna.frame.columns import Fault, fold
from kizuna.people.queries import likely_twins, viewer_for
from kizuna.places.queries import areas
from kizuna.web.lists import KINDS, LIST_STEPS, SAME_NAME, UNDO, Found, Kind, ListValue, Twin, list_task
from kizuna.web.models import BroughtList
from kizuna.work.queries import state_of

SAMPLES = 3
MINE = 20


def who_brought(viewer: Viewer, row: BroughtList) -> Viewer:
    """Whoever brought a list, as they stand now: the background acts for them, with their doors."""
    return viewer_for(viewer, row.account) if row.account else SYSTEM("kizuna list import")


def site_of(viewer: Viewer) -> Mapping[str, str]:
    """Folded name → id of the areas where this viewer may bring people or groups."""
    allow_some(viewer, "list.bring")
    everywhere = ANYWHERE in (DEEDS["person.load"].get(viewer.role), DEEDS["group.keep"].get(viewer.role))
    found: dict[str, str] = {}
    for area in sorted(areas(viewer), key=lambda one: one.level != "neighbourhood"):
        if everywhere or str(area.id) in viewer.areas:
            found.setdefault(fold(area.name), str(area.id))
    return found


def kinds(viewer: Viewer) -> list[Kind]:
    """What this viewer may bring."""
    allow_some(viewer, "list.bring")
    return [k for k in KINDS.values() if may(viewer, "person.load" if k.has_people else "group.keep")]


def area_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """Id and name of the areas where this viewer may bring people, for rows that name none."""
    own = set(site_of(viewer).values())
    return [(str(area.id), area.name) for area in areas(viewer) if str(area.id) in own]


def twins_of(viewer: Viewer, found: Found) -> tuple[Twin, ...]:
    """Rows that are probably here already, or twice in the list."""
    return (*_twin_people(viewer, found), *_twin_groups(viewer, found))


def _twin_people(viewer: Viewer, found: Found) -> Iterator[Twin]:
    rows = {one.id: number for number, one in found.people.items()}
    for twin in likely_twins(viewer, tuple(found.people.values()), _brought_before(viewer)):
        number = rows[twin.newcomer]
        yield Twin(number, found.people[number].name, rows.get(twin.other, 0), twin.reasons)


def _brought_before(viewer: Viewer) -> frozenset[str]:
    """Ids of whom this viewer's own lists brought within the day: the same list twice names itself."""
    kept = BroughtList.objects.filter(account=viewer.account, state="kept").exclude(account="")
    return frozenset(str(id) for made in kept.values_list("made", flat=True) for id in made)


def _twin_groups(viewer: Viewer, found: Found) -> Iterator[Twin]:
    here = groups_like(viewer, [one.name for one in found.groups.values()])
    seen: dict[tuple[str, str], int] = {}
    for number, one in found.groups.items():
        key = (fold(one.name), str(one.area))
        if key in here or key in seen:
            yield Twin(number, one.name, 0 if key in here else seen[key], (SAME_NAME,))
        seen.setdefault(key, number)


def _value(row: BroughtList) -> ListValue:
    columns = tuple(row.columns or ())
    first = (row.rows or [])[:SAMPLES]
    samples = tuple(
        tuple(cells[place + 1] for cells in first if cells[place + 1]) for place in range(len(columns))
    )
    return ListValue(
        id=str(row.pk),
        kind=KINDS[row.kind],
        state=row.state,
        columns=columns,
        samples=samples,
        mapped=row.mapped,
        area=row.area,
        agreement=row.agreement,
        rows=row.count,
        faults=tuple(Fault(**fault) for fault in row.faults or ()),
        twins=tuple(Twin(**{**twin, "reasons": tuple(twin["reasons"])}) for twin in row.twins or ()),
        kept=row.count if row.state in {"kept", "undone"} else 0,
        stayed=row.stayed,
        at=row.at,
        undo_until=row.kept_at + UNDO if row.kept_at else None,
    )


def brought_list(viewer: Viewer, brought: object) -> ListValue:
    """One list, for whoever brought it."""
    allow_some(viewer, "list.bring")
    rows = BroughtList.objects.filter(pk=str(brought))
    if viewer.role != "system":
        rows = rows.filter(account=viewer.account)
    row = rows.first()
    if row is None:
        raise NotFound("list")
    value = _value(row)
    return replace(value, step=_step(viewer, row)) if value.working else value


def _step(viewer: Viewer, row: BroughtList) -> int:
    what = "check" if row.state == "checking" else "write"
    found = state_of(viewer, list_task(row.pk, what, row.revision))
    return min(found.done, LIST_STEPS) if found else 0


def my_lists(viewer: Viewer) -> list[ListValue]:
    """The lists that this viewer brought lately, newest first, without what they hold."""
    allow_some(viewer, "list.bring")
    rows = BroughtList.objects.filter(account=viewer.account).exclude(state="left")
    held = ("columns", "rows", "faults", "twins")
    lists = list(rows.defer(*held).order_by("-at")[:MINE])
    for row in lists:
        row.columns = row.rows = row.faults = row.twins = None
    return [_value(row) for row in lists]
