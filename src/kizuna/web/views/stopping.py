"""Ending messages by a link, without an account: one click of a mail program, or a page for people."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kizuna.outbox.actions import choose
from kizuna.outbox.address import hint
from kizuna.outbox.leaving import who_leaves
from kizuna.outbox.queries import silence_of
from kizuna.web.forms import Silence


@csrf_exempt  # the link itself is the key, and a mail program has no cookie of ours
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_messages(request: HttpRequest, token: str) -> HttpResponse:
    """What this address gets; a POST changes it, a GET never: programs that look at links do no harm."""
    now = timezone.now()
    found = who_leaves(token, settings.SECRET_KEYS, now)
    if found is None:
        raise Http404
    channel, address = found
    if request.POST.get("List-Unsubscribe") == "One-Click":
        choose(channel=channel, address=address, wish="stop", now=now)
        return HttpResponse(status=200)
    form = Silence(request.POST or None)
    if request.method == "POST" and form.is_valid():
        choose(channel=channel, address=address, wish=form.cleaned_data["wish"], now=now)
        return redirect("end_messages", token)
    context = {
        "form": form,
        "hint": hint(channel, address),
        "now_gets": silence_of(request.viewer, channel, address),
    }
    return render(request, "web/end_messages.html", context, status=422 if request.method == "POST" else 200)
