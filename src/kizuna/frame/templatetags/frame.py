"""Tags and filters of every page: icons, times, distances, telephone numbers, form widgets."""

from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Textarea
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.dateformat import time_format
from django.utils.formats import number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from kizuna.frame import figures
from kizuna.frame.icons import drawing

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "food" %}`: a drawing beside a word, never instead of one."""
    # Our own drawing, found by a name in our own table: safe as it is.
    return SafeString(drawing(name, escape(extra)))  # nosec B703


def _at_home(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


@register.simple_tag
def local_date(moment: date | None, form: str = "long") -> SafeString | str:
    """A date in the site's zone and the reader's language. `form`: long, short (no year) or month."""
    if not moment:
        return ""
    day = _at_home(moment) if isinstance(moment, datetime) else moment
    patterns = {
        "long": pgettext("date as Django writes it, with year", "l j F Y"),
        "short": pgettext("date as Django writes it, no year", "D j M"),
        "month": pgettext("month and year as Django writes it", "F Y"),
    }
    return format_html('<time datetime="{}">{}</time>', f"{day:%Y-%m-%d}", format_date(day, patterns[form]))


@register.simple_tag
def local_time(moment: datetime | time | None, form: str = "long") -> SafeString | str:
    """A moment in the site's zone and the reader's language. `form`: long, short (no year) or hour."""
    if not moment:
        return ""
    hour = pgettext("hour as Django writes it", "H:i")
    if isinstance(moment, time):
        return format_html('<time datetime="{}">{}</time>', f"{moment:%H:%M}", time_format(moment, hour))
    local = _at_home(moment)
    patterns = {
        "long": pgettext("date and hour as Django writes it, with year", "l j F Y, H:i"),
        "short": pgettext("date and hour as Django writes it, no year", "D j M, H:i"),
        "hour": hour,
    }
    # In the night when the clocks go back, an hour comes twice: then the zone tells them apart.
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return format_html(
        '<time datetime="{}">{}{}</time>',
        local.isoformat(timespec="minutes"),
        format_date(local, patterns[form]),
        f" ({local:%Z})" if twice else "",
    )


@register.simple_tag
def distance(metres: float | None) -> str:
    """How far, in m or km; nothing when it is not known."""
    if metres is None:
        return ""
    said = figures.distance(metres)
    figure = number_format(said.figure, decimal_pos=said.decimals)
    if said.unit == "m":
        return gettext("%(figure)s m") % {"figure": figure}
    return gettext("%(figure)s km") % {"figure": figure}


@register.filter
def phone(number: str) -> SafeString:
    """A telephone number as people here write it, from left to right in every language."""
    shown = figures.phone_display(str(number), settings.COUNTRY)
    return format_html('<bdi class="nb" dir="ltr">{}</bdi>', shown)


@register.filter
def dial(number: str) -> str:
    """A telephone number as a `tel:` or `sms:` link dials it."""
    return figures.phone_dial(str(number), settings.COUNTRY)


@register.filter
def initials(name: str) -> str:
    """First letters for the round face of a person."""
    return figures.initials(str(name))


@register.simple_tag
def knots(step: int, of: int) -> list[str]:
    """The knots of a progress cord."""
    return figures.knots(int(step), int(of))


@register.filter
def along(items: list[Any]) -> list[tuple[Any, bool]]:
    """Each item of a timeline, and whether what follows it has not happened yet (its cord is dashed)."""
    following = [*items[1:], None]
    return [(item, bool(_is_next(after))) for item, after in zip(items, following, strict=True)]


def _is_next(item: Any) -> Any:
    return item.get("next") if isinstance(item, dict) else getattr(item, "next", False)


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The field's box in our clothes; Django adds the links to hint and error."""
    if isinstance(field.field.widget, CheckboxInput):
        return field.as_widget()
    classes = f"{field.field.widget.attrs.get('class', '')} box".strip()
    # Text that vanishes while one types is no label: what a library puts there is taken out.
    return field.as_widget(attrs={"class": classes, "placeholder": False})


@register.filter
def kind(field: BoundField) -> str:
    """Which component shows this field: choices, tick, date or box."""
    shown = field.field.widget
    if isinstance(shown, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    if isinstance(shown, CheckboxInput):
        return "tick"
    if getattr(shown, "three_boxes", False):
        return "date"
    return "area" if isinstance(shown, Textarea) else "select" if isinstance(shown, Select) else "box"


@register.filter
def first_id(field: BoundField) -> str:
    """The id that a link from the error summary jumps to."""
    return f"{field.auto_id}_0" if kind(field) in {"choices", "date"} else str(field.id_for_label)


@register.filter
def each_error(form: Any) -> list[tuple[BoundField, str, str]]:
    """Each field's errors for the summary, and the field's name where two fields say the same sentence."""
    found = [(field, str(error)) for field in form for error in field.errors]
    said = Counter(error for _, error in found)
    return [(field, error, str(field.label) if said[error] > 1 else "") for field, error in found]


@register.filter
def page_count(page: Any) -> int:
    """How many pages there are: of our Page or of Django's."""
    return page.pages if hasattr(page, "pages") else page.paginator.num_pages


@register.simple_tag(takes_context=True)
def leave_url(context: template.Context) -> str:
    """Where the Leave button goes. A page that offers a way out must not stay in the browser: Doors asks."""
    if request := context.get("request"):
        request.quick_exit = True
    return reverse("frame:leave")


@register.simple_tag
def htmx() -> SafeString:
    """The htmx script, for staff pages only: residents' pages carry no script they could miss."""
    return format_html('<script src="{}" defer></script>', static("django_htmx/htmx-2.min.js"))


@register.filter
def money(amount: Decimal | float | None) -> str:
    """An amount in the site's currency, as the reader's language writes it."""
    return figures.money(amount, settings.CURRENCY, get_language() or settings.LANGUAGE_CODE)
