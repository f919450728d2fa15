"""Gathers what is printed: public services, in one language, nothing that must not lie about on paper."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory import files
from kizuna.directory.booklet import (
    Booklet,
    BookletState,
    Chosen,
    Line,
    Part,
    Printed,
    Said,
    task_of,
    volumes,
)
from kizuna.directory.card import summary
from kizuna.directory.ids import known_ids
from kizuna.directory.listing import Card
from kizuna.directory.models import PrintedBooklet, Service, ServiceArea
from kizuna.directory.needs import BY_CODE, GROUPS, NEEDS, Need
from kizuna.directory.option import Option
from kizuna.directory.phone import shown
from kizuna.directory.queries.options import active, kept_cards, near_areas, with_cards
from kizuna.directory.queries.translations import Spoken, original_language, spoken
from kizuna.directory.queries.week_words import week_words
from kizuna.directory.spoken import name_of
from kizuna.places.queries import area as one_area
from kizuna.places.queries import crisis_numbers
from kizuna.work.queries import state_of

_BATCH = 200
_LONGEST = 900
_A_LINE = 120
Progress = Callable[[int, int], None]


def _rows(viewer: Viewer, chosen: Chosen) -> QuerySet[Service]:
    """Services that take people now and always: what is only for emergencies is not printed."""
    rows = active((chosen.need,) if chosen.need else None).filter(emergency_only=False, withdrawn=False)
    near = near_areas(viewer, chosen.area or None)
    if near is None:
        return rows
    named = ServiceArea.objects.filter(service=OuterRef("pk"))
    here = named.filter(area__in=known_ids(near))
    return rows.filter(Exists(here) | Exists(named.filter(area=None)) | ~Exists(named))


def how_many_to_print(viewer: Viewer, chosen: Chosen) -> int:
    """How many services such a booklet holds."""
    allow(viewer, "directory.see")
    return _rows(viewer, chosen).count()


def _needs(chosen: Chosen) -> tuple[Need, ...]:
    """By which needs the booklet is divided: all groups, or what is finer than the one that was chosen."""
    if not chosen.need:
        return GROUPS
    asked = BY_CODE[chosen.need]
    return (*(one for one in NEEDS if one.group == asked.code), asked)


def _place(card: Card, needs: Sequence[Need]) -> str:
    """Under which need a service stands: the first that it meets. "" when it meets none."""
    for need in needs:
        if any(code == need.code or code.startswith(f"{need.code}.") for code in card.needs):
            return need.code
    return ""


def _cut(text: str, longest: int = _LONGEST) -> str:
    words = " ".join(text.split())
    return words if len(words) <= longest else words[: longest - 1].rsplit(" ", 1)[0] + "…"


def _cost(card: Card, fees: Said) -> Said:
    if card.cost == Decimal(0):
        return Said(_("Free"))
    return fees if fees.text else Said(_("Nobody told us. Ask them first."))


def _where(card: Card) -> Said:
    """The addresses; of a place that is secret that it is."""
    if any(place.secret for place in card.places):
        return Said(_("The address is secret, so that people are safe there. Ring them."))
    lines = dict.fromkeys(place.address for place in card.places[:4] if place.address)
    return Said(" · ".join(lines), original_language(translation.get_language() or ""))


def _checked(row: Service) -> str:
    if row.assured_date is None:
        return _("Nobody has confirmed this yet, so ring first.")
    day = format_date(row.assured_date, pgettext("date as Django writes it, with year", "j F Y"))
    return _("Checked by a person on %(day)s") % {"day": day}


def _live(name: str, *args: object) -> str:
    return settings.BASE_URL + reverse(f"directory:{name}", args=args)


def _printed(row: Service, card: Card, words: Spoken, now: datetime) -> Printed:
    def said(field: str) -> Said:
        text, language = words.of(row, field)
        return Said(_cut(text), language)

    today, reader = timezone.localdate(now), translation.get_language() or settings.LANGUAGE_CODE
    languages = " · ".join(sorted(name_of(code, reader) for code in card.languages or ()))
    hours = week_words(card.openings, today) or _("Hours unknown: ring first")
    found = (
        (_("Phone"), Said(shown(card.phone, settings.COUNTRY), "", ltr=True)),
        (_("Where"), _where(card)),
        (_("Open"), Said(hours)),
        (_("What it costs"), _cost(card, said("fees_description"))),
        (_("Who it is for"), said("eligibility_description")),
        (_("How to get it"), said("application_process")),
        (_("Languages"), Said(languages)),
        (_("Website"), Said(row.url, "", ltr=True)),
    )
    name = said("name")
    alt = _("QR code that leads to the page of %(name)s") % {"name": name.text}
    return Printed(
        name,
        card.organisation,
        said("description"),
        tuple(Line(label, words) for label, words in found if words.text),
        " ".join(filter(None, (_checked(row), words.mark(row)))),
        _live("service", row.pk),
        alt,
    )


def _entries(
    viewer: Viewer, rows: QuerySet[Service], needs: Sequence[Need], now: datetime, progress: Progress
) -> dict[str, list[Printed]]:
    ids: list[UUID] = list(rows.order_by("name", "pk").values_list("pk", flat=True))
    found: dict[str, list[Printed]] = {}
    for first in range(0, len(ids), _BATCH):
        progress(first, len(ids))
        some = Service.objects.filter(pk__in=ids[first : first + _BATCH]).order_by("name", "pk")
        words = spoken(viewer, ids[first : first + _BATCH], translation.get_language() or "")
        for row, card in with_cards(viewer, some):
            found.setdefault(_place(card, needs), []).append(_printed(row, card, words, now))
    return found


def _parts(found: dict[str, list[Printed]], needs: Sequence[Need]) -> Iterator[Part]:
    for need in needs:
        if need.code in found:
            label = _(need.label)
            alt = _("QR code that leads to all services for: %(need)s") % {"need": label}
            url = f"{_live('services')}?need={need.code}"
            yield Part(label, _(need.hint) if need.hint else "", tuple(found[need.code]), url, alt)
    if "" in found:
        alt = _("QR code that leads to all services")
        yield Part(_("More services"), "", tuple(found[""]), _live("services"), alt)


def crisis_lines(viewer: Viewer, language: str) -> tuple[Line, ...]:
    """The crisis numbers, as paper shows them. No booklet and no sheet is without them."""
    numbers = crisis_numbers(viewer, language=language)
    return tuple(Line(one.label, Said(one.number, "", ltr=True)) for one in numbers if one.number)


def _title(viewer: Viewer, chosen: Chosen) -> str:
    what = _(BY_CODE[chosen.need].label) if chosen.need else _("Services that help")
    if not chosen.area:
        return what
    return _("%(what)s in %(area)s") % {"what": what, "area": one_area(viewer, chosen.area).name}


def booklet(
    viewer: Viewer, chosen: Chosen, *, now: datetime, progress: Progress = lambda done, of: None
) -> Booklet:
    """Everything such a booklet says, in its language. Raises NotFound for no such need or area."""
    allow(viewer, "directory.see")
    if chosen.need and chosen.need not in BY_CODE:
        raise NotFound("need")
    language = chosen.language or settings.LANGUAGE_CODE
    with translation.override(language):
        needs = _needs(chosen)
        found = _entries(viewer, _rows(viewer, chosen), needs, now, progress)
        day = format_date(timezone.localdate(now), pgettext("date as Django writes it, with year", "j F Y"))
        number = sum(len(some) for some in found.values())
        live = f"{_live('services')}?need={chosen.need}" if chosen.need else _live("services")
        return Booklet(
            title=_title(viewer, chosen),
            site=settings.SITE_NAME,
            language=language,
            lead=ngettext("%(n)d service, by need", "%(n)d services, by need", number) % {"n": number},
            parts=tuple(_parts(found, needs)),
            large=chosen.large,
            notes=(
                _("Made on %(day)s.") % {"day": day},
                _("Times and places may change: ring first."),
                _("Point the camera of a phone at a square to see what is true today."),
            ),
            contents=_("What is in this booklet"),
            crisis_title=_("If you are in danger, or it is too much"),
            crisis=crisis_lines(viewer, language),
            url=live,
            alt=_("QR code that leads to this list on the web"),
        )


def booklet_pdf(viewer: Viewer, found: Booklet) -> bytes:
    """A booklet or a sheet as PDF. Raises Refused when the typesetter or a font is missing."""
    allow(viewer, "directory.see")
    return files.pressed(found)


def poster_pdf(viewer: Viewer, layout: str, data: dict[str, Any], pictures: Mapping[str, str]) -> bytes:
    """A page that another room laid out, as PDF. Raises Refused when the typesetter is missing."""
    allow(viewer, "directory.see")
    return files.pressed_by(layout, data, pictures)


def printed(
    viewer: Viewer, chosen: Chosen, *, now: datetime, progress: Progress = lambda done, of: None
) -> tuple[bytes, int]:
    """A booklet as one PDF, or as a zip of volumes when it is long; how many volumes there are.

    Volumes are set one after another: memory grows with a volume, not with the directory.
    """
    whole = booklet(viewer, chosen, now=now, progress=progress)
    some = volumes(whole)
    if len(some) < 2:
        return booklet_pdf(viewer, whole), 1
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number, parts in enumerate(some, start=1):
            progress(number - 1, len(some))
            title = _volume(whole, number, len(some))
            archive.writestr(
                f"booklet-{number}-of-{len(some)}.pdf",
                booklet_pdf(viewer, replace(whole, parts=parts, title=title)),
            )
    return out.getvalue(), len(some)


def _volume(whole: Booklet, number: int, of: int) -> str:
    with translation.override(whole.language):
        said = {"title": whole.title, "number": number, "of": of}
        return _("%(title)s, part %(number)d of %(of)d") % said


def _option_lines(one: Option, hours: str) -> Iterator[Line]:
    if one.phone:
        yield Line(_("Phone"), Said(shown(one.phone, settings.COUNTRY), "", ltr=True))
    if one.address:
        yield Line(_("Where"), Said(one.address, original_language(translation.get_language() or "")))
    if hours:
        yield Line(_("Open"), Said(hours))
    if one.cost == Decimal(0):
        yield Line(_("What it costs"), Said(_("Free")))
    elif one.cost_text:
        yield Line(_("What it costs"), Said(_cut(one.cost_text, _A_LINE)))


def sheet_of(
    viewer: Viewer, options: Sequence[tuple[Option, str]], *, link: str, large: bool, now: datetime
) -> Booklet:
    """The sheet of somebody's list: each option with the address of its page. Nothing says whose it is."""
    allow(viewer, "directory.see")
    language, today = translation.get_language() or settings.LANGUAGE_CODE, timezone.localdate(now)
    day = format_date(today, pgettext("date as Django writes it, with year", "j F Y"))
    kept = kept_cards(viewer, [one.id for one, _url in options if one.kind == "service"])
    # “Open now” is true for an hour, paper lasts: services get the hours of a week, groups their next day.
    hours = {str(id): week_words(card.openings, today) for id, card in kept.items()}
    unknown = _("Hours unknown: ring first")
    entries = tuple(
        Printed(
            Said(one.name, one.name_language),
            one.organisation,
            Said(summary(one.summary, _A_LINE), one.summary_language),
            tuple(_option_lines(one, hours.get(one.id, str(one.when_text)) or unknown)),
            url=url,
            alt=_("QR code that leads to the page of %(name)s") % {"name": one.name},
        )
        for one, url in options
    )
    return Booklet(
        title=_("Your list"),
        site=settings.SITE_NAME,
        language=language,
        lead=_("Made on %(day)s.") % {"day": day},
        parts=(Part("", "", entries),),
        kind="sheet",
        large=large,
        notes=(_("Times and places may change: ring first."),),
        crisis_title=_("If you are in danger, or it is too much"),
        crisis=crisis_lines(viewer, language),
        url=link,
        alt=_("QR code that leads to this list on the web"),
        address=settings.BASE_URL,
    )


def booklet_state(viewer: Viewer, id: object) -> BookletState:
    """How far a booklet is that is made in the background; NotFound when there is none, or none any more."""
    allow(viewer, "directory.see")
    row = PrintedBooklet.objects.filter(pk__in=known_ids([id])).defer("content").first()
    if row is None:
        raise NotFound("booklet")
    task = state_of(viewer, task_of(row.pk)) if row.state == "making" else None
    return BookletState(
        id=str(row.pk),
        chosen=row.chosen,
        state=row.state,  # type: ignore[arg-type]
        said=row.said,
        services=row.services,
        size=row.size,
        volumes=row.volumes,
        at=row.at,
        percent=task.percent if task else None,
    )


def booklet_content(viewer: Viewer, id: object) -> tuple[bytes, str]:
    """The file of a booklet that is ready and its ending; NotFound when there is none."""
    allow(viewer, "directory.see")
    row = PrintedBooklet.objects.filter(pk__in=known_ids([id]), state="ready").first()
    if row is None or not row.content:
        raise NotFound("booklet")
    return bytes(row.content), "zip" if row.volumes > 1 else "pdf"
