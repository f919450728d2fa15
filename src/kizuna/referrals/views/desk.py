"""Today's list, the people, one person."""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kizuna.directory.needs import BY_CODE as NEEDS
from kizuna.ledger.actions import looked
from kizuna.referrals import queries
from kizuna.referrals.forms import SearchForm

PAGE = 25
EVENING, NOON = 18, 12


def page_number(request: HttpRequest) -> int:
    """The page asked for; the first one when the address makes no sense."""
    try:
        return max(1, min(int(request.GET.get("page", "1")), 10_000))
    except ValueError:
        return 1


def page_of(number: int, total: int) -> Page[int]:
    """The links to other pages; the rows come from the query, which read only this page."""
    return Paginator(range(total), PAGE).get_page(number)


def _part_of_day(now: datetime) -> str:
    hour = timezone.localtime(now).hour
    return "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What waits for this link worker, most urgent first."""
    now, number = timezone.now(), page_number(request)
    found = queries.today(request.viewer, now, start=(number - 1) * PAGE, limit=PAGE)
    context = {"today": found, "now": now, "part": _part_of_day(now), "page": page_of(number, found.total)}
    return render(request, "referrals/today.html", context)


@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    """The people this link worker looks after, by name."""
    now, number = timezone.now(), page_number(request)
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    viewer = request.viewer
    found = queries.people_of(viewer, now, text=text, start=(number - 1) * PAGE, limit=PAGE)
    context = {"form": form, "text": text, "found": found, "now": now, "page": page_of(number, found.total)}
    return render(request, "referrals/caseload.html", context)


@require_safe
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """One person's story so far. Whoever looks stands in the ledger, and the person can read it."""
    now, viewer = timezone.now(), request.viewer
    found = queries.person_page(viewer, person, now)
    looked(at_what="referrals.person", person=found.who.id, by=viewer, now=now)
    heard = [NEEDS[code].label for code in found.needs if code in NEEDS]
    context = {"found": found, "heard": heard, "now": now}
    return render(request, "referrals/person.html", context)
