"""What we may send somebody, chosen by themselves: news of their area, and messages on this device."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.viewer import NotFound
from kizuna.outbox.vapid import public_key
from kizuna.people.actions import choose_news, drop_devices, keep_device
from kizuna.people.queries import chosen
from kizuna.web.forms import ChooseForm
from kizuna.web.views.my_data import own_person


def _device_key(request: HttpRequest) -> str:
    """What a browser asks for before it takes messages; empty where there are none.

    Never on a shared computer, nor by a link: whoever comes next would read them.
    """
    if request.kiosk or not request.viewer.account:
        return ""
    return next((public_key(way.secret) for way in settings.OUTBOX_WAYS.get("push", ()) if way.secret), "")


@require_http_methods(["GET", "POST"])
def own_messages(request: HttpRequest) -> HttpResponse:
    """The choices as they stand; a POST changes one."""
    own_person(request)
    by, now, key = request.viewer, timezone.now(), _device_key(request)
    form = ChooseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        what, subscription = form.cleaned_data["do"], form.cleaned_data["subscription"]
        if what in {"news", "no-news"}:
            choose_news(wanted=what == "news", helped=request.helped, by=by, now=now)
        elif what == "device" and not key:
            raise NotFound("device")
        elif what == "device":
            keep_device(subscription=subscription, by=by, now=now)
        elif what == "none" or subscription:
            drop_devices(subscription=subscription if what == "no-device" else "", by=by, now=now)
        messages.success(request, _("Saved. It counts from now on."))
        return redirect("own_messages")
    context = {"chosen": chosen(by, now), "form": form, "key": key, "quick_exit": True}
    status = 422 if request.method == "POST" else 200
    return render(request, "web/own_messages.html", context, status=status)
