"""Where a curator types what a listing says in other languages, and where files go out and come back."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import NotFound, Refused
from kizuna.directory import actions, queries
from kizuna.directory.forms import TranslatedFileForm, TranslationForm
from kizuna.directory.reading import level
from kizuna.people.queries import account_names


@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, id: UUID, language: str) -> HttpResponse:
    """Each field of a listing that says something, beside what it says in this language."""
    spoken = dict(queries.languages_to_translate(request.viewer))
    name, there = queries.to_translate(request.viewer, id, language)
    if language not in spoken:
        raise NotFound("language")
    form = TranslationForm(request.POST if request.method == "POST" else None, there=there)
    wanted = request.POST.get("do") == "check"
    valid = form.is_valid()
    made_by = {one.translated.by for one, _box in form.pairs if one.translated}
    names = account_names(request.viewer, [by.partition(":")[2] for by in made_by])
    rows = [
        {
            "by": names.get(one.translated.by.partition(":")[2], "") if one.translated else "",
            "one": one,
            "box": box,
            "level": level(one.source, settings.LANGUAGE_CODE),
            "written": level(form.values[one.field], language) if wanted and valid else None,
        }
        for one, box in form.pairs
    ]
    if valid and not wanted:
        said = {"values": form.values, "how": form.cleaned_data["how"]}
        try:
            actions.translate(service=id, language=language, **said, by=request.viewer, now=timezone.now())
            return redirect("directory:translate", id, language)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "id": id,
        "name": name,
        "form": form,
        "rows": rows,
        "from_language": settings.LANGUAGE_CODE,
        "language": language,
        "language_name": spoken[language],
        "languages": spoken.items(),
    }
    return render(request, "directory/translate.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def translations(request: HttpRequest) -> HttpResponse:
    """A file with everything that can be translated, and the way back for one that was filled in."""
    allow_some(request.viewer, "listing.care")
    spoken = queries.languages_to_translate(request.viewer)
    if wanted := request.GET.get("file", ""):
        if wanted not in dict(spoken):
            raise NotFound("language")
        rows = queries.translations_csv(request.viewer, wanted)
        answer = HttpResponse(rows, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="translations-{wanted}.csv"'
        return answer
    posted = request.method == "POST"
    form = TranslatedFileForm(*((request.POST, request.FILES) if posted else ()))
    came = None
    if form.is_valid():
        rows = form.cleaned_data["file"]
        came = actions.bring_translations(rows=rows, by=request.viewer, now=timezone.now())
    context = {"form": form, "came": came, "languages": spoken}
    return render(request, "directory/translations.html", context, status=422 if form.errors else 200)
