"""What waits for a second person: a list, and one page to decide on each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.people import actions, queries
from kizuna.people.forms import Decision


@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """The proposals that wait for the one who looks, and their own."""
    found = queries.approvals(request.viewer, timezone.now())
    context = {
        "to_decide": [each for each in found if not each.mine],
        "own": [each for each in found if each.mine],
    }
    return render(request, "people/approvals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, approval: UUID) -> HttpResponse:
    """One proposal: what would be done, who asks and why; yes or no, by somebody else."""
    viewer, now = request.viewer, timezone.now()
    found = queries.approval(viewer, approval)
    form = Decision(request.POST if request.method == "POST" else None)
    if form.is_valid():
        decide = {"approval": approval, "reason": form.cleaned_data["reason"], "by": viewer, "now": now}
        if form.cleaned_data["decision"] == "approved":
            actions.approve(**decide)
            messages.success(request, _("Approved. It is being done now."))
        else:
            actions.decline(**decide)
            messages.success(request, _("Declined. Nothing was changed."))
        return redirect("people:approvals")
    context = {"found": found, "form": form, "waits": found.waits(now)}
    return render(request, "people/approval.html", context, status=422 if form.errors else 200)
