"""What a link worker knows about one person, part by part, and changes; adding somebody new."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.ledger.actions import looked
from kizuna.people import actions, queries
from kizuna.people.care import ACCESS_NEEDS, DECLINED
from kizuna.people.forms import (
    ADDRESS,
    ApartForm,
    DependForm,
    HomeForm,
    LiftForm,
    NewPersonForm,
    OwnForm,
    PersonForm,
    ProtectForm,
    ReachForm,
    SpeakForm,
    StatusForm,
    about_said,
    reach_said,
    spoken,
)
from kizuna.places.queries import areas


@dataclass(frozen=True)
class Part:
    """One page about a part of what we know of a person."""

    title: Any
    form: type[forms.Form]
    save: Callable[[UUID, dict[str, Any], Viewer, datetime], None]
    end: Callable[[UUID, str, Viewer, datetime], None] | None = None


def _about(person: UUID, given: dict[str, Any], by: Viewer, now: datetime) -> None:
    another, use = given.pop("another", ""), given.pop("use", "")
    if given:
        actions.correct_person(person=person, changes=given, by=by, now=now)
    if another:
        actions.add_name(person=person, text=another, use=use, by=by, now=now)


def _reach(person: UUID, given: dict[str, Any], by: Viewer, now: datetime) -> None:
    quiet = given.pop("do_not_contact", None)
    if given:
        actions.correct_person(person=person, changes=given, by=by, now=now)
    if quiet is not None:
        actions.leave_in_peace(person=person, quiet=quiet, by=by, now=now)


def _somebody(person: UUID, text: str, by: Viewer) -> str:
    """The one other person whom these words find."""
    found = [each for each in queries.find(by, text, limit=5) if each.id != str(person)]
    if len(found) != 1:
        raise Refused(_("Nobody, or more than one person, fits. Write their whole name or their telephone."))
    return found[0].id


def _colleague(text: str, by: Viewer) -> str:
    """The account of the one who works here by exactly this name or address."""
    found = queries.colleagues(by, text)
    if len(found) != 1:
        raise Refused(_("Nobody who works here is found with exactly this name or e-mail address."))
    return found[0]


def _home(person: UUID, given: dict[str, Any], by: Viewer, now: datetime) -> None:
    host = _somebody(person, given.pop("who"), by)
    actions.move_in(person=person, with_person=host, by=by, now=now, **given)


def _apart(person: UUID, given: dict[str, Any], by: Viewer, now: datetime) -> None:
    if given["works_here"]:
        actions.block_colleague(person=person, account=_colleague(given["who"], by), by=by, now=now)
    else:
        actions.block(person=person, other=_somebody(person, given["who"], by), by=by, now=now)


def _meet_again(person: UUID, id: str, by: Viewer, now: datetime) -> None:
    actions.unblock(person=person, block=id, by=by, now=now)


def _depends(person: UUID, given: dict[str, Any], by: Viewer, now: datetime) -> None:
    actions.add_dependence(person=person, by=by, now=now, **given)


def _speaks(person: UUID, given: dict[str, Any], by: Viewer, now: datetime) -> None:
    actions.let_speak(person=person, by=by, now=now, **given)


def _status(person: UUID, given: dict[str, Any], by: Viewer, now: datetime) -> None:
    actions.set_status(
        person=person, status=given["status"], on=given["on"], why=given["why"], by=by, now=now
    )


def _protect(person: UUID, given: dict[str, Any], by: Viewer, now: datetime) -> None:
    actions.protect(person=person, keepers=given["keepers"], reason=given["reason"], by=by, now=now)


def _unprotect(person: UUID, id: str, by: Viewer, now: datetime) -> None:
    actions.unprotect(protection=id, by=by, now=now)


def _lift(person: UUID, given: dict[str, Any], by: Viewer, now: datetime) -> None:
    guard = queries.guard(by, person, now)
    if guard is None:
        raise NotFound("protection")
    actions.ask_to_unprotect(protection=guard.id, why=given["why"], by=by, now=now)


PARTS = {
    "about": Part(gettext_lazy("Who they are"), PersonForm, _about),
    "reach": Part(gettext_lazy("How to reach them"), ReachForm, _reach),
    "home": Part(
        gettext_lazy("Who they live with"),
        HomeForm,
        _home,
        lambda person, id, by, now: actions.move_out(person=person, home=id, by=by, now=now),
    ),
    "depends": Part(
        gettext_lazy("What they cannot be without"),
        DependForm,
        _depends,
        lambda person, id, by, now: actions.end_dependence(person=person, dependence=id, by=by, now=now),
    ),
    "speaks": Part(
        gettext_lazy("Who may speak for them"),
        SpeakForm,
        _speaks,
        lambda person, id, by, now: actions.end_speaking(person=person, speaking=id, by=by, now=now),
    ),
    "apart": Part(gettext_lazy("Whom they do not want to meet"), ApartForm, _apart, _meet_again),
    "status": Part(gettext_lazy("Died, moved away, or here after all"), StatusForm, _status),
    "protect": Part(
        gettext_lazy("Must not be found"),
        ProtectForm,
        _protect,
        _unprotect,
    ),
    "lift": Part(gettext_lazy("Stop hiding this record"), LiftForm, _lift),
}


def _seen(viewer: Viewer, person: UUID) -> Any:
    allow_some(viewer, "caseload.see")
    return queries.profile(viewer, person)


@require_safe
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """One person, part by part. Whoever looks stands in the ledger, and the person can read it."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "caseload.see")
    found = queries.whole(viewer, person, now)
    if str(person) != found.who.id:
        return redirect("people:person", person=found.who.id)
    looked(at_what="people.person", person=found.who.id, by=viewer, now=now)
    context: dict[str, Any] = {field.name: getattr(found, field.name) for field in fields(found)}
    preferred = [found.who.preferred_language] if found.who.preferred_language else []
    context |= {"languages": spoken(found.who.languages), "message_language": spoken(preferred)}
    context["windows"] = [
        ([WEEKDAYS[day] for day in each["days"]], each["from"], each["until"])
        for each in (found.details.times or {}).get("windows", ())
    ]
    context["needs"] = [ACCESS_NEEDS.get(code, code) for code in found.who.access_needs or ()]
    context["not_said"] = [DECLINED[name] for name in found.who.not_said if name in DECLINED]
    return render(request, "people/person.html", context)


def _initial(viewer: Viewer, who: Any, part: str) -> dict[str, Any]:
    if part == "about":
        return about_said(who, dict(PersonForm.base_fields["not_said"].choices))  # type: ignore[attr-defined]
    if part == "status":
        return {"status": who.status, "on": who.status_on}
    if part != "reach":
        return {}
    held = queries.details(viewer, who.id)
    postal = dict(held.postal or {})
    shown = {name: postal.get(name, "") for name in ADDRESS} | {"lines": "\n".join(postal.get("lines", ()))}
    return {**reach_said(who, held), **shown, "postal": postal, "do_not_contact": held.do_not_contact}


def _form(request: HttpRequest, who: Any, part: str) -> forms.Form:
    viewer, posted = request.viewer, request.POST if request.method == "POST" else None
    more: dict[str, Any] = {}
    if part == "protect":
        workers = queries.accounts_with_role(viewer, "worker")
        more["workers"] = [(each.id, each.name or each.email) for each in workers]
    if part == "reach":
        near = viewer.areas | viewer.around
        more["areas"] = [(each.id, each.name) for each in areas(viewer) if each.id in near]
    return PARTS[part].form(posted, initial=_initial(viewer, who, part), **more)


def _given(form: forms.Form) -> dict[str, Any]:
    """What was written; of what is known already only what was changed."""
    return form.changes() if isinstance(form, OwnForm) else dict(form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, person: UUID, part: str) -> HttpResponse:
    """One part of what we know: shown in a form, saved, or something in it ended."""
    viewer, now = request.viewer, timezone.now()
    who = _seen(viewer, person)
    if part not in PARTS:
        raise Http404
    page = PARTS[part]
    looked(at_what=f"people.{part}", person=who.id, by=viewer, now=now)
    if request.method == "POST" and page.end and (ended := request.POST.get("end")):
        page.end(UUID(who.id), ended, viewer, now)
        messages.success(request, _("Saved."))
        return redirect("people:person", person=who.id)
    form = _form(request, who, part)
    if form.is_valid():
        try:
            page.save(UUID(who.id), _given(form), viewer, now)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Saved."))
            hidden = part == "protect" and not queries.is_keeper(viewer, who.id)
            return redirect("referrals:caseload") if hidden else redirect("people:person", person=who.id)
    context = {"who": who, "form": form, "title": page.title, "part": part}
    return render(request, "people/change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Somebody new, after a look at those who may be the same person."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "caseload.see")
    here = [(area.id, area.name) for area in queries.worker_areas(viewer)]
    form = NewPersonForm(request.POST if request.method == "POST" else None, areas=here)
    same: list[Any] = []
    if form.is_valid():
        given = dict(form.cleaned_data)
        how, new, area = given.pop("how"), given.pop("new"), given["area"]
        allow(viewer, "person.add", area=area)
        same = [] if new else queries.alike(
            viewer, **{name: given[name] for name in ("name", "birth_year", "phone", "email")}
        )  # fmt: skip
        if not same:
            try:
                made = actions.welcome(how=how, by=viewer, now=now, **given)
            except Refused as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, _("Saved."))
                return redirect("people:person", person=made)
    context = {"form": form, "same": same}
    return render(request, "people/add.html", context, status=422 if form.errors else 200)
