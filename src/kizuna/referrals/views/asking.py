"""Somebody with an account asks for a place themselves."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused
from kizuna.referrals import actions, queries
from kizuna.referrals.forms import AskForm
from kizuna.screening.safety import spoken


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str, option: UUID) -> HttpResponse:
    """Read what they would see, say yes, and ask."""
    now, viewer = timezone.now(), request.viewer
    allow_some(viewer, "referral.ask")
    found = queries.own_opening(viewer, kind, option, now)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        needs=list(found.needs),
        reached=found.contact is not None,
    )
    if found.by_mail and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.ask_for_oneself(
                referral_id=given["id"],
                kind=kind,
                option=option,
                need=given["need"],
                note=given["note"],
                share_contact=given.get("share_contact", False),
                by=viewer,
                now=now,
            )
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            if spoken(given["note"]):
                messages.success(request, _("A person from here is told now"))
                return redirect("screening:crisis")
            return redirect("referrals:case", made)
    context = {"found": found, "form": form, "quick_exit": True}
    return render(request, "referrals/ask.html", context, status=422 if form.errors else 200)
