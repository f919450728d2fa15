"""Where administrators see and set the crisis numbers."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import allow
from kizuna.places.actions import set_crisis_numbers
from kizuna.places.forms import NumberForms, ReviewForm, WholePage, number_rows
from kizuna.places.queries import crisis_drafts, crisis_numbers_problem

REVIEW_EVERY = timedelta(days=90)


@require_http_methods(["GET", "POST"])
def crisis_numbers(request: HttpRequest) -> HttpResponse:
    """See and set the numbers that people in danger are shown."""
    viewer = request.viewer
    allow(viewer, "crisis.keep")
    today = timezone.localdate()
    if request.method == "POST":
        rows, review = NumberForms(request.POST, prefix="n"), ReviewForm(request.POST, today=today)
        if rows.is_valid() and review.is_valid():
            dates = (review.cleaned_data["reviewed_on"], review.cleaned_data["review_by"])
            numbers = [draft for form in rows if (draft := form.draft(*dates))]
            if numbers:
                set_crisis_numbers(numbers=numbers, by=viewer, now=timezone.now())
                messages.success(request, _("Saved. People see these numbers from now on."))
                return redirect("places:crisis_numbers")
            review.add_error(None, _("Write at least one number. People in danger need somebody to call."))
    else:
        rows = NumberForms(initial=number_rows(crisis_drafts(viewer)), prefix="n")
        review = ReviewForm(initial={"reviewed_on": today, "review_by": today + REVIEW_EVERY}, today=today)
    problem = crisis_numbers_problem(viewer, today)
    context = {"rows": rows, "review": review, "page": WholePage([*rows, review]), "problem": problem}
    return render(
        request, "places/crisis_numbers.html", context, status=422 if request.method == "POST" else 200
    )
