"""The provider's page: a signed link, no account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from kizuna.ledger.actions import looked
from kizuna.referrals import queries
from kizuna.referrals.case import LinkClosed, ProviderCase
from kizuna.referrals.forms import StepForm, is_repeat
from kizuna.referrals.views.steps import stepped
from kizuna.referrals.words import provider_choices


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address of this page is a key: no browser passes it on, no search engine keeps it.

    Not `no-referrer`: with it browsers send the form's origin as null, and it is refused as forged.
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _form(request: HttpRequest, found: ProviderCase) -> StepForm:
    asked = found.status == "requested"
    return StepForm(
        request.POST if request.method == "POST" else None,
        choices=provider_choices(found),
        also=found.next_steps(),
        question=_("Can they come?") if asked else _("What happened next?"),
        note_label=_("Anything the link worker should know?"),
        note_hint=_("For example a day and time, or whom to ask for."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Read what somebody needs, and answer."""
    try:
        return _quiet(_answered(request, token))
    except LinkClosed as closed:
        context = {"worker_name": closed.worker_name}
        return _quiet(render(request, "referrals/link_closed.html", context, status=410))


def _answered(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    found, viewer = queries.by_link(request.viewer, token, now)
    if is_repeat(request.POST, found.status):
        return redirect("referrals:answer", token)
    form = _form(request, found)
    if stepped(form, found.id, viewer, now):
        return redirect("referrals:answer", token)
    if request.method != "POST":
        looked(at_what=f"referrals.Referral:{found.id}", person=found.person, by=viewer, now=now)
    context = {"case": found, "form": form if provider_choices(found) else None}
    return render(request, "referrals/answer.html", context, status=422 if form.errors else 200)
