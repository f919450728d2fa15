"""Pages for finding help. Nobody needs an account, and looking leaves no trace."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import may
from kizuna.access.small_numbers import SMALLEST
from kizuna.access.viewer import Refused, Viewer
from kizuna.directory.needs import BY_CODE, GROUPS, NEEDS
from kizuna.directory.wanted import Answer, Found, Wanted
from kizuna.frame.carry import Carry
from kizuna.frame.paging import page_of
from kizuna.frame.sheet import as_csv
from kizuna.ledger.actions import looked
from kizuna.places.crisis import CrisisNumber
from kizuna.places.nearby import Rough
from kizuna.places.nearby import read as read_place
from kizuna.places.queries import areas, crisis_numbers
from kizuna.screening.calls import calls
from kizuna.screening.safety import ORDER, spoken
from kizuna.signposting import actions, queries
from kizuna.signposting.fairness import Outcome
from kizuna.signposting.forms import SearchForm, SendForm
from kizuna.signposting.keep import chosen
from kizuna.signposting.sketch import Pin, Sketch
from kizuna.signposting.suggested import CAME

MORE = 20
PER_PAGE = 10
LONGEST_QUESTION = 200


def _crisis(viewer: Viewer) -> list[CrisisNumber]:
    return crisis_numbers(viewer, language=get_language() or settings.LANGUAGE_CODE)


def _paged(request: HttpRequest, found: Sequence[Any]) -> dict[str, Any]:
    page = page_of(len(found), request.GET.get("page"), PER_PAGE)
    return {"page": page, "items": found[page.start : page.stop]}


def _unsafe(needs: Iterable[str]) -> bool:
    return any(code.partition(".")[0] == "safety" for code in needs)


def _place(text: str, near: Rough | None, wishes: Mapping[str, str]) -> str:
    """The address of a search, with the place as roughly as we know it."""
    asked = {"q": text, "near": str(near) if near else "", **wishes}
    words = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('signposting:search')}?{words}"


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Help in your own words, by what you need, or by what matters to you."""
    text = request.GET.get("q", "")[:LONGEST_QUESTION].strip()
    sent = request.GET.get("near", "")
    near, form = read_place(sent), SearchForm(request.GET)
    if sent and sent != str(near or ""):
        # Somebody wrote a nearer place than we want to know: it does not stay in the address.
        return redirect(_place(text, near, form.asked(near, timezone.localtime()).address))
    return _search_page(request, text, near, form)


@require_POST
def near_me(request: HttpRequest) -> HttpResponse:
    """Search near a place. What is sent is made coarse before anything is done with it, and kept nowhere."""
    text = request.POST.get("q", "")[:LONGEST_QUESTION].strip()
    sent = {name: request.POST.get(name, "")[:60].strip() for name in ("here", "postcode", "area")}
    near, form = queries.rough_place(request.viewer, **sent), SearchForm(request.POST)
    if near is None and any(sent.values()):
        return _search_page(request, text, None, form, unknown=True)
    return redirect(_place(text, near, form.asked(near, timezone.localtime()).address))


def _search_page(
    request: HttpRequest, text: str, near: Rough | None, form: SearchForm, *, unknown: bool = False
) -> HttpResponse:
    now, viewer = timezone.localtime(), request.viewer
    asked = form.asked(near, now)
    wordless = not text and asked.wanted == Wanted(lat=asked.wanted.lat, lon=asked.wanted.lon)
    answer = Answer((), asked.wanted) if wordless else queries.find(viewer, text, asked.wanted, now=now)
    crisis, dangers = _crisis(request.viewer), spoken(text)
    paged = _paged(request, answer.found)
    context = {
        "q": text,
        "near": near,
        "form": form,
        "wishes": asked.address,
        "asked": not wordless and not unknown,
        "answer": answer,
        "map": _map(viewer, paged["items"], paged["page"].start, near),
        "unknown": unknown,
        "neighbourhoods": [one for one in areas(request.viewer) if one.level == "neighbourhood"],
        "needs": GROUPS,
        "crisis": crisis,
        "calls": calls(crisis),
        # Whoever tells of a danger reads the numbers before anything else.
        "danger": next((kind for kind in ORDER if kind in dangers), ""),
        "quick_exit": bool(dangers),
        **paged,
    }
    wrong = unknown or bool(form.errors)
    response = render(request, "signposting/search.html", context, status=422 if wrong else 200)
    if dangers:
        response["Cache-Control"] = "no-store"
    return response


def _map(viewer: Viewer, found: Sequence[Found], first: int, near: Rough | None) -> Sketch | None:
    """The answers of this page on a map, with their numbers in the list."""
    pins = [
        Pin(number, one.option.name, one.option.lat, one.option.lon)
        for number, one in enumerate(found, first + 1)
        if one.option.lat is not None and one.option.lon is not None
    ]
    return queries.map_of(viewer, pins, near)


@require_safe
def need(request: HttpRequest, code: str) -> HttpResponse:
    """Everything for one need, with nothing asked and nothing known about the reader."""
    found = queries.for_need(request.viewer, code, timezone.now())
    asked = BY_CODE[code]
    context = {
        "need": asked,
        "finer": [one for one in NEEDS if one.group == code],
        "above": BY_CODE[asked.group] if asked.group != code else None,
        **_paged(request, found),
        "crisis": _crisis(request.viewer),
        "quick_exit": _unsafe([code]),
    }
    return render(request, "signposting/need.html", context)


def _carried(request: HttpRequest, token: str) -> Carry:
    """What makes this page again in another language."""
    given = {name: request.POST.get(name, "") for name in ("state", "more")}
    fields = {"heard": token, **{name: value for name, value in given.items() if value}}
    return Carry(reverse("signposting:for_me"), tuple(fields.items()))


def _count(viewer: Viewer, heard: queries.Heard, found: Any, missing: Sequence[str], now: datetime) -> None:
    """What was there for somebody and what was not, without anybody in it."""
    whole: dict[str, Any] = {"attempt": heard.attempt, "by": viewer, "now": now}
    outcome = found.outcome if found else Outcome()
    actions.record_shown(needs=heard.needs, facts=heard.facts, outcome=outcome, **whole)
    if missing:
        actions.record_unmet(needs=missing, area=heard.facts.area, **whole)


@require_http_methods(["GET", "POST"])
def for_me(request: HttpRequest) -> HttpResponse:
    """What may fit, after a check-up. The answers travel in the page; the server keeps none of them."""
    if request.method == "GET":
        return redirect("signposting:search")
    now, token, viewer = timezone.now(), request.POST.get("heard", ""), request.viewer
    heard, found = queries.for_me(viewer, token, now, request.company)
    missing, more = found.unmet() if found else heard.needs, "more" in request.POST
    first = found.shown if found else 0
    if heard.needs and not more:
        _count(viewer, heard, found, missing, now)
    context = {
        "heard": token,
        "carry": _carried(request, token),
        # The way back to the questions, when the page before brought it along.
        "state": request.POST.get("state", ""),
        "needs": [BY_CODE[code] for code in heard.needs],
        "told": heard.told,
        "missing": [BY_CODE[code] for code in missing],
        "found": found[: MORE if more else first],
        "left": 0 if more else max(min(len(found), MORE) - first, 0),
        "crisis": _crisis(viewer),
        "quick_exit": _unsafe(heard.needs),
        "asks": bool(viewer.person) and may(viewer, "referral.ask"),
    }
    return render(request, "signposting/for_me.html", context)


@require_safe
def for_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """The same for a link worker, with the person beside them. Whoever looks stands in the ledger."""
    now, viewer = timezone.now(), request.viewer
    need = request.GET.get("need", "")
    wanted = [need] if need in BY_CODE else []
    found = queries.for_person(viewer, person, now, needs=wanted, company=request.company)
    looked(at_what="signposting.person", person=found.who.id, by=viewer, now=now)
    context = {
        "found": found,
        "needs": [BY_CODE[code] for code in found.needs],
        "missing": [BY_CODE[code] for code in (found.found.unmet() if found.found else found.needs)],
        "groups": GROUPS,
        "outcomes": CAME,
        **_paged(request, found.found),
        "now": now,
    }
    return render(request, "signposting/for_person.html", context)


@require_POST
def choose(request: HttpRequest, person: UUID) -> HttpResponse:
    """Keep what the person beside the link worker chose, and what they were shown."""
    now, viewer = timezone.now(), request.viewer
    wanted = next(iter(chosen(request.POST.getlist("option")[:1])), None)
    code, shown = request.POST.get("need", ""), chosen(request.POST.getlist("shown"))
    group = BY_CODE[code].group if code in BY_CODE else ""
    actions.record_choice(person=person, shown=shown, wanted=wanted, group=group, by=viewer, now=now)
    return redirect("signposting:for_person", person)


@require_POST
def came(request: HttpRequest, person: UUID) -> HttpResponse:
    """Keep what came of a choice."""
    answer = request.POST.get("came", "")
    offer = request.POST.get("offer", "")
    actions.record_came(offer=offer, person=person, came=answer, by=request.viewer, now=timezone.now())
    return redirect("signposting:for_person", person)


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Make a link out of a list. It holds the list itself: nothing is stored."""
    choices = chosen(request.POST.getlist("option"))
    if not choices:
        return redirect("signposting:search")
    return redirect("signposting:kept", queries.kept_link(request.viewer, choices, timezone.now()))


@require_safe
def kept(request: HttpRequest, token: str) -> HttpResponse:
    """A list that somebody kept as a link."""
    return _kept_page(request, token, SendForm())


@require_POST
def send_list(request: HttpRequest, token: str) -> HttpResponse:
    """Send the list to the address in the form, which is used for this once."""
    now, form = timezone.now(), SendForm(request.POST)
    queries.kept_list(request.viewer, token, now)
    if not form.is_valid():
        return _kept_page(request, token, form)
    try:
        actions.send_list(link=_link(token), **form.cleaned_data, by=request.viewer, now=now)
    except Refused as wrong:
        form.add_error(None, str(wrong))
        return _kept_page(request, token, form)
    return redirect(f"{reverse('signposting:kept', args=[token])}?sent={form.cleaned_data['way']}")


def _link(token: str) -> str:
    return f"{settings.BASE_URL}{reverse('signposting:kept', args=[token])}"


def _kept_page(request: HttpRequest, token: str, form: SendForm) -> HttpResponse:
    found = queries.kept_list(request.viewer, token, timezone.now())
    link = _link(token)
    unsafe = _unsafe(code for option in found.options for code in option.needs)
    context = {
        "list": found,
        "link": link,
        "token": token,
        "form": form,
        "sent": request.GET.get("sent", ""),
        "large": request.GET.get("print") == "large",
        "crisis": _crisis(request.viewer),
        "quick_exit": unsafe,
    }
    return render(request, "signposting/kept.html", context, status=422 if form.errors else 200)


@require_safe
def sheet(request: HttpRequest, token: str) -> HttpResponse:
    """The same list on paper: one page, or large print."""
    found = queries.kept_list(request.viewer, token, timezone.now())
    link = f"{settings.BASE_URL}{reverse('signposting:kept', args=[token])}"
    large = request.GET.get("size") == "large"
    content = queries.list_sheet(request.viewer, found, link=link, large=large, now=timezone.now())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="list.pdf"'
    answer["X-Robots-Tag"] = "noindex"
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Who gets suggestions that they can reach, and what nothing was there for."""
    found = queries.report(request.viewer, timezone.now())
    return render(request, "signposting/report.html", {"report": found, "smallest": SMALLEST})


@require_safe
def report_file(request: HttpRequest) -> HttpResponse:
    """The same figures as a table for a spreadsheet."""
    found = queries.report(request.viewer, timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="suggestions.csv"'}
    return HttpResponse(as_csv(found.rows()), content_type="text/csv; charset=utf-8", headers=headers)
