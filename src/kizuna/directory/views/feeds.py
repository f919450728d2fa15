"""Feeds: directories of others that are fetched in their rhythm."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused
from kizuna.directory import actions, queries
from kizuna.directory.feeds import EVERY
from kizuna.directory.forms import FeedForm


def _kept(request: HttpRequest, form: FeedForm) -> UUID | None:
    """The feed that was written down; None when something is wrong, which the form then says."""
    if not form.is_valid():
        return None
    said = {name: form.cleaned_data[name] for name in ("source", "url", "publisher", "licence")}
    try:
        return actions.keep_feed(**said, rhythm=form.rhythm, by=request.viewer, now=timezone.now())
    except Refused as refused:
        form.add_error("cron" if form.cleaned_data["every"] == "cron" else "url", str(refused))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """Every feed with how it is; a form for a new one."""
    allow_some(request.viewer, "feed.keep")
    form = FeedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (made := _kept(request, form)):
        messages.success(request, _("Saved. It is fetched within the next minutes."))
        return redirect("directory:feed", made)
    context = {"feeds": queries.feeds(request.viewer), "form": form}
    return render(request, "directory/feeds.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: HttpRequest, feed: UUID) -> HttpResponse:
    """One feed: what came of each fetch, and what it is."""
    viewer, now, do = request.viewer, timezone.now(), request.POST.get("do", "")
    found = queries.feed(viewer, feed)
    if do == "fetch":
        actions.fetch_now(feed=feed, by=viewer, now=now)
        messages.success(request, _("It is fetched within a minute. Look again then."))
        return redirect("directory:feed", feed)
    if do in {"on", "off"}:
        actions.switch_feed(feed=feed, on=do == "on", by=viewer, now=now)
        return redirect("directory:feed", feed)
    known = found.rhythm in EVERY
    first = {
        "source": found.source, "url": found.url, "publisher": found.publisher, "licence": found.licence,
        "every": found.rhythm if known else "cron", "cron": "" if known else found.rhythm,
    }  # fmt: skip
    form = FeedForm({**request.POST.dict(), "source": found.source} if do == "save" else None, initial=first)
    form.fields["source"].disabled = True
    if do == "save" and _kept(request, form):
        messages.success(request, _("Saved."))
        return redirect("directory:feed", feed)
    context = {"feed": found, "fetches": queries.fetches(viewer, feed), "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/feed.html", context, status=status)
