"""Who works here: inviting, and the accounts with their roles, areas and organisations."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import ANYWHERE, DEEDS, allow, allow_some, fresh_sign_in
from kizuna.access.viewer import Refused, Viewer
from kizuna.directory.queries import organisation_names, organisations_named
from kizuna.people import actions, queries
from kizuna.people.invitation import INVITES
from kizuna.people.profile import AccountValue
from kizuna.people.words import ROLE_WORDS
from kizuna.places.queries import areas
from kizuna.web.forms import InviteForm, PlaceForm


def _choices(request: HttpRequest, chosen: tuple[str, ...] = ()) -> dict[str, Any]:
    """What this viewer may give: roles, areas, and the organisations named in the form or chosen before."""
    viewer = request.viewer
    everywhere = DEEDS["account.invite"].get(viewer.role) == ANYWHERE
    named = organisations_named(viewer, request.POST.get("organisation", ""))
    held = organisation_names(viewer, [*chosen, *request.POST.getlist("organisations")[:50]])
    return {
        "roles": [(role, _(ROLE_WORDS[role])) for role in INVITES[viewer.role]],
        "places": [(each.id, each.name) for each in areas(viewer) if everywhere or each.id in viewer.areas],
        "bodies": [*held.items(), *(each for each in named if each[0] not in held)],
    }


def _where(viewer: Viewer, found: list[Any]) -> list[dict[str, Any]]:
    """Accounts or invitations with their role in words and the names of where and for whom they work."""
    places = {each.id: each.name for each in areas(viewer)}
    bodies = organisation_names(viewer, [id for each in found for id in each.organisations])
    return [
        {
            "it": each,
            "role": ROLE_WORDS[each.role],
            "places": sorted(places[id] for id in each.areas if id in places),
            "bodies": sorted(bodies[id] for id in each.organisations if id in bodies),
        }
        for each in found
    ]


@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Who was invited and what became of it; a form to invite one more."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "account.invite")
    fresh_sign_in(viewer)
    form = InviteForm(request.POST or None, **_choices(request))
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
    found = _where(viewer, queries.invitations(viewer))
    context = {"form": form, "found": [{**each, "state": each["it"].state(now)} for each in found]}
    status = 422 if request.method == "POST" else 200
    return render(request, "web/invitations.html", context, status=status)


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


def _keeper(request: HttpRequest) -> Viewer:
    """Somebody who keeps accounts and signed in a short while ago."""
    allow(request.viewer, "account.keep")
    fresh_sign_in(request.viewer)
    viewer: Viewer = request.viewer
    return viewer


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, for those who keep accounts."""
    viewer = _keeper(request)
    found = _where(viewer, queries.staff_accounts(viewer))
    context = {
        "open": [each for each in found if each["it"].active],
        "closed": [each for each in found if not each["it"].active],
        "me": viewer.account,
    }
    return render(request, "web/accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one_account(request: HttpRequest, account: UUID) -> HttpResponse:
    """One account: what it may do, where and for whom; another role, area or organisation."""
    viewer = _keeper(request)
    found = queries.staff_account(viewer, account)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.change_account(account=account, **form.cleaned_data, by=viewer, now=timezone.now())
        except Refused as wrong:
            form.add_error(None, str(wrong))
        else:
            said = (
                _("Changed. It counts from now on, and they are told.")
                if done
                else _("A second administrator has to agree first.")
            )
            messages.success(request, said)
            return redirect("one_account", account)
    context = {"form": form, "one": _where(viewer, [found])[0], "mine": found.id == viewer.account}
    status = 422 if request.method == "POST" else 200
    return render(request, "web/account.html", context, status=status)


def _form(request: HttpRequest, found: AccountValue) -> PlaceForm:
    held = {"role": found.role, "areas": found.areas, "organisations": found.organisations}
    return PlaceForm(request.POST or None, initial=held, **_choices(request, found.organisations))


@require_POST
def sign_out_account(request: HttpRequest, account: UUID) -> HttpResponse:
    """End every session of an account: a telephone was lost, or somebody else may be in."""
    viewer = _keeper(request)
    queries.staff_account(viewer, account)
    actions.end_sessions(account=account, by=viewer, now=timezone.now())
    messages.success(request, _("They are signed out everywhere."))
    return redirect("one_account", account)


@require_POST
def reopen_account(request: HttpRequest, account: UUID) -> HttpResponse:
    """Open an account again, from the next request on."""
    viewer = _keeper(request)
    done = actions.reopen_account(
        account=account, why=request.POST.get("why", ""), by=viewer, now=timezone.now()
    )
    said = (
        _("The account is open again. They are told.")
        if done
        else _("A second administrator has to agree first.")
    )
    messages.success(request, said)
    return redirect("one_account", account)


@require_POST
def close_account(request: HttpRequest, account: UUID) -> HttpResponse:
    """Close an account, from the next request on."""
    viewer = _keeper(request)
    actions.close_account(account=account, by=viewer, now=timezone.now())
    messages.success(request, _("The account is closed. Whoever used it is signed out everywhere."))
    return redirect("accounts")
