"""Webhooks of programs, for administrators."""

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
from kizuna.web import actions, queries
from kizuna.web.forms import HookForm


@never_cache
@require_http_methods(["GET", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """Where programs are told what happens; a form to add one. Its secret stands on the answer."""
    viewer, now = request.viewer, timezone.now()
    allow(viewer, "api.keep")
    fresh_sign_in(viewer)
    form = HookForm(
        request.POST if request.method == "POST" else None,
        programs=queries.programs_open(viewer, now),
        initial={"hook_id": uuid4()},
    )
    if form.is_valid():
        try:
            _id, secret = actions.add_hook(**form.cleaned_data, by=viewer, now=now)
        except Refused as wrong:
            form.add_error(None, str(wrong))
        else:
            return render(request, "web/webhook_added.html", {"secret": secret})
    context = {"form": form, "found": queries.hooks(viewer)}
    return render(request, "web/webhooks.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def webhook(request: HttpRequest, webhook: UUID) -> HttpResponse:
    """Try one, switch it on again, or close it."""
    viewer, now = request.viewer, timezone.now()
    allow(viewer, "api.keep")
    fresh_sign_in(viewer)
    what = request.POST.get("do")
    if what == "close":
        actions.close_hook(hook=webhook, by=viewer, now=now)
        messages.success(request, _("Closed. Nothing is sent there any more."))
    elif what == "resume":
        actions.resume_hook(hook=webhook, by=viewer, now=now)
        messages.success(request, _("Switched on. What happens from now on is sent there."))
    else:
        actions.try_hook(hook=webhook, by=viewer, now=now)
        messages.success(request, _("A test is on its way. Look here again in a moment."))
    return redirect("webhooks")
