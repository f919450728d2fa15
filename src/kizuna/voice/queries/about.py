"""What was decided about somebody, for them: by a link or signed in. Never who reported it."""

from datetime import datetime

from django.conf import settings

from kizuna.access.deeds import allow
from kizuna.access.secrets import BadSeal
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.people.queries import same_person
from kizuna.places.identity import known
from kizuna.voice.models import About, Taken
from kizuna.voice.queries.reports import may_appeal
from kizuna.voice.report import AboutValue, about_of, about_token, opens_about

HOUSE = SYSTEM("voice: what was decided about somebody")


def _value(row: About, now: datetime) -> AboutValue:
    report = row.report
    said = Taken.objects.filter(report=report, step="object").order_by("-at", "pk").first()
    only_one = About.objects.filter(report=report).count() == 1
    return AboutValue(
        id=str(row.pk),
        at=report.since,
        outcome=report.outcome,
        words=report.told_them or "",
        state=report.state,
        due_at=report.due_at,
        may_object=may_appeal(HOUSE, report, "object", now),
        # Where it is about several, what one of them wrote is not for the others.
        said=said.words if said and only_one else "",
    )


def about(viewer: Viewer, token: str, now: datetime) -> tuple[AboutValue, Viewer]:
    """What a link opens that told somebody of a decision, and the viewer its holder becomes; NotFound."""
    allow(viewer, "report.make")
    try:
        id = about_of(token, settings.SECRET_KEYS, now)
    except BadSeal:
        raise NotFound("report") from None
    row = About.objects.filter(pk=int(id)).select_related("report").first() if id.isdecimal() else None
    if row is None or not row.report.told_them:
        raise NotFound("report")
    return _value(row, now), Viewer(role="resident", token=opens_about(row.pk))


def about_me(viewer: Viewer, now: datetime) -> list[tuple[AboutValue, str]]:
    """What was decided about whoever is signed in, the newest first, each with the key to its page."""
    allow(viewer, "report.about_me", person=viewer.person)
    ids = same_person(HOUSE, viewer.person) | {known(viewer.person)}
    rows = About.objects.filter(person__in=ids).select_related("report").order_by("-report__since", "pk")
    told = [row for row in rows if row.report.told_them]
    return [(_value(row, now), about_token(row.pk, settings.SECRET_KEYS, now)) for row in told]
