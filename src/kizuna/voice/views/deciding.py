"""Those who decide about reports read them and take the next step."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.viewer import Refused
from kizuna.ledger.actions import looked
from kizuna.voice import actions, queries
from kizuna.voice.forms import StepForm


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What is open, whatever is due first, and what is over."""
    over = request.GET.get("over") == "1"
    found = queries.reports(request.viewer, timezone.now(), over=over)
    return render(request, "voice/reports.html", {"reports": found, "over": over})


@require_http_methods(["GET", "HEAD", "POST"])
def one_report(request: HttpRequest, report: UUID) -> HttpResponse:
    """One report, and the step that its reader takes."""
    viewer, now = request.viewer, timezone.now()
    found = queries.report(viewer, report, now)
    takes = request.method == "POST" and request.POST.get("step") == "take"
    form = StepForm(
        request.POST if request.method == "POST" and not takes else None,
        steps=found.steps,
        about=found.about_found,
    )
    if takes or form.is_valid():
        said = {"step": "take"} if takes else form.cleaned_data
        try:
            actions.take_step(report=report, **said, by=viewer, now=now)
        except Refused as why:
            messages.error(request, str(why))
        else:
            messages.success(request, _("Kept. Whoever reported it sees it on their page."))
        return redirect("voice:one_report", report)
    looked(at_what=f"voice.Report:{found.id}", person=None, by=viewer, now=now)
    context = {"found": found, "form": form, "asks": bool(form.fields["step"].choices)}  # type: ignore[attr-defined]
    return render(request, "voice/one_report.html", context, status=422 if form.errors else 200)


@require_POST
def aside(request: HttpRequest, report: UUID) -> HttpResponse:
    """“I stand near to this”: others decide about it."""
    actions.stand_aside(report=report, by=request.viewer, now=timezone.now())
    messages.success(request, _("Thank you. Others look at it; you do not see it any more."))
    return redirect("voice:reports")
