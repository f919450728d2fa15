"""Short pages that help to cope. Everybody may read them; who keeps the library sees hidden ones, too."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.places.identity import known
from kizuna.screening.coping import Coping, Kept, for_need, offered, parts_of
from kizuna.screening.files import shipped
from kizuna.screening.models import CopingPage, HiddenPage


def _value(row: CopingPage) -> Coping:
    return Coping(
        code=str(row.pk),
        title=row.title,
        about=row.about,
        needs=tuple(row.needs),
        reviewed=row.reviewed_on,
        sources=tuple(line for line in row.sources.splitlines() if line.strip()),
        parts=parts_of(row.text),
        order=0,
        language=row.language,
    )


def coping_pages(viewer: Viewer, language: str, need: str = "") -> tuple[Coping, ...]:
    """The pages for readers of this language: the site's own first, then Kizuna's that it does not hide."""
    allow(viewer, "coping.see")
    own = [_value(row) for row in CopingPage.objects.filter(language=language, shown=True).order_by("title")]
    hidden = set(HiddenPage.objects.values_list("code", flat=True))
    return for_need([*own, *(page for page in shipped() if page.code not in hidden)], need)


def coping_page(viewer: Viewer, code: str) -> Coping:
    """One page, in whatever language it is; NotFound when there is none, or the site hides it."""
    allow(viewer, "coping.see")
    for page in shipped():
        if page.code == code and not HiddenPage.objects.filter(pk=code).exists():
            return page
    row = CopingPage.objects.filter(pk=known(code), shown=True).first()
    if row is None:
        raise NotFound("coping")
    return _value(row)


def ships(viewer: Viewer, code: str) -> bool:
    """Whether this is the code of one of Kizuna's own pages."""
    allow(viewer, "coping.see")
    return any(page.code == code for page in shipped())


def coping_offered(viewer: Viewer, needs: Sequence[str], language: str) -> tuple[Coping, ...]:
    """A few pages that fit what somebody needs; no query when they need nothing."""
    return offered(coping_pages(viewer, language), needs) if needs else ()


def coping_library(viewer: Viewer, today: date) -> list[Kept]:
    """Every page with whether it is shown, for those who keep the library."""
    allow(viewer, "coping.keep")
    hidden = set(HiddenPage.objects.values_list("code", flat=True))
    order = {code: place for place, (code, _) in enumerate(settings.LANGUAGES)}
    rows = sorted(CopingPage.objects.all(), key=lambda row: (order.get(row.language, 99), row.title))
    own = [Kept(page := _value(row), row.shown, page.stale(today)) for row in rows]
    return own + [Kept(page, page.code not in hidden, page.stale(today)) for page in shipped()]


def coping_draft(viewer: Viewer, page: object) -> dict[str, object]:
    """What a page of the site's own says now, to be changed; NotFound when there is none."""
    allow(viewer, "coping.keep")
    row = CopingPage.objects.filter(pk=known(page)).first()
    if row is None:
        raise NotFound("coping")
    names = ("language", "title", "about", "text", "needs", "sources", "reviewed_on")
    return {name: getattr(row, name) for name in names}
