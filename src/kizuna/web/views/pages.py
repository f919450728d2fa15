"""Home by role, who runs this, what is kept, lists that are brought."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.viewer import NotFound, Refused
from kizuna.activities.queries import organiser_home
from kizuna.directory.needs import GROUPS
from kizuna.frame.sheet import as_csv
from kizuna.places.queries import crisis_numbers
from kizuna.screening.calls import calls
from kizuna.signposting.queries import home_week
from kizuna.web import actions, queries
from kizuna.web.forms import BringForm, ColumnsForm
from kizuna.web.lists import ListValue

RESIDENT_TILES = 8
FAULTS_SHOWN = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What each role needs first."""
    role = request.viewer.role
    if role == "worker":
        return redirect("referrals:today")
    if role == "provider":
        return redirect("referrals:queue")
    pages = {"organiser": _organiser, "coordinator": _town, "analyst": _town, "admin": _admin}
    return pages.get(role, _resident)(request)


def _resident(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    week = home_week(viewer, now=timezone.now())
    asked = queries.asked_for(viewer) if viewer.role == "resident" and viewer.person else ()
    context = {"tiles": GROUPS[:RESIDENT_TILES], "week": week, "asked": asked}
    return render(request, "web/home.html", context)


def _organiser(request: HttpRequest) -> HttpResponse:
    found = organiser_home(request.viewer, now=timezone.now())
    return render(request, "web/organiser.html", {"home": found})


def _town(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "concerns": queries.open_concerns(request.viewer, now),
        "areas": queries.area_names(request.viewer),
        "state": queries.state_of_town(request.viewer, now),
    }
    return render(request, "web/town.html", context)


def _admin(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "concerns": queries.open_concerns(request.viewer, now),
        "report": queries.last_report(request.viewer),
    }
    return render(request, "web/admin.html", context)


@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """Look whether all is well at once, without waiting for the next time."""
    actions.look_after(by=request.viewer, now=timezone.now())
    return redirect("home")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who runs this site and how it treats what people say."""
    language = get_language() or settings.LANGUAGE_CODE
    numbers = calls(crisis_numbers(request.viewer, language=language))
    return render(request, "web/about.html", {"numbers": numbers})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, how long, why, who sees it, and what everybody may ask for."""
    return render(request, "web/privacy.html", {"kinds": queries.kept_kinds(request.viewer)})


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """For whatever watches over the server: says that the site answers and its database does too."""
    queries.ready(request.viewer)
    return JsonResponse({"healthy": True})


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """In the demo only, where this URL is mounted: one tap signs in as one of the six roles."""
    role = request.POST.get("role", "")
    if role == "provider":
        link = queries.provider_link(request.viewer, timezone.now())
        if link is None:
            messages.info(request, _("No referral waits for an answer. Sign in as link worker and open one."))
        return redirect(link or "home")
    account = authenticate(request, demo_role=role)
    if account is None:
        raise NotFound("demo")
    login(request, account, backend="kizuna.web.adapters.DemoBackend")
    return redirect("home")


@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Bring a spreadsheet, and see the ones brought lately."""
    kinds = queries.kinds(request.viewer)
    form = BringForm(request.POST or None, request.FILES or None, kinds=kinds)
    status = 200
    if request.method == "POST":
        brought = _bring(request, form)
        if brought:
            return redirect("list", brought=brought)
        status = 422
    now = timezone.now()
    mine = [(one, one.can_undo(now)) for one in queries.my_lists(request.viewer)]
    return render(request, "web/lists.html", {"form": form, "mine": mine}, status=status)


def _bring(request: HttpRequest, form: BringForm) -> UUID | None:
    if not form.is_valid():
        return None
    said = form.cleaned_data
    try:
        return actions.bring_list(
            kind=said["kind"], content=said["file"], by=request.viewer, now=timezone.now()
        )
    except Refused as refused:
        form.add_error("file", str(refused))
        return None


@require_http_methods(["GET", "POST"])
def brought_list(request: HttpRequest, brought: UUID) -> HttpResponse:
    """One list at the step where it is; a POST says which column is which."""
    found = queries.brought_list(request.viewer, brought)
    form = _columns_form(request, found) if found.state in {"brought", "checked"} else None
    status = 200
    if request.method == "POST" and form:
        if form.is_valid():
            actions.check_list(
                brought=brought,
                mapped=form.mapped(),
                area=form.cleaned_data["area"],
                agreement=form.agreement(),
                by=request.viewer,
                now=timezone.now(),
            )
            return redirect("list", brought=brought)
        status = 422
    context = {
        "list": found,
        "form": form,
        "samples": list(zip(found.columns, found.samples, strict=True)),
        "can_undo": found.can_undo(timezone.now()),
        "faults": found.faults[:FAULTS_SHOWN],
        "twins": found.twins[:FAULTS_SHOWN],
        "faulty_rows": len({fault.row for fault in found.faults}),
    }
    return render(request, "web/list.html", context, status=status)


def _columns_form(request: HttpRequest, found: ListValue) -> ColumnsForm:
    start = {f"column-{code}": str(place) for code, place in found.mapped.items()}
    day = found.agreed_at
    start |= {"area": found.area, "answer": found.agreement.get("answer", "")}
    start |= {"how": found.agreement.get("how", "paper")}
    return ColumnsForm(
        request.POST or None,
        kind=found.kind,
        headings=found.columns,
        areas=queries.area_choices(request.viewer),
        today=timezone.localdate(),
        initial={**start, "given_on": timezone.localdate(day) if day else None},
    )


@require_POST
def list_step(request: HttpRequest, brought: UUID, step: str) -> HttpResponse:
    """Keep a list, leave it, or take it back."""
    by, now = request.viewer, timezone.now()
    if step == "keep":
        leave = {int(row) for row in request.POST.getlist("leave") if row.isdecimal() and len(row) < 10}
        if request.POST.get("twins") == "leave":
            leave |= {twin.row for twin in queries.brought_list(by, brought).twins}
        actions.keep_list(brought=brought, leave=leave, by=by, now=now)
    elif step == "leave":
        actions.leave_list(brought=brought, by=by, now=now)
        return redirect("lists")
    elif step == "undo":
        actions.undo_list(brought=brought, by=by, now=now)
    else:
        raise NotFound("list")
    return redirect("list", brought=brought)


@require_safe
def list_faults(request: HttpRequest, brought: UUID) -> HttpResponse:
    """Every fault of a list as a file, for whoever mends it."""
    found = queries.brought_list(request.viewer, brought)
    heading = (_("Row"), _("Column"), _("What is wrong"), _("What it says"))
    rows = [(str(one.row), one.column, _(one.why), one.value) for one in found.faults]
    headers = {"Content-Disposition": 'attachment; filename="faults.csv"'}
    return HttpResponse(as_csv([heading, *rows]), content_type="text/csv; charset=utf-8", headers=headers)
