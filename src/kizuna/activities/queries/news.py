"""Newsletters: drafts for whoever writes them, what was checked for everybody."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kizuna.access.deeds import ANYWHERE, DEEDS, allow, allow_some, reaches
from kizuna.access.small_numbers import told
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities.aid import ASK, BY_KIND
from kizuna.activities.group import EventValue
from kizuna.activities.models import Aid, Group, Newsletter
from kizuna.activities.news import DAYS, MOST_ASKS, MOST_DATES, MOST_NEW, SEVERAL, NewsValue
from kizuna.activities.queries.groups import _uuids, upcoming
from kizuna.outbox.queries import left_of_run
from kizuna.places.queries import areas, under

HOUSE = SYSTEM("activities: newsletters")


def _value(row: Newsletter, names: dict[str, str], *, kept: bool = False) -> NewsValue:
    left = left_of_run(HOUSE, row.run) if kept and row.run else {}
    return NewsValue(
        id=str(row.pk),
        area=str(row.area_id),
        area_name=names.get(str(row.area_id), ""),
        title=row.title,
        texts=row.texts,
        state=row.state,
        at=row.at,
        checked_at=row.checked_at,
        run=str(row.run or ""),
        reached=tuple((channel, told(number)) for channel, number in sorted(left.items())),
    )


def _keeps_news(viewer: Viewer, area: object) -> bool:
    return reaches(viewer, "news.keep", area=area, organisation=None, person=None, link=None)


def newsletter(viewer: Viewer, id: object) -> NewsValue:
    """One newsletter: for everybody once it was checked, before only for whoever writes those of its area."""
    allow(viewer, "group.see")
    row = Newsletter.objects.filter(pk__in=_uuids([id])).exclude(state="gone").first()
    kept = row is not None and _keeps_news(viewer, row.area_id)
    if row is None or (row.state == "draft" and not kept):
        raise NotFound("newsletter")
    return _value(row, {one.id: one.name for one in areas(viewer)}, kept=kept)


def kept_newsletter(viewer: Viewer, id: object) -> NewsValue:
    """One newsletter for whoever writes those of its area; NotFound out of their areas."""
    row = Newsletter.objects.filter(pk__in=_uuids([id])).exclude(state="gone").first()
    allow(viewer, "news.keep", area=row.area_id if row else None)
    if row is None:
        raise NotFound("newsletter")
    return _value(row, {one.id: one.name for one in areas(viewer)}, kept=True)


def newsletters(viewer: Viewer) -> list[NewsValue]:
    """Drafts and what was sent, in the areas of whoever writes them, the newest first."""
    allow_some(viewer, "news.keep")
    rows = Newsletter.objects.exclude(state="gone")
    if DEEDS["news.keep"].get(viewer.role) != ANYWHERE:
        rows = rows.filter(area__in=_uuids(viewer.areas))
    names = {one.id: one.name for one in areas(viewer)}
    return [_value(row, names) for row in rows.order_by("-at", "pk")[:30]]


def news_areas(viewer: Viewer) -> list[tuple[str, str]]:
    """Where this viewer may write newsletters: id and name."""
    allow_some(viewer, "news.keep")
    return [(one.id, one.name) for one in areas(viewer) if _keeps_news(viewer, one.id)]


def drafted(viewer: Viewer, area: object, now: datetime) -> tuple[dict[str, str], list[str]]:
    """What a newsletter of this area would tell now, in each language; and the groups that are new in it."""
    allow(viewer, "news.keep", area=area)
    near = _uuids(under(viewer, [area]))
    before = {
        str(id)
        for ids in Newsletter.objects.filter(area__in=near, state="checked").values_list("groups", flat=True)
        for id in ids
    }
    groups = Group.objects.filter(area__in=near, active=True).order_by("name", "pk").values_list("pk", "name")
    new = [(str(id), name) for id, name in groups if str(id) not in before]
    dates = upcoming(viewer, now=now, area=area, limit=MOST_DATES, before=now + timedelta(days=DAYS))
    asks = _asked_for(near, now)
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = "\n".join(_lines([name for _id, name in new[:MOST_NEW]], dates, asks))
    return texts, [id for id, _name in new]


def _asked_for(near: set[UUID], now: datetime) -> list[str]:
    """Kinds of help that several neighbours ask for, the most first; what one asks for is no news."""
    rows = Aid.objects.filter(side=ASK, state="open", until__gt=now, area__in=near).order_by()
    counted = Counter(kinds[0] for kinds in rows.values_list("kinds", flat=True) if kinds)
    return [code for code, number in counted.most_common(MOST_ASKS) if number >= SEVERAL and code in BY_KIND]


def _lines(new: list[str], dates: list[EventValue], asks: list[str]) -> Iterator[str]:
    form = pgettext("date and hour as Django writes it", "l j F, H:i")
    if dates:
        yield _("In the next two weeks")
        for one in dates:
            said = {
                "when": date_format(localtime(one.starts_at), form),
                "what": one.title if one.title == one.group_name else f"{one.group_name}, {one.title}",
                "where": one.place or "–",
            }
            yield _("– %(when)s: %(what)s. %(where)s") % said
        yield ""
    if new:
        yield _("New groups")
        yield from (f"– {name}" for name in new)
        yield ""
    if asks:
        yield _("Neighbours ask for")
        yield from (f"– {_(BY_KIND[code].label)}" for code in asks)
        yield ""
    link = settings.BASE_URL + reverse("activities:groups")
    yield _("Everything else: %(link)s") % {"link": link}


def news_to_write(viewer: Viewer, news: UUID) -> NewsValue | None:
    """A newsletter whose messages are to be written, for the house; None when there is none."""
    allow(viewer, "run.gather")
    row = Newsletter.objects.filter(pk=news, state="checked").first()
    return _value(row, {}) if row else None
