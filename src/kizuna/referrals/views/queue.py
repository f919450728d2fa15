"""The pages of a provider with an account: what waits, one referral, replies kept ready."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.viewer import NotFound, Refused
from kizuna.ledger.actions import looked
from kizuna.referrals import actions, queries
from kizuna.referrals.case import LinkClosed
from kizuna.referrals.forms import QueueForm, ReplyForm, is_repeat
from kizuna.referrals.queue import ANSWERS
from kizuna.referrals.views.answers import answer_form
from kizuna.referrals.views.desk import PAGE, page_number, page_of
from kizuna.referrals.views.steps import stepped
from kizuna.referrals.words import provider_choices


@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for an answer and what is open, with one answer for those who are ticked."""
    now, viewer, number = timezone.now(), request.viewer, page_number(request)
    found = queries.queue(viewer, now, start=(number - 1) * PAGE, limit=PAGE)
    posted = request.POST if request.method == "POST" else None
    form = QueueForm(posted, choices=list(ANSWERS), replies=queries.replies(viewer))
    if form.is_valid():
        _answer(request, form)
        return redirect("referrals:queue")
    context = {
        "found": [(one, one.late(now)) for one in found.rows],
        "queue": found,
        "form": form,
        "ticked": request.POST.getlist("which"),
        "page": page_of(number, found.total),
    }
    return render(request, "referrals/queue.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, form: QueueForm) -> None:
    given = form.cleaned_data
    said = actions.answer_many(
        referrals=given["which"],
        to=given["state"],
        reason=given.get("reason", ""),
        note=given["note"],
        via=given["via"],
        weeks=given.get("weeks"),
        by=request.viewer,
        now=timezone.now(),
    )
    if said.done:
        words = ngettext("%(n)s is answered.", "%(n)s are answered.", said.done) % {"n": said.done}
        messages.success(request, words)
    if said.left:
        words = ngettext(
            "%(n)s was left as it is: from where it stands it cannot take that step.",
            "%(n)s were left as they are: from where they stand they cannot take that step.",
            said.left,
        )
        messages.error(request, words % {"n": said.left})


@require_http_methods(["GET", "HEAD", "POST"])
def queued(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Read what somebody needs, and answer: the page of the link, for people with an account."""
    now = timezone.now()
    found, holder = queries.in_queue(request.viewer, referral, now)
    if is_repeat(request.POST, found.status):
        return redirect("referrals:queued", referral)
    form = answer_form(request, found)
    try:
        if stepped(form, found.id, holder, now):
            return redirect("referrals:queued", referral)
    except LinkClosed:  # taken back between two looks
        raise NotFound("referral") from None
    if request.method != "POST":
        looked(at_what=f"referrals.Referral:{found.id}", person=found.person, by=holder, now=now)
    context = {"case": found, "form": form if provider_choices(found) else None, "account": True}
    return render(request, "referrals/answer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def ready(request: HttpRequest) -> HttpResponse:
    """Replies that the organisation keeps ready, and a form for another one."""
    viewer = request.viewer
    posted = request.POST if request.method == "POST" else None
    form = ReplyForm(posted, organisations=queries.own_organisations(viewer))
    if form.is_valid():
        try:
            actions.keep_reply(**form.cleaned_data, by=viewer, now=timezone.now())
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            return redirect("referrals:ready")
    context = {"found": queries.replies(viewer), "form": form}
    return render(request, "referrals/ready.html", context, status=422 if form.errors else 200)


@require_POST
def drop(request: HttpRequest, ready: UUID) -> HttpResponse:
    """Keep a reply no longer."""
    actions.drop_reply(reply=ready, by=request.viewer, now=timezone.now())
    return redirect("referrals:ready")
