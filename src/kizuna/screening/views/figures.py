"""Figures of check-ups for those who see a whole town: how far people come, and scores before and after."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kizuna.places.queries import areas
from kizuna.screening import queries


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Drop-outs of 90 days; with ?scale= and ?area= the scores before and after."""
    viewer = request.viewer
    now = timezone.now()
    passages = queries.passages(viewer, now)
    scales = queries.scored_here(viewer)
    code, area = request.GET.get("scale", ""), request.GET.get("area", "")
    chosen = next((one for one in scales if one.code == code), None)
    context = {
        "passages": passages,
        "texts": queries.drop_outs(viewer, now),
        "scales": scales,
        "areas": [one for one in areas(viewer) if viewer.role == "admin" or one.id in viewer.areas],
        "chosen": chosen,
        "area": area,
        "found": queries.before_after(viewer, code, area) if chosen else (),
    }
    return render(request, "screening/figures.html", context)
