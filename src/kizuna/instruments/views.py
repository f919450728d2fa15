"""Where administrators give published scales their words: the list, one scale, its words in a language."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused
from kizuna.instruments import actions, queries
from kizuna.instruments.definition import Instrument
from kizuna.instruments.forms import FileForm, LoadForm, WordsForm
from kizuna.instruments.wording import PERMISSION, DoesNotFit, from_file, missing


@require_safe
def scales(request: HttpRequest) -> HttpResponse:
    """Every published scale, and in which languages it can be asked."""
    found = queries.scales(request.viewer)
    context = {"scales": found, "loaded": queries.loaded(request.viewer), "languages": settings.LANGUAGES}
    return render(request, "instruments/scales.html", context)


@require_safe
def scale(request: HttpRequest, scale: str) -> HttpResponse:
    """One scale: where it comes from, how it is scored, and its words by language."""
    found = queries.scale_to_word(request.viewer, scale)
    told = next(one for one in queries.scales(request.viewer) if one.scale.code == scale)
    context = {"scale": found, "states": told.states(settings.LANGUAGES)}
    return render(request, "instruments/scale.html", context)


def _language(language: str) -> str:
    """The name of a language of this site."""
    name = dict(settings.LANGUAGES).get(language)
    if name is None:
        raise NotFound(language)
    return str(name)


def _page(
    request: HttpRequest,
    found: Instrument,
    language: str,
    form: WordsForm,
    file: FileForm,
    words: Mapping[str, str],
    brought: bool = False,
) -> HttpResponse:
    wrong = form.errors or file.errors
    context = {
        "scale": found,
        "language": language,
        "named": _language(language),
        "form": form,
        "file": file,
        "wrong": form if form.errors else file,
        "lacks": missing(found, words),
        "brought": brought,
        "begun": bool(words),
    }
    return render(request, "instruments/words.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, scale: str, language: str) -> HttpResponse:
    """The words of a scale in one language, typed by hand."""
    found = queries.scale_to_word(request.viewer, scale)
    _language(language)
    kept = queries.words_of(request.viewer, scale, language)
    if request.method != "POST":
        return _page(request, found, language, WordsForm(scale=found, words=kept), FileForm(), kept)
    form = WordsForm(request.POST, scale=found, words=kept)
    if not form.is_valid():
        return _page(request, found, language, form, FileForm(), kept)
    typed = form.words()
    actions.keep_wording(scale=scale, language=language, words=typed, by=request.viewer, now=timezone.now())
    if missing(found, typed):
        messages.success(request, _("Saved. Some words are still missing, so it is not asked yet."))
    else:
        messages.success(request, _("Saved. It can be asked in this language from now on."))
    return redirect("instruments:scale", scale=scale)


@require_POST
def words_file(request: HttpRequest, scale: str, language: str) -> HttpResponse:
    """What a FHIR file brings, shown in the form to be looked at; nothing is kept before it is saved."""
    found = queries.scale_to_word(request.viewer, scale)
    _language(language)
    kept = queries.words_of(request.viewer, scale, language)
    file = FileForm(request.POST, request.FILES)
    if file.is_valid():
        try:
            brought = from_file(found, file.cleaned_data["file"])
        except DoesNotFit as wrong:
            file.add_error("file", _("This file cannot be used. %(why)s") % {"why": wrong})
        else:
            new = kept | brought
            form = WordsForm(scale=found, words={PERMISSION: "", **new})
            return _page(request, found, language, form, FileForm(), new, brought=True)
    return _page(request, found, language, WordsForm(scale=found, words=kept), file, kept)


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """A questionnaire of others from a FHIR file; it is asked from when somebody switches it on."""
    allow(request.viewer, "questionnaire.keep")
    if request.method != "POST":
        return render(request, "instruments/load.html", {"form": LoadForm()})
    form = LoadForm(request.POST, request.FILES)
    if form.is_valid():
        clean = dict(form.cleaned_data)
        try:
            code = actions.load_questionnaire(
                resource=clean.pop("file"), **clean, by=request.viewer, now=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Loaded. Look at it, then switch it on."))
            return redirect("instruments:loaded", scale=code)
    return render(request, "instruments/load.html", {"form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def loaded(request: HttpRequest, scale: str) -> HttpResponse:
    """One questionnaire from a file: what it brings, what stands in its way, and its switch."""
    found = queries.loaded_one(request.viewer, scale)
    if request.method == "POST":
        actions.switch_questionnaire(
            code=scale,
            language=request.POST.get("language", ""),
            on=request.POST.get("do") == "on",
            by=request.viewer,
            now=timezone.now(),
        )
        return redirect("instruments:loaded", scale=scale)
    names = dict(settings.LANGUAGES)
    context = {
        "found": [(one, names.get(one.language, one.language)) for one in found],
        "title": found[0].title,
    }
    return render(request, "instruments/loaded.html", context)
