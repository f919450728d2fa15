"""The provider's page: a signed link, no account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.ledger.actions import looked
from kizuna.referrals import queries
from kizuna.referrals.case import ProviderCase
from kizuna.referrals.forms import StepForm, is_repeat
from kizuna.referrals.views.by_link import by_link
from kizuna.referrals.views.steps import stepped
from kizuna.referrals.words import provider_choices


def answer_form(request: HttpRequest, found: ProviderCase) -> StepForm:
    """What the provider may answer from where it stands."""
    asked = found.status == "requested"
    return StepForm(
        request.POST if request.method == "POST" else None,
        choices=provider_choices(found),
        also=found.next_steps(),
        question=_("Can they come?") if asked else _("What happened next?"),
        note_label=_("Anything the link worker should know?"),
        note_hint=_("For example a day and time, or whom to ask for."),
    )


@by_link
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Read what somebody needs, and answer."""
    now = timezone.now()
    found, viewer = queries.by_link(request.viewer, token, now)
    if is_repeat(request.POST, found.status):
        return redirect("referrals:answer", token)
    form = answer_form(request, found)
    if stepped(form, found.id, viewer, now):
        return redirect("referrals:answer", token)
    if request.method != "POST":
        looked(at_what=f"referrals.Referral:{found.id}", person=found.person, by=viewer, now=now)
    context = {"case": found, "form": form if provider_choices(found) else None}
    return render(request, "referrals/answer.html", context, status=422 if form.errors else 200)
