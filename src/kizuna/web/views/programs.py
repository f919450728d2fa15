"""Programs that may use the API, for administrators."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.deeds import allow, fresh_sign_in
from kizuna.access.viewer import Refused
from kizuna.people.words import ROLE_WORDS
from kizuna.places.queries import areas
from kizuna.web import actions, queries
from kizuna.web.forms import ProgramForm
from kizuna.web.programs import ROLES


@never_cache
@require_http_methods(["GET", "POST"])
def programs(request: HttpRequest) -> HttpResponse:
    """Which programs there are; a form to let one more in. Its secret stands on the answer, only there."""
    viewer, now = request.viewer, timezone.now()
    allow(viewer, "api.keep")
    fresh_sign_in(viewer)
    form = ProgramForm(
        request.POST if request.method == "POST" else None,
        roles=[(role, _(ROLE_WORDS[role])) for role in ROLES],
        places=[(area.id, area.name) for area in areas(viewer)],
        initial={"program_id": uuid4()},
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        body = given.pop("organisation")
        try:
            id, secret = actions.add_program(
                **given, organisations=[body] if body else [], by=viewer, now=now
            )
        except Refused as wrong:
            form.add_error(None, str(wrong))
        else:
            said = {"id": id, "secret": secret, "name": form.cleaned_data["name"]}
            return render(request, "web/program_added.html", said)
    found = [
        {"it": each, "open": each.open(now), "role": ROLE_WORDS.get(each.role, "")}
        for each in queries.programs(viewer)
    ]
    found.sort(key=lambda one: not one["open"])
    status = 422 if request.method == "POST" else 200
    return render(request, "web/programs.html", {"form": form, "found": found}, status=status)


@require_POST
def close_program(request: HttpRequest, program: UUID) -> HttpResponse:
    """Close a program, from its next request on."""
    allow(request.viewer, "api.keep")
    fresh_sign_in(request.viewer)
    actions.close_program(program=program, by=request.viewer, now=timezone.now())
    messages.success(request, _("Closed. From now on it gets in no more."))
    return redirect("programs")
