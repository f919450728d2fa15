"""Whoever a report is about reads what was decided, and may ask for another look."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.viewer import Refused
from kizuna.voice import actions, queries
from kizuna.voice.forms import ObjectForm


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, token: str) -> HttpResponse:
    """What was decided about the holder of a link, and a form for another look."""
    now = timezone.now()
    found, holder = queries.about(request.viewer, token, now)
    form = ObjectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.object_to(about=found.id, **form.cleaned_data, by=holder, now=now)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Sent. Somebody else looks at it again."))
            return redirect("voice:about", token)
    context = {"found": found, "form": form, "quick_exit": True}
    return render(request, "voice/about.html", context, status=422 if form.errors else 200)


@require_safe
def about_me(request: HttpRequest) -> HttpResponse:
    """What was decided about whoever is signed in."""
    found = queries.about_me(request.viewer, timezone.now())
    return render(request, "voice/about_me.html", {"found": found, "quick_exit": True})
