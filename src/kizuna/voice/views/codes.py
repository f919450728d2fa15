"""The code of conduct: everybody reads it, a community writes its own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused
from kizuna.activities.queries import group as one_group
from kizuna.places.queries import area as one_area
from kizuna.places.queries import areas
from kizuna.voice import actions, queries
from kizuna.voice.code import CodeValue
from kizuna.voice.forms import CodeForm


def _spoken() -> str:
    return get_language() or "en"


@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """The code of this site."""
    viewer = request.viewer
    mine = [(one.id, one.name) for one in areas(viewer) if queries.may_write(viewer, "code.area", one.id)]
    context = {"code": queries.site_code(viewer), "own": queries.own_codes(viewer), "mine": mine}
    return render(request, "voice/code.html", context)


@require_safe
def area_code(request: HttpRequest, area: UUID) -> HttpResponse:
    """The code of an area."""
    where = one_area(request.viewer, area)
    context = {
        "code": queries.code_of_area(request.viewer, area, _spoken()),
        "name": where.name,
        "area": where.id,
        "may_write": queries.may_write(request.viewer, "code.area", where.id),
    }
    return render(request, "voice/code.html", context)


@require_safe
def group_code(request: HttpRequest, group: UUID) -> HttpResponse:
    """The code of a group."""
    now = timezone.now()
    found, name = queries.code_of_group(request.viewer, group, _spoken(), now)
    where = one_group(request.viewer, group, now).area
    context = {
        "code": found,
        "name": name,
        "group": group,
        "may_write": queries.may_write(request.viewer, "code.keep", where),
    }
    return render(request, "voice/code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_area_code(request: HttpRequest, area: UUID) -> HttpResponse:
    """A coordinator writes the code of an area."""
    where = one_area(request.viewer, area)
    allow(request.viewer, "code.area", area=where.id)
    found = queries.code_of_area(request.viewer, area, _spoken())
    return _change(request, found, where.name, {"area": where.id}, "voice:area_code")


@require_http_methods(["GET", "HEAD", "POST"])
def change_group_code(request: HttpRequest, group: UUID) -> HttpResponse:
    """An organiser writes the code of a group."""
    now = timezone.now()
    allow(request.viewer, "code.keep", area=one_group(request.viewer, group, now).area)
    found, name = queries.code_of_group(request.viewer, group, _spoken(), now)
    return _change(request, found, name, {"group": group}, "voice:group_code")


def _change(
    request: HttpRequest, found: CodeValue, name: str, where: dict[str, Any], page: str
) -> HttpResponse:
    rules = found.rules if found.language else [_(rule) for rule in found.rules]
    form = CodeForm(
        request.POST if request.method == "POST" else None,
        initial={"language": found.language or _spoken(), "rules": "\n".join(rules)},
    )
    if form.is_valid():
        try:
            actions.write_code(**where, **form.cleaned_data, by=request.viewer, now=timezone.now())
        except Refused as why:
            form.add_error("rules", str(why))
        else:
            messages.success(request, _("The code is kept. Everybody can read it."))
            return redirect(page, next(iter(where.values())))
    back = {"name": name, "form": form, **where}
    return render(request, "voice/change_code.html", back, status=422 if form.errors else 200)
