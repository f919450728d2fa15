"""Answers: what people wrote to us, for those who work with them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.viewer import Refused
from kizuna.outbox.heard import KINDS, OUTCOMES
from kizuna.web import actions, queries
from kizuna.web.forms import AnswerReply


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, the oldest first."""
    found = queries.answers(request.viewer, timezone.now())
    return render(request, "web/answers.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, reply: UUID) -> HttpResponse:
    """One message; a POST answers it, passes it on, or says that it is done."""
    by = request.viewer
    found = queries.one_answer(by, reply)
    choices = [(one.id, one.name or one.email) for one in found.colleagues]
    form = AnswerReply(request.POST or None, colleagues=choices)
    if request.method == "POST" and form.is_valid() and _done(request, reply, form):
        return redirect("answers")
    said = found.answer.said
    context = {
        "found": found.answer,
        "said": said,
        "form": form,
        "kind": KINDS[said.kind],
        "outcome": OUTCOMES.get(said.outcome, ""),
        "colleagues": choices,
    }
    return render(request, "web/answer.html", context, status=422 if request.method == "POST" else 200)


def _done(request: HttpRequest, reply: UUID, form: AnswerReply) -> bool:
    """Whether it was done; what could not be done is said at the form."""
    how: dict[str, Any] = {"reply": reply, "by": request.viewer, "now": timezone.now()}
    said = form.cleaned_data
    try:
        if said["do"] == "answer":
            went = actions.answer_reply(text=said["text"], **how)
        elif said["do"] == "pass_on":
            went = actions.pass_on_reply(account=said["to"], **how)
        else:
            went = actions.close_reply(**how)
    except Refused as refused:
        form.add_error("text" if said["do"] == "answer" else "to", str(refused))
        return False
    if went:
        messages.success(request, _("Done. It is noted that it was you."))
    else:
        messages.info(request, _("Somebody was faster: it is done already."))
    return True
