"""Writing a message to many: the words and the readers, what it would take, then the page of its run."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.web import actions, queries
from kizuna.web.forms import NoticeForm


def _form(request: HttpRequest, data: QueryDict | None) -> NoticeForm:
    places = queries.notice_areas(request.viewer)
    named = [(code, _(name)) for code, name in settings.LANGUAGES]
    usual, start = settings.LANGUAGE_CODE, {"notice_id": uuid4()}
    return NoticeForm(data, places=places, languages=named, usual=usual, initial=start)


@require_http_methods(["GET", "POST"])
def new_run(request: HttpRequest) -> HttpResponse:
    """The form; a POST shows what it would take, takes a cheaper spelling, or has it written."""
    by, now = request.viewer, timezone.now()
    what, _colon, language = request.POST.get("do", "").partition(":")
    form = _form(request, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "currency": settings.CURRENCY}
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "web/notice.html", context, status=status)
    said = form.cleaned_data
    texts, chosen = form.texts(), {"audience": said["audience"], "area": said["area"]}
    if what == "write":
        words = {"subject": said["subject"], "texts": texts}
        run = actions.write_notice(notice_id=said["notice_id"], **chosen, **words, by=by, now=now)
        messages.success(request, _("It is being written. Nothing leaves before you start it here."))
        return redirect("run", run)
    preview = queries.notice_preview(by, **chosen, texts=texts, now=now)
    if what == "accept":
        preview = _accepted(request, context, chosen, preview, language)
    context |= {"preview": preview, "names": {code: _(name) for code, name in settings.LANGUAGES}}
    return render(request, "web/notice.html", context)


def _accepted(
    request: HttpRequest, context: dict[str, Any], chosen: dict[str, str], preview: Any, language: str
) -> Any:
    """The form and the preview anew with the cheaper spelling of one language."""
    better = next((one.cheaper for one in preview.wordings if one.language == language), "")
    if not better:
        return preview
    data = request.POST.copy()
    data[f"text_{language}"] = better
    form = _form(request, data)
    form.is_valid()
    context["form"] = form
    return queries.notice_preview(request.viewer, **chosen, texts=form.texts(), now=timezone.now())
