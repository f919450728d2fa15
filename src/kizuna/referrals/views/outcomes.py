"""The report on what came of referrals, and the same as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kizuna.access.small_numbers import SMALLEST
from kizuna.access.viewer import NotFound, Refused
from kizuna.frame.sheet import as_csv
from kizuna.referrals import queries
from kizuna.referrals.report import BAR, Report
from kizuna.referrals.report_table import rows


def _asked(request: HttpRequest) -> Report:
    """The report for ?period= and ?area=; an address that makes no sense leads nowhere."""
    period, area = request.GET.get("period", ""), request.GET.get("area")
    try:
        return queries.outcomes(request.viewer, period=period, area=area, now=timezone.now())
    except Refused:
        raise NotFound("period") from None


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """What was asked for people, what came of it, and how they were before and after."""
    found = _asked(request)
    context = {
        "report": found,
        "bar": BAR,
        "spans": queries.outcome_spans(request.viewer, found.as_of),
        "areas": queries.outcome_areas(request.viewer),
        "smallest": SMALLEST,
    }
    return render(request, "referrals/outcomes.html", context)


@require_safe
def outcomes_file(request: HttpRequest) -> HttpResponse:
    """The same figures as a table for a spreadsheet."""
    headers = {"Content-Disposition": 'attachment; filename="outcomes.csv"'}
    content = as_csv(rows(_asked(request), gettext))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
