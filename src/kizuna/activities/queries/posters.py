"""What stands on posters: public dates and groups, for anybody to print."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.small_numbers import told
from kizuna.access.viewer import NotFound, Viewer
from kizuna.activities.group import EventValue
from kizuna.activities.models import PosterUse
from kizuna.activities.poster import (
    AREA,
    GROUP,
    LAYOUT,
    MOST_ROWS,
    Poster,
    Row,
    as_data,
    ids_between,
    short_code,
)
from kizuna.activities.queries.groups import _seen, _uuids, group, upcoming
from kizuna.directory.queries import poster_pdf
from kizuna.places.queries import area as one_area
from kizuna.places.queries import areas

YEAR = timedelta(days=365)


def _rows(dates: Iterable[EventValue], *, named: bool) -> tuple[Row, ...]:
    form = pgettext("date and hour as Django writes it", "l j F, H:i")
    return tuple(
        Row(
            when=date_format(localtime(one.starts_at), form),
            what=_what(one, named=named),
            where=one.place,
        )
        for one in list(dates)[:MOST_ROWS]
    )


def _what(one: EventValue, *, named: bool) -> str:
    """On the poster of one group its name stands on top already."""
    if one.title == one.group_name:
        return one.group_name if named else ""
    return f"{one.group_name}: {one.title}" if named else one.title


def _short(kind: str, id: object) -> str:
    return reverse("activities:from_poster", args=[short_code(kind, id)])


def poster_of(viewer: Viewer, code: str) -> tuple[str, str]:
    """Of what the poster with this short address is, a group or an area, and its id; NotFound."""
    between = ids_between(code)
    if between is None:
        raise NotFound("poster")
    kind, first, last = between
    if kind == GROUP:
        ids = [str(one.pk) for one in _seen(viewer).filter(pk__gte=first, pk__lte=last).only("pk")[:1]]
    else:
        ids = [one.id for one in areas(viewer) if first <= UUID(one.id) <= last]
    found = next(iter(ids), None)
    if found is None:
        raise NotFound("poster")
    return kind, found


def posters_opened(viewer: Viewer, kind: str, ids: Iterable[object], now: datetime) -> dict[str, int | None]:
    """How many came by the posters of these groups or areas within a year, in round figures; None: few."""
    allow_some(viewer, "group.keep" if kind == GROUP else "news.keep")
    of = "group" if kind == GROUP else "area"
    wanted = [str(id) for id in ids]
    rows = PosterUse.objects.filter(**{f"{of}__in": _uuids(wanted)}, month__gte=now.date() - YEAR)
    counted = dict(rows.order_by().values_list(of).annotate(n=Sum("opened")))
    return {id: told(counted.get(UUID(id), 0)) for id in wanted}


def _poster(title: str, lead: str, rows: tuple[Row, ...], address: str) -> Poster:
    return Poster(
        title=title,
        lead=lead,
        rows=rows,
        url=settings.BASE_URL + address,
        language=get_language() or settings.LANGUAGE_CODE,
        site=settings.ORGANISATION or settings.SITE_NAME,
        more=_("More, and what else there is:"),
        free=_("You need no account. Hold the camera of a phone over the square."),
        alt=_("A square that leads a phone to this page"),
    )


def group_poster(viewer: Viewer, id: object, now: datetime) -> bytes:
    """The poster of one group with its next dates, as PDF; NotFound."""
    found = group(viewer, id, now)
    where = ", ".join(filter(None, (found.place_name, found.address)))
    lead = found.description or where
    rows = _rows(found.next_dates[:4], named=False)
    return _pdf(viewer, _poster(found.name, lead, rows, _short(GROUP, found.id)))


def area_poster(viewer: Viewer, id: object, now: datetime) -> bytes:
    """The poster of what there is in an area in the next weeks, as PDF; NotFound."""
    where = one_area(viewer, id)
    rows = _rows(upcoming(viewer, now=now, area=where.id, limit=MOST_ROWS), named=True)
    title = _("What there is in %(place)s") % {"place": where.name}
    return _pdf(viewer, _poster(title, _("Come along. You are welcome."), rows, _short(AREA, where.id)))


def _pdf(viewer: Viewer, poster: Poster) -> bytes:
    allow(viewer, "group.see")
    data, pictures = as_data(poster)
    return poster_pdf(viewer, LAYOUT, data, pictures)
