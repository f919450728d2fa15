"""Looks without an agreement: what shows through the glass, what waits for review, what is told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kizuna.access.deeds import ANYWHERE, DEEDS, SELF, allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.outbox.message import Attempt
from kizuna.outbox.queries import of_causes
from kizuna.people.care import Dependence
from kizuna.people.glass import REVIEW_WITHIN, GlassValue, Seen, ToSay
from kizuna.people.models import Account, Glass, Person
from kizuna.people.models import Dependence as DependenceRow
from kizuna.people.profile import fold
from kizuna.people.queries.persons import _reached_by
from kizuna.people.queries.sight import same_person, visible, visible_to_keepers
from kizuna.places.identity import known, known_all

CAME_BACK = frozenset({"failed", "expired", "stopped", "spared"})


def behind_glass(viewer: Viewer, sought: str) -> list[str]:
    """Ids of the living in this viewer's areas who have exactly this name, number or address; two at most."""
    allow_some(viewer, "glass.break")
    name = fold(sought)
    if not name:
        return []
    here = Person.objects.filter(merged_into__isnull=True, status="living", area__in=known_all(viewer.areas))
    # Who must not be found is not found here either, but by their two keepers.
    here = here.exclude(pk__in=visible_to_keepers(viewer))
    reached = list(here.filter(_reached_by(sought))[:2])
    named = [
        row for row in here.filter(name_key__contains=name) if name in {fold(row.name), fold(row.called)}
    ]
    return list(dict.fromkeys(str(row.pk) for row in [*reached, *named]))[:2]


def _names(rows: Iterable[Glass]) -> dict[str, str]:
    accounts = Account.objects.filter(pk__in={row.account_id for row in rows})
    return {str(id): name for id, name in accounts.values_list("pk", "name")}


def own_glasses(viewer: Viewer, now: datetime) -> list[GlassValue]:
    """What this viewer may still look at through the glass."""
    allow_some(viewer, "glass.break")
    return [row.value() for row in _open_glasses(viewer, now).order_by("until")]


def _open_glasses(viewer: Viewer, now: datetime) -> QuerySet[Glass]:
    """Those that this viewer may look through now: no more once the person must not be found by them."""
    rows = Glass.objects.filter(account=known(viewer.account), until__gt=now)
    return rows.exclude(person__in=visible_to_keepers(viewer))


def through_glass(viewer: Viewer, glass: object, now: datetime) -> tuple[GlassValue, Seen]:
    """What the one who broke it sees until the time is over; NotFound for everybody else and afterwards."""
    allow_some(viewer, "glass.break")
    row = _open_glasses(viewer, now).filter(pk=known(glass)).first()
    if row is None:
        raise NotFound("glass")
    allow(viewer, "glass.break", area=row.area_id)
    who = Person.objects.get(pk=row.person_id)
    seen = Seen(
        name=who.name,
        called=who.called,
        pronouns=who.pronouns,
        languages=tuple(who.languages),
        phone=who.phone or "",
        email=who.email or "",
        shared=who.shared_contact,
        lives_alone=who.lives_alone,
        access_needs=None if who.access_needs is None else tuple(who.access_needs),
        dependences=_needed(who.pk, now),
    )
    return row.value(), seen


def _needed(person: UUID, now: datetime) -> tuple[Dependence, ...]:
    """What somebody depends on today; the glass is the door, and shows no more than that."""
    today = timezone.localdate(now)
    rows = DependenceRow.objects.filter(person__in=same_person(SYSTEM("breaking the glass"), person))
    return tuple(
        Dependence(str(row.pk), row.what["kind"], row.what.get("note", ""), row.since, row.until)
        for row in rows
        if row.until is None or row.until >= today
    )


def glasses_to_say(viewer: Viewer) -> list[ToSay]:
    """Whom a human has to tell that their record was opened, the longest waiting first.

    For the one who looked, who knows of it; and for link workers who see the person. A message that came
    back, or that somebody's STOP held up, told nobody either.
    """
    allow_some(viewer, "glass.say")
    mine = Q(account=known(viewer.account)) if viewer.account else Q(pk__in=())
    rows = Glass.objects.filter(mine | Q(person__in=visible(viewer)), said_at=None, told_at__isnull=False)
    rows = rows.exclude(person__in=visible_to_keepers(viewer))
    rows = rows.exclude(person__do_not_contact=True).filter(person__status="living")
    waiting = list(rows.select_related("person").order_by("told_at", "pk"))
    sent = of_causes(SYSTEM("breaking the glass"), [f"glass:{row.pk}" for row in waiting])
    seen = set(visible(viewer).filter(pk__in=[row.person_id for row in waiting]).values_list("pk", flat=True))
    untold = [row for row in waiting if row.unreached_at or _came_back(sent.get(f"glass:{row.pk}", []))]
    names = _names(untold)
    return [
        ToSay(
            row.value(names.get(str(row.account_id), "")),
            row.person.called or row.person.name,
            str(row.person_id) if row.person_id in seen else "",
        )
        for row in untold
    ]


def _came_back(sent: list[Attempt]) -> bool:
    return bool(sent) and all(one.status in CAME_BACK for one in sent)


def visible_glasses(viewer: Viewer) -> QuerySet[Glass, Any]:
    """Ids of the looks that this viewer may review, but for their own."""
    reach = DEEDS["glass.review"].get(viewer.role)
    if reach is None or reach == SELF:
        return Glass.objects.none().values("pk")
    own = Q(account=known(viewer.account)) if viewer.account else Q(pk__in=())
    rows = Glass.objects.exclude(own)
    if reach != ANYWHERE:
        rows = rows.filter(area__in=known_all(viewer.areas))
    return rows.values("pk")


def glasses_to_review(viewer: Viewer) -> list[GlassValue]:
    """The looks that wait for a second person, oldest first."""
    allow_some(viewer, "glass.review")
    rows = list(
        Glass.objects.filter(pk__in=visible_glasses(viewer), reviewed_at__isnull=True).order_by("opened_at")
    )
    names = _names(rows)
    return [row.value(names.get(str(row.account_id), "")) for row in rows]


def glass_to_review(viewer: Viewer, glass: object) -> GlassValue:
    """One look to review; NotFound for those who may not."""
    allow_some(viewer, "glass.review")
    row = Glass.objects.filter(pk=known(glass), pk__in=visible_glasses(viewer)).first()
    if row is None:
        raise NotFound("glass")
    return row.value(_names([row]).get(str(row.account_id), ""))


def glasses_overdue(viewer: Viewer, now: datetime) -> int:
    """How many looks nobody has reviewed in time."""
    allow_some(viewer, "glass.review")
    waiting = Glass.objects.filter(reviewed_at__isnull=True, opened_at__lte=now - REVIEW_WITHIN)
    return waiting.filter(pk__in=visible_glasses(viewer)).count()


def glasses_about(viewer: Viewer, person: object) -> list[GlassValue]:
    """Who looked at this person's record without an agreement, as far as they were told, newest first."""
    allow(viewer, "person.export", person=person)
    rows = list(
        Glass.objects.filter(person=known(person), told_at__isnull=False).order_by("-opened_at", "pk")
    )
    names = _names(rows)
    return [row.value(names.get(str(row.account_id), "")) for row in rows]
