"""Who takes part, beside who lives here."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kizuna.access.viewer import NotFound
from kizuna.activities import queries
from kizuna.activities.participation import FINDINGS, GENDERS, YES_NO, Line, Section, ended, span
from kizuna.directory.spoken import name_of

PERCENT = 100


@require_safe
def participation(request: HttpRequest) -> HttpResponse:
    """By age, gender, language, disability and part of town, in a quarter that is over."""
    viewer, now = request.viewer, timezone.now()
    here = queries.participation_areas(viewer)
    quarters = ended(timezone.localdate(now))
    chosen = next((one for one in here if one.id == request.GET.get("area", "")), None)
    if request.GET.get("area") and chosen is None:
        raise NotFound("area")
    where = chosen or (here[0] if here else None)
    if where is None:
        raise NotFound("area")
    quarter = request.GET.get("quarter", "")
    quarter = quarter if quarter in quarters else quarters[0]
    found = queries.participation(viewer, where.id, quarter, now)
    context = {
        "area": where,
        "areas": here,
        "quarter": quarter,
        "quarters": [(one, _quarter(one)) for one in quarters],
        "sections": [_shown(one) for one in found],
        "has_profile": bool(queries.area_profile(viewer, where.id)),
    }
    return render(request, "activities/participation.html", context)


def _quarter(text: str) -> str:
    days = span(text)
    said = {"number": text.partition("-")[2], "year": text.partition("-")[0]}
    return _("Quarter %(number)s of %(year)s") % said if days else text


def _shown(section: Section) -> dict[str, Any]:
    return {"section": section, "lines": [_line(section.attribute, one) for one in section.lines]}


def _line(attribute: str, line: Line) -> dict[str, Any]:
    value = line.value
    if attribute == "language":
        value = name_of(value, get_language() or "en")
    elif attribute == "gender":
        value = _(GENDERS[value]) if value in GENDERS else value
    elif attribute == "disability":
        value = _(YES_NO[value]) if value in YES_NO else value
    return {
        "line": line,
        "value": value,
        "share": None if line.share is None else round(PERCENT * line.share),
        "low": None if line.low is None else round(PERCENT * line.low),
        "high": None if line.high is None else round(PERCENT * line.high),
        "lives": None if line.lives is None else round(PERCENT * line.lives),
        "finding": FINDINGS[line.finding],
    }
