"""Newsletters of an area, and posters for anybody to print."""

from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.viewer import Refused
from kizuna.activities import actions, queries
from kizuna.activities.forms import NewsAreaForm, NewsForm
from kizuna.activities.news import spoken
from kizuna.activities.poster import AREA, GROUP

MOST_POSTERS = 40
"""An hour and connection."""


@require_http_methods(["GET", "HEAD", "POST"])
def newsletters(request: HttpRequest) -> HttpResponse:
    """Drafts and what was sent; a new draft is gathered by the house."""
    found = queries.newsletters(request.viewer)
    where = queries.news_areas(request.viewer)
    form = NewsAreaForm(request.POST if request.method == "POST" else None, areas=where)
    if form.is_valid():
        made = actions.draft_news(area=form.cleaned_data["area"], by=request.viewer, now=timezone.now())
        return redirect("activities:change_news", made)
    opened = queries.posters_opened(request.viewer, AREA, [id for id, _name in where], timezone.now())
    posters = [(id, name, opened[id]) for id, name in where]
    context = {"newsletters": found, "form": form, "areas": where, "posters": posters}
    return render(request, "activities/newsletters.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_news(request: HttpRequest, news: UUID) -> HttpResponse:
    """A draft: change its words, check it, or throw it away. What was checked shows whom it reached."""
    viewer = request.viewer
    found = queries.kept_newsletter(viewer, news)
    form = NewsForm(request.POST if request.method == "POST" else None, news=found)
    if form.is_valid():
        try:
            return _done(request, news, form)
        except Refused as why:
            form.add_error(None, str(why))
    context = {"news": found, "form": form}
    return render(request, "activities/change_news.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, news: UUID, form: NewsForm) -> HttpResponse:
    viewer, now, wish = request.viewer, timezone.now(), request.POST.get("do", "")
    if wish == "drop":
        actions.drop_news(news=news, by=viewer, now=now)
        return redirect("activities:newsletters")
    actions.change_news(news=news, title=form.cleaned_data["title"], texts=form.texts(), by=viewer, now=now)
    if wish != "check":
        messages.success(request, _("The draft is kept."))
        return redirect("activities:change_news", news)
    return redirect("run", actions.check_news(news=news, by=viewer, now=now))


@require_safe
def newsletter(request: HttpRequest, news: UUID) -> HttpResponse:
    """A newsletter as everybody reads it."""
    found = queries.newsletter(request.viewer, news)
    language = spoken(get_language() or "en", found.texts, settings.LANGUAGE_CODE)
    context = {"news": found, "text": found.texts.get(language, ""), "language": language}
    return render(request, "activities/newsletter.html", context)


@require_safe
def from_poster(request: HttpRequest, code: str) -> HttpResponse:
    """The short address on a poster: counted once an hour and connection, then the page itself."""
    now = timezone.now()
    kind, id = queries.poster_of(request.viewer, code)
    if request.method == "GET" and not request.caller.too_often(f"activities:poster:{code}", 1):
        with suppress(DatabaseError):  # a site that moved writes nothing, and goes on showing
            actions.count_poster(kind=kind, id=id, by=request.viewer, now=now)
    return redirect("activities:group", id) if kind == GROUP else redirect("activities:groups")


def _printed(request: HttpRequest, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="poster.pdf"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def poster(request: HttpRequest, group: UUID) -> HttpResponse:
    """The poster of a group."""
    if request.caller.too_often("activities:poster", MOST_POSTERS):
        return render(request, "frame/429.html", status=429)
    return _printed(request, queries.group_poster(request.viewer, group, timezone.now()))


@require_safe
def area_poster(request: HttpRequest, area: UUID) -> HttpResponse:
    """The poster of what there is in an area."""
    if request.caller.too_often("activities:poster", MOST_POSTERS):
        return render(request, "frame/429.html", status=429)
    return _printed(request, queries.area_poster(request.viewer, area, timezone.now()))
