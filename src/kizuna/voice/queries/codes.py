"""Which code of conduct holds where. Everybody may read it."""

from datetime import datetime

from kizuna.access.deeds import allow, reaches
from kizuna.access.viewer import Viewer
from kizuna.activities.queries import group
from kizuna.places.identity import known_all
from kizuna.places.queries import above, area, areas
from kizuna.voice.code import RULES, CodeValue, in_language
from kizuna.voice.models import Code


def site_code(viewer: Viewer) -> CodeValue:
    """Our own code: it holds wherever nobody wrote another."""
    allow(viewer, "code.see")
    return CodeValue(RULES)


def own_codes(viewer: Viewer) -> list[tuple[str, str]]:
    """Areas that wrote a code of their own: id and name."""
    allow(viewer, "code.see")
    own = {str(id) for id in Code.objects.filter(area__isnull=False).values_list("area", flat=True)}
    return [(one.id, one.name) for one in areas(viewer) if one.id in own]


def _value(row: Code, where: str, spoken: str, *, own: bool) -> CodeValue:
    language, rules = in_language(row.texts, spoken)
    return CodeValue(rules, own, language, where, row.written_at) if rules else CodeValue(RULES)


def code_of_area(viewer: Viewer, id: object, spoken: str) -> CodeValue:
    """The code of an area: its own, else that of the nearest area above it, else ours."""
    here = area(viewer, id)
    path = above(viewer, here.id)
    rows = {str(row.area_id): row for row in Code.objects.filter(area__in=known_all(path))}
    for each in path:
        if each in rows:
            return _value(rows[each], area(viewer, each).name, spoken, own=each == here.id)
    return site_code(viewer)


def code_of_group(viewer: Viewer, id: object, spoken: str, now: datetime) -> tuple[CodeValue, str]:
    """The code of a group, its own or that of its area, with the group's name; NotFound."""
    found = group(viewer, id, now)
    row = Code.objects.filter(group__in=known_all([found.id])).first()
    if row is not None:
        return _value(row, found.name, spoken, own=True), found.name
    return code_of_area(viewer, found.area, spoken), found.name


def may_write(viewer: Viewer, deed: str, area: object) -> bool:
    """Whether this viewer may write the code of this area, or of a group in it."""
    return reaches(viewer, deed, area=area, organisation=None, person=None, link=None)
