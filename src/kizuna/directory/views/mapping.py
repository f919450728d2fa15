"""Where a curator says which needs a term of a taxonomy stands for, and what words of people mean."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused
from kizuna.directory import actions, queries
from kizuna.directory.forms import SynonymForm, TermForm
from kizuna.directory.needs import BY_CODE
from kizuna.frame.paging import page_of


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """The terms of other taxonomies, each with the needs that it stands for."""
    allow_some(request.viewer, "need.map")
    wanted = {"taxonomy": request.GET.get("taxonomy", ""), "text": request.GET.get("text", "")[:100]}
    page = page_of(queries.how_many_terms(request.viewer, **wanted), request.GET.get("page"))
    found = queries.terms_to_map(request.viewer, **wanted, start=page.start, stop=page.stop)
    context = {
        **wanted,
        "page": page,
        "terms": [(term, [BY_CODE[code] for code in term.needs if code in BY_CODE]) for term in found],
        "taxonomies": queries.foreign_taxonomies(request.viewer),
    }
    return render(request, "directory/terms.html", context)


@require_http_methods(["GET", "POST"])
def term(request: HttpRequest, id: UUID) -> HttpResponse:
    """One term: choose its needs, or leave them to its words."""
    allow_some(request.viewer, "need.map")
    found = queries.term_to_map(request.viewer, id)
    form = TermForm(request.POST or None, initial={"needs": found.needs})
    if request.method == "POST" and form.is_valid():
        needs = None if request.POST.get("do") == "words" else form.cleaned_data["needs"]
        actions.set_term_needs(term=id, needs=needs, by=request.viewer, now=timezone.now())
        return redirect("directory:terms")
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/term.html", {"term": found, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
def synonyms(request: HttpRequest) -> HttpResponse:
    """What people say beside what listings say; one pair at a time is changed, added or put back."""
    allow_some(request.viewer, "need.map")
    text, status = request.GET.get("text", "")[:100], 200
    form = SynonymForm(request.POST or None, initial=_pair(request))
    if request.method == "POST":
        if form.is_valid() and _reworded(request, form):
            return redirect("directory:synonyms")
        status = 422
    found = queries.synonyms(request.viewer, text)
    page = page_of(len(found), request.GET.get("page"))
    context = {"text": text, "page": page, "pairs": found[page.start : page.stop], "form": form}
    return render(request, "directory/synonyms.html", context, status=status)


def _pair(request: HttpRequest) -> dict[str, str]:
    """The pair that somebody wants to change, as it stands."""
    said = request.GET.get("said", "")[:100]
    found = [pair for pair in queries.synonyms(request.viewer, said) if pair.said == said] if said else []
    return {"said": said, "listed": found[0].listed if found else ""}


def _reworded(request: HttpRequest, form: SynonymForm) -> bool:
    said, now = form.cleaned_data["said"], timezone.now()
    try:
        if request.POST.get("do") == "ours":
            actions.forget_synonym(said=said, by=request.viewer, now=now)
        else:
            listed = form.cleaned_data["listed"]
            actions.set_synonym(said=said, listed=listed, by=request.viewer, now=now)
    except Refused as wrong:
        form.add_error("said", str(wrong))
        return False
    return True
