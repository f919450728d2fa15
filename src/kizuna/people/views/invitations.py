"""Inviting people to work here, accepting, and the list of accounts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import ANYWHERE, DEEDS, allow, allow_some, fresh_sign_in
from kizuna.access.viewer import Refused, Viewer
from kizuna.people import actions, queries
from kizuna.people.forms import AcceptForm, InviteForm
from kizuna.people.invitation import INVITES
from kizuna.people.words import ROLE_WORDS
from kizuna.places.queries import areas


def _places(viewer: Viewer) -> list[tuple[str, str]]:
    everywhere = DEEDS["account.invite"].get(viewer.role) == ANYWHERE
    return [(each.id, each.name) for each in areas(viewer) if everywhere or each.id in viewer.areas]


@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Who was invited and what became of it; a form to invite one more."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "account.invite")
    fresh_sign_in(viewer)
    roles = [(role, _(ROLE_WORDS[role])) for role in INVITES[viewer.role]]
    form = InviteForm(request.POST or None, roles=roles, places=_places(viewer))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.invite(**form.cleaned_data, by=viewer, now=now)
        except Refused as wrong:
            form.add_error(None, str(wrong))
        else:
            said = (
                _("The invitation is on its way.")
                if made
                else _("A second administrator has to agree first.")
            )
            messages.success(request, said)
            return redirect("invitations")
    found = [
        {"it": each, "state": each.state(now), "role": ROLE_WORDS[each.role]}
        for each in queries.invitations(viewer)
    ]
    status = 422 if request.method == "POST" else 200
    return render(request, "people/invitations.html", {"form": form, "found": found}, status=status)


@require_POST
def invitation(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """Withdraw one, or send it again."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "account.invite")
    fresh_sign_in(viewer)
    if request.POST.get("do") == "again":
        actions.send_again(invitation=invitation, by=viewer, now=now)
        messages.success(request, _("Sent again. The link that was sent before no longer works."))
    else:
        actions.withdraw_invitation(invitation=invitation, by=viewer, now=now)
        messages.success(request, _("Withdrawn. Its link no longer works."))
    return redirect("invitations")


@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation; then one signs in by a code to the invited address."""
    now = timezone.now()
    found = queries.invitation_of(request.viewer, token, now)
    form = AcceptForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if form.is_valid():
        actions.accept_invitation(token=token, name=form.cleaned_data["name"], by=request.viewer, now=now)
        messages.success(request, _("Your account is ready. Get a code to sign in for the first time."))
        return redirect("account_request_login_code")
    context = {"form": form, "role": ROLE_WORDS[found.role], "email": found.email}
    return render(request, "people/invited.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in, for those who keep accounts."""
    allow(request.viewer, "account.keep")
    fresh_sign_in(request.viewer)
    staff = [each for each in queries.accounts(request.viewer) if each.role != "resident"]
    found = [{"it": each, "role": ROLE_WORDS[each.role]} for each in staff]
    return render(request, "people/accounts.html", {"found": found, "me": request.viewer.account})


@require_POST
def close_account(request: HttpRequest, account: UUID) -> HttpResponse:
    """Close an account, from the next request on."""
    allow(request.viewer, "account.keep")
    fresh_sign_in(request.viewer)
    actions.close_account(account=account, by=request.viewer, now=timezone.now())
    messages.success(request, _("The account is closed. Whoever used it is signed out everywhere."))
    return redirect("accounts")
