"""Writing to us on the site, for people who are signed in or came by a link of their own."""

from uuid import uuid4

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.viewer import Refused
from kizuna.outbox.stop import meaning
from kizuna.web import actions
from kizuna.web.forms import WriteForm
from kizuna.web.views.my_data import own_person


@require_http_methods(["GET", "POST"])
def write_to_us(request: HttpRequest) -> HttpResponse:
    """A box for what somebody wants to say; afterwards what happens with it."""
    person = own_person(request)
    posted = request.POST if request.method == "POST" else None
    form = WriteForm(posted, initial={"attempt": uuid4()})
    if form.is_valid():
        said = form.cleaned_data
        # Nobody types faster than this: the page keeps the words, so that nothing is lost.
        if ratelimit.consume(request, action="write_to_us", key=person):
            try:
                actions.write_to_us(**said, by=request.viewer, now=timezone.now())
            except Refused as wrong:
                form.add_error(None, str(wrong))
            else:
                context = {"wish": meaning(said["text"]).wish, "quick_exit": True}
                return render(request, "web/written.html", context)
        else:
            form.add_error(None, _("You wrote several times within the hour. Wait a little, then send this."))
    status = 422 if request.method == "POST" else 200
    return render(request, "web/write.html", {"form": form, "quick_exit": True}, status=status)
