"""The areas of the site: their tree, each one with its map, adding, changing and bringing in a file."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.deeds import allow, allow_some, may, reaches
from kizuna.access.viewer import Refused, Viewer
from kizuna.places import actions, queries
from kizuna.places.area import LEVEL_WORDS, LEVELS, AreaValue, branches, upwards
from kizuna.places.drawing import draw
from kizuna.places.forms import AddForm, ChangeForm, ImportForm
from kizuna.places.forms.areas import TOP
from kizuna.places.geojson import Problem, read
from kizuna.places.posture import ended_by_itself

SHOWN_PROBLEMS = 100


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """Every area, one in the other."""
    allow_some(request.viewer, "area.list")
    found = queries.areas(request.viewer)
    context = {
        "branches": branches(found),
        "count": len(found),
        "levels": LEVEL_WORDS,
        "may_keep": may(request.viewer, "area.keep"),
        "postcodes": queries.postcodes_known(request.viewer, country=settings.COUNTRY),
    }
    return render(request, "places/tree.html", context)


@require_safe
def area(request: HttpRequest, area: UUID) -> HttpResponse:
    """One area: its map, what lies in it, and its posture with its history."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "area.list")
    value = queries.area(viewer, area)
    shown = queries.outlines(viewer, area)
    history = queries.posture_history(viewer, area)
    on = queries.emergencies(viewer, [value.id], now=now)
    context = {
        "area": value,
        "level": LEVEL_WORDS[value.level],
        "levels": LEVEL_WORDS,
        "way": _way_up(viewer, value),
        "map": draw(shown, whole=value.id, tiles_url=settings.MAP_TILES_URL),
        "outlines": shown,
        "on": on,
        "own": next((one for one in on if one.area_id == value.id), None),
        "history": history,
        "ended": ended_by_itself(history, now),
        "may_keep": may(viewer, "area.keep"),
        "may_set": may(viewer, "posture.set")
        and reaches(viewer, "posture.set", area=value.id, organisation=None, person=None, link=None),
    }
    return render(request, "places/area.html", context)


def _way_up(viewer: Viewer, value: AreaValue) -> list[AreaValue]:
    """The areas above this one, the highest first."""
    known = {one.id: one for one in queries.areas(viewer)}
    path = upwards({id: one.above_id for id, one in known.items()}, value.id)
    return [known[id] for id in reversed(path[1:])]


def _refused(form: Any, wrong: Refused) -> None:
    form.add_error(None, str(wrong))


def _higher(areas: Iterable[AreaValue], level: str) -> list[AreaValue]:
    """Areas that one of this level may lie in."""
    order = [str(each) for each in LEVELS]
    return [one for one in areas if order.index(one.level) >= order.index(level)]


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add an area by hand."""
    viewer = request.viewer
    allow(viewer, "area.keep")
    form = AddForm(request.POST or None, areas=queries.areas(viewer))
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            new = actions.add_area(
                name=found["name"],
                level=found["level"],
                above=form.above_id,
                lat=found["lat"],
                lon=found["lon"],
                by=viewer,
                now=timezone.now(),
            )
        except Refused as wrong:
            _refused(form, wrong)
        else:
            messages.success(request, _("Added."))
            return redirect("places:area", new)
    context = {"form": form, "title": _("Add an area")}
    return render(request, "places/change.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, area: UUID) -> HttpResponse:
    """Rename an area, or hang it below another."""
    viewer = request.viewer
    allow(viewer, "area.keep")
    value, everything = queries.area(viewer, area), queries.areas(viewer)
    inside = queries.under(viewer, [value.id])
    others = [one for one in _higher(everything, value.level) if one.id not in inside]
    start = {"name": value.name, "above": value.above_id or TOP}
    form = ChangeForm(request.POST or None, areas=others, initial=start)
    if request.method == "POST" and form.is_valid():
        name, above = form.cleaned_data["name"], form.above_id
        try:
            actions.change_area(area=value.id, name=name, above=above, by=viewer, now=timezone.now())
        except Refused as wrong:
            _refused(form, wrong)
        else:
            messages.success(request, _("Saved."))
            return redirect("places:area", value.id)
    context = {"form": form, "area": value, "title": _("Change %(name)s") % {"name": value.name}}
    return render(request, "places/change.html", context, status=422 if request.method == "POST" else 200)


def _said(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems in the reader's language, those that refuse first."""
    listed = sorted(problems, key=lambda one: not one.refuses)[:SHOWN_PROBLEMS]
    return [{"problem": one, "text": _(one.text) % one.values} for one in listed]


def _read_in(request: HttpRequest, form: ImportForm) -> dict[str, Any]:
    """Check the file, and take it in when that was asked for and nothing refuses it."""
    found, viewer = form.cleaned_data, request.viewer
    names = {"name_property": found["name_property"], "id_property": found["id_property"]}
    collection = read(found["file"].read(), **names)
    plan = queries.plan_of(viewer, collection, level=found["level"], under=form.under_id)
    wanted = request.POST.get("do") == "import"
    if wanted and not plan.refused:
        plan = actions.import_areas(
            collection=collection, level=found["level"], under=form.under_id, by=viewer, now=timezone.now()
        )
    return {
        "plan": plan,
        "written": wanted and not plan.refused,
        "counts": {state: plan.count(state) for state in ("new", "changed", "same")},
        "problems": _said(plan.problems),
        "all_problems": len(plan.problems),
    }


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Bring in areas and their outlines from a file."""
    viewer = request.viewer
    allow(viewer, "area.keep")
    everything = queries.areas(viewer)
    form = ImportForm(request.POST or None, request.FILES or None, areas=everything)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            context |= _read_in(request, form)
            # A browser never shows a chosen file again, so the form comes back without errors.
            context["form"] = ImportForm(
                initial={name: value for name, value in form.cleaned_data.items() if name != "file"},
                areas=queries.areas(viewer),
            )
        status = 200 if form.is_valid() and not context["plan"].refused else 422
    return render(request, "places/import.html", context, status=status)
