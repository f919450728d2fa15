"""Partners and their links, and the people whom they referred."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse

from kizuna.access.deeds import allow, allow_some
from kizuna.access.models import Prepared
from kizuna.access.secrets import BadSeal, open_link, seal_link
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.people import queries as people
from kizuna.places import queries as places
from kizuna.places.identity import known, known_all
from kizuna.referrals.case import LinkClosed
from kizuna.referrals.fhir.sheet import state_of
from kizuna.referrals.front_door import LINK_LIVES, PURPOSE, IntakeValue, PartnerValue, partner_token
from kizuna.referrals.models import Intake, Partner

_HOUSE = SYSTEM("a partner opened its link")


def partner_value(row: Partner, sent: int = 0) -> PartnerValue:
    """A row as a value."""
    return PartnerValue(
        id=str(row.pk),
        name=row.name,
        email=row.email,
        area=str(row.area_id),
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        sent=sent,
    )


def partners(viewer: Viewer) -> list[PartnerValue]:
    """The partners of the viewer's areas, by name, each with how many people it referred."""
    allow_some(viewer, "partner.keep")
    rows = Partner.objects.annotate(sent=Count("intake")).order_by("ended_at", "name", "pk")
    if viewer.role not in {"admin", "system"}:
        rows = rows.filter(area__in=known_all(viewer.areas))
    return [partner_value(row, row.sent) for row in rows]


def partner_by_link(viewer: Viewer, token: str, now: datetime) -> tuple[PartnerValue, Viewer]:
    """The partner of a link, and the viewer that its holder becomes: who may send, and sees nobody.

    Raises NotFound for a link that this site never made, LinkClosed for one that opens nothing any more.
    """
    try:
        id, nonce = open_link(token, settings.SECRET_KEYS, purpose=PURPOSE, now=now, max_age=LINK_LIVES)
    except (BadSeal, ValueError, TypeError):
        raise NotFound("link") from None
    row = Partner.objects.filter(pk=known(id)).first()
    if row is None or row.ended_at is not None or row.link_nonce != nonce:
        raise LinkClosed
    return partner_value(row), Viewer(role="provider", token=partner_token(str(row.pk)))


def partner_link(viewer: Viewer, row: Partner, now: datetime) -> str:
    """The address at which a partner's people refer somebody."""
    allow(viewer, "partner.keep", area=row.area_id)
    payload = [str(row.pk), row.link_nonce]
    token = seal_link(payload, settings.SECRET_KEYS, purpose=PURPOSE, now=now)
    return settings.BASE_URL + reverse("referrals:refer_in", args=[token])


def areas_near(viewer: Viewer, partner: PartnerValue) -> list[tuple[str, str]]:
    """The neighbourhoods that a partner may name, as choices."""
    allow(viewer, "intake.send", link=partner_token(partner.id))
    inside = places.under(_HOUSE, [partner.area])
    found = [area for area in places.areas(_HOUSE) if area.id in inside]
    near = [area for area in found if area.level == "neighbourhood"] or found
    return sorted(((area.id, area.name) for area in near), key=lambda one: one[1])


def intake_value(row: Intake) -> IntakeValue:
    """A row, with its partner, as a value."""
    return IntakeValue(
        id=str(row.pk),
        person=str(row.person_id),
        partner_name=row.partner.name,
        need=row.need,
        note=row.note,
        from_name=row.from_name,
        may_hear=row.may_hear,
        received_at=row.received_at,
        owner=str(row.owner_id) if row.owner_id else None,
        due_step=row.due_step,
        due_at=row.due_at,
        contacted_at=row.contacted_at,
        closed_at=row.closed_at,
        outcome=row.outcome,
        partner=str(row.partner_id),
    )


def intake_state(viewer: Viewer, row: Intake) -> str:
    """In which state the Task of a referral to us is that was looked up for this viewer."""
    return state_of(intake_value(row))[0]


def visible_intakes(viewer: Viewer) -> QuerySet[Intake, Any]:
    """Ids of the people's referrals to us whom this viewer may see, as a subquery."""
    return Intake.objects.filter(people.visible_by(viewer, "person")).values("pk")


def intakes(viewer: Viewer) -> list[IntakeValue]:
    """Who was referred to us and is not done with, the longest wait first."""
    allow_some(viewer, "intake.see")
    return [intake_value(row) for row in _open(viewer).rows()]


@lru_cache(maxsize=256)
def _open(viewer: Viewer) -> Prepared[Intake]:
    rows = Intake.objects.filter(people.visible_here_by(viewer, "person"), closed_at__isnull=True)
    return Prepared(lambda: rows.select_related("partner").order_by("received_at", "pk"))


def partner_areas(viewer: Viewer) -> list[tuple[str, str]]:
    """The areas for which this viewer may let partners refer somebody, as choices."""
    allow_some(viewer, "partner.keep")
    found = places.areas(viewer)
    mine = found if viewer.role in {"admin", "system"} else [a for a in found if a.id in viewer.areas]
    return [(area.id, area.name) for area in mine]


def person_of_intake(viewer: Viewer, intake: object) -> str:
    """Whom a referral to us is about; NotFound when it is out of reach."""
    allow_some(viewer, "intake.answer")
    found = Intake.objects.filter(pk=known(intake), pk__in=visible_intakes(viewer))
    person = found.values_list("person", flat=True).first()
    if person is None:
        raise NotFound("intake")
    return str(person)


def intakes_of(viewer: Viewer, person: object) -> list[IntakeValue]:
    """How somebody was referred to us, the newest first."""
    allow_some(viewer, "intake.see")
    rows = Intake.objects.filter(
        pk__in=visible_intakes(viewer), person__in=people.visible_same(viewer, person)
    )
    return [intake_value(row) for row in rows.select_related("partner").order_by("-received_at", "pk")]
