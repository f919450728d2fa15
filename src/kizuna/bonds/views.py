"""Pages of who knows whom: one's own, and a coordinator's of many."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import allow, allow_some, may
from kizuna.access.viewer import LogInFirst, NotFound, Refused, Viewer
from kizuna.activities.queries import groups_of_areas
from kizuna.bonds import actions, queries
from kizuna.bonds import growth as grown
from kizuna.bonds.community import ATTRIBUTES, HEIGHT, WIDTH, Community, community, ego
from kizuna.bonds.forms import MendForm, ThreeForm, TreeForm
from kizuna.bonds.survey import HOWS, NAMES, TREE
from kizuna.bonds.tie import KINDS, SEEN, STRENGTHS, SUPPORT
from kizuna.ledger.actions import looked
from kizuna.people.languages import named
from kizuna.people.queries import profile
from kizuna.places.area import AreaValue
from kizuna.places.queries import areas

CHART = {
    "width": grown.WIDTH,
    "height": grown.HEIGHT,
    "left": grown.LEFT,
    "right": grown.RIGHT,
    "floor": grown.FLOOR,
}
PAPER = {
    "kinds": KINDS,
    "support": SUPPORT,
    "strengths": STRENGTHS,
    "seen": SEEN,
    "tree": TREE,
    "places": range(1, NAMES + 1),
}


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if that is nothing; None for a page that is opened."""
    return request.POST if request.method == "POST" else None


def _own(viewer: Viewer) -> str:
    """The person who looks; a stranger is asked to sign in, staff have none."""
    if viewer.role == "stranger":
        raise LogInFirst("tie.see")
    if not viewer.person:
        raise NotFound("person")
    return viewer.person


def _here(viewer: Viewer) -> list[AreaValue]:
    """The areas of this viewer, the widest first."""
    found = [one for one in areas(viewer) if one.id in viewer.areas]
    return sorted(found, key=lambda one: (one.above_id in viewer.areas, one.name))


def _chosen(viewer: Viewer, asked: str) -> tuple[AreaValue, list[AreaValue]]:
    """The area that is asked for, else the widest; NotFound when it is none of theirs."""
    here = _here(viewer)
    found = next((one for one in here if one.id == asked), None) if asked else next(iter(here), None)
    if found is None:
        raise NotFound("area")
    return found, here


@require_http_methods(["GET", "HEAD", "POST"])
def three(request: HttpRequest) -> HttpResponse:
    """Somebody names three people by themselves."""
    return _three(request, _own(request.viewer), helped=False)


@require_http_methods(["GET", "HEAD", "POST"])
def three_of(request: HttpRequest, person: UUID) -> HttpResponse:
    """A link worker writes down what somebody said, or wrote on paper."""
    allow_some(request.viewer, "caseload.see")
    return _three(request, profile(request.viewer, person).id, helped=True)


def _three(request: HttpRequest, person: str, *, helped: bool) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    who = profile(viewer, person)
    allow(viewer, "tie.say", area=who.area_id, person=who.id)
    form = ThreeForm(_posted(request), year=now.year, helped=helped, initial={"attempt": uuid4()})
    if request.method == "POST" and form.is_valid():
        actions.answer(new=form.answer(who.id), by=viewer, now=now)
        messages.success(request, _("Thank you. It is written down."))
        return redirect("bonds:of", who.id) if helped else redirect("bonds:mine")
    if helped:
        looked(at_what="bonds.three", person=who.id, by=viewer, now=now)
    context = {"form": form, "who": who if helped else None, "quick_exit": True}
    return render(request, "bonds/three.html", context, status=422 if form.errors else 200)


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The same questions to be printed: nothing of anybody is on them."""
    return render(request, "bonds/paper.html", PAPER)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Who is around the person who looks, as they told it themselves."""
    return _around(request, _own(request.viewer), own=True)


@require_safe
def of(request: HttpRequest, person: UUID) -> HttpResponse:
    """The same of somebody whom a link worker supports."""
    allow_some(request.viewer, "caseload.see")
    who = profile(request.viewer, person)
    looked(at_what="bonds.of", person=who.id, by=request.viewer, now=timezone.now())
    return _around(request, who.id, own=False)


def _around(request: HttpRequest, person: str, *, own: bool) -> HttpResponse:
    found = queries.standing(request.viewer, person)
    shown: list[dict[str, Any]] = [
        {
            "tie": tie,
            "kind": _(KINDS[tie.kind]),
            "gives": [_(SUPPORT[one]) for one in tie.gives],
            "gets": [_(SUPPORT[one]) for one in tie.gets],
            "strength": _(STRENGTHS[tie.strength]) if tie.strength else "",
            "seen": _(SEEN[tie.seen]) if tie.seen else "",
        }
        for tie in found.ties
    ]
    context = {
        "found": found,
        "ties": shown,
        "spokes": ego([(tie.name, _(KINDS[tie.kind]), tie.strength) for tie in found.ties]),
        "how": _(HOWS[found.how]) if found.how else "",
        "tree": _(TREE[found.tree]) if found.tree else "",
        "who": None if own else profile(request.viewer, person),
        "width": WIDTH,
        "height": HEIGHT,
        "quick_exit": True,
    }
    return render(request, "bonds/around.html", context)


@require_POST
def forget(request: HttpRequest, tie: UUID) -> HttpResponse:
    """Somebody takes back one person whom they named."""
    actions.forget_tie(tie=tie, by=request.viewer, now=timezone.now())
    messages.success(request, _("Taken out. Nobody sees it any more."))
    return redirect("bonds:mine") if request.viewer.person else redirect("home")


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """A coordinator sees groups and the bridges between them, counted."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "bond.see")
    area, here = _chosen(viewer, request.GET.get("area", ""))
    by = request.GET.get("by", "")
    by = by if by in ATTRIBUTES else "area"
    labels = {one.id: one.name for one in areas(viewer)}
    around = queries.around(viewer, area.id, now)
    if by == "language":
        spoken = get_language() or "en"
        labels = {each["language"]: named(each["language"], spoken) for each in around.groups.values()}
    elif by == "age":
        labels = {}
    found = community(around, by, labels)
    context = {
        "area": area,
        "areas": here,
        "by": by,
        "attributes": [(code, _(label)) for code, label in ATTRIBUTES.items()],
        "found": found,
        "of_hundred": _of_hundred(found),
        "may_keep": may(viewer, "tree.keep"),
        "width": WIDTH,
        "height": HEIGHT,
    }
    return render(request, "bonds/community.html", context)


@require_safe
def growth(request: HttpRequest) -> HttpResponse:
    """How bonds grew over the last months, counted: a picture, and the same as a table."""
    viewer, now = request.viewer, timezone.localtime(timezone.now())
    allow_some(viewer, "bond.see")
    area, here = _chosen(viewer, request.GET.get("area", ""))
    points = queries.growth(viewer, area.id, now)
    context = {
        "area": area,
        "areas": here,
        "points": points,
        "lines": grown.drawn(points),
        "shown": any(one.people for one in points),
        **CHART,
    }
    return render(request, "bonds/growth.html", context)


def _of_hundred(found: Community) -> dict[str, int] | None:
    """The share of those asked who are alone, as whole numbers of a hundred."""
    rate = found.isolation
    if rate is None or rate.value is None or rate.low is None or rate.high is None:
        return None
    return {
        name: round(100 * value)
        for name, value in (("share", rate.value), ("low", rate.low), ("high", rate.high))
    }


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Whom a coordinator might bring together, or ask to help: only people who said yes."""
    viewer = request.viewer
    allow_some(viewer, "bond.suggest")
    area, here = _chosen(viewer, request.GET.get("area", ""))
    found = queries.suggestions(viewer, area.id, timezone.now())
    return render(request, "bonds/suggestions.html", {"area": area, "areas": here, "found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def trees(request: HttpRequest) -> HttpResponse:
    """The phone trees of an area, and a new one."""
    viewer = request.viewer
    allow_some(viewer, "tree.keep")
    here = [(one.id, one.name) for one in _here(viewer)]
    groups = groups_of_areas(viewer, (one.id for one in areas(viewer)))
    form = TreeForm(_posted(request), areas=here, groups=[*groups.items()])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.make_tree(**said, seed=1, by=viewer, now=timezone.now())
            return redirect("bonds:tree", made)
        except Refused as refused:
            form.add_error("area", str(refused))
        except NotFound:
            form.add_error("group", _("This group does not meet in the area that you chose."))
    context = {"form": form, "trees": queries.trees(viewer)}
    return render(request, "bonds/trees.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def tree(request: HttpRequest, tree: UUID) -> HttpResponse:
    """One phone tree: to be printed, a sheet for each caller; mended when somebody drops out."""
    viewer, now = request.viewer, timezone.now()
    found = queries.tree(viewer, tree)
    form = MendForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["do"] == "drop":
            actions.drop_tree(tree=found.id, by=viewer, now=now)
            return redirect("bonds:trees")
        actions.repair_tree(tree=found.id, person=form.gone(), seed=1, by=viewer, now=now)
        messages.success(request, _("The phone tree is mended. What changed stands below."))
        return redirect("bonds:tree", found.id)
    if not found.making:  # nobody is on its page yet, and it asks for itself again and again
        looked(at_what=f"bonds.PhoneTree:{found.id}", person=None, by=viewer, now=now)
    people = {rung.person: rung.name for sheet in found.sheets for rung in sheet.rings}
    context = {
        "tree": found,
        "form": form,
        "people": sorted(people.items(), key=lambda one: one[1].casefold()),
    }
    return render(request, "bonds/tree.html", context, status=422 if form.errors else 200)
