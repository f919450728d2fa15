"""What stands on posters: public dates and groups, for anybody to print."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.activities.group import EventValue
from kizuna.activities.poster import LAYOUT, MOST_ROWS, Poster, Row, as_data
from kizuna.activities.queries.groups import group, upcoming
from kizuna.directory.queries import poster_pdf
from kizuna.places.queries import area as one_area


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
    return _pdf(viewer, _poster(found.name, lead, rows, reverse("activities:group", args=[found.id])))


def area_poster(viewer: Viewer, id: object, now: datetime) -> bytes:
    """The poster of what there is in an area in the next weeks, as PDF; NotFound."""
    where = one_area(viewer, id)
    rows = _rows(upcoming(viewer, now=now, area=where.id, limit=MOST_ROWS), named=True)
    title = _("What there is in %(place)s") % {"place": where.name}
    return _pdf(viewer, _poster(title, _("Come along. You are welcome."), rows, reverse("activities:groups")))


def _pdf(viewer: Viewer, poster: Poster) -> bytes:
    allow(viewer, "group.see")
    data, pictures = as_data(poster)
    return poster_pdf(viewer, LAYOUT, data, pictures)
