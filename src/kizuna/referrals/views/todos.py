"""What a person does for themselves: their own page, and their link worker's."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import NotFound, Refused
from kizuna.ledger.actions import looked
from kizuna.people.queries import profile
from kizuna.referrals import actions, queries
from kizuna.referrals.forms import ToDoForm


@require_http_methods(["GET", "HEAD", "POST"])
def todos(request: HttpRequest, person: UUID) -> HttpResponse:
    """What somebody wants to do, and a form for one thing more."""
    now, viewer = timezone.now(), request.viewer
    allow_some(viewer, "todo.keep")
    who = profile(viewer, person)
    form = ToDoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.add_todo(person=who.id, by=viewer, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            return redirect("referrals:todos", who.id)
    looked(at_what="referrals.todos", person=who.id, by=viewer, now=now)
    context = {"who": who, "form": form, "found": queries.todos(viewer, who.id)}
    return render(request, "referrals/todos.html", context, status=422 if form.errors else 200)


@require_safe
def own_todos(request: HttpRequest) -> HttpResponse:
    """What I want to do."""
    viewer = request.viewer
    allow_some(viewer, "todo.own")
    if not viewer.person:
        raise NotFound("person")
    return render(request, "referrals/todos.html", {"found": queries.todos(viewer, viewer.person)})


@require_POST
def step_todo(request: HttpRequest, todo: UUID) -> HttpResponse:
    """One step; the person's own, or as they told their link worker."""
    viewer = request.viewer
    found = queries.todo(viewer, todo)
    try:
        actions.step_todo(todo=todo, to=request.POST.get("to", ""), by=viewer, now=timezone.now())
    except Refused as refused:
        messages.error(request, _(str(refused)))
    if viewer.role == "worker":
        return redirect("referrals:todos", found.person)
    return redirect("referrals:own_todos")
