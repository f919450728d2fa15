"""What a link worker sees before a referral goes out."""

from datetime import datetime

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import Viewer
from kizuna.directory.needs import BY_CODE, GROUPS, meets
from kizuna.people import queries as people
from kizuna.places import queries as places
from kizuna.referrals.models import Referral
from kizuna.referrals.pages import Opening
from kizuna.referrals.queries.cases import visible
from kizuna.referrals.queries.options import find_option
from kizuna.screening import queries as screening

REPLACEABLE = ("requested", "accepted", "in-progress", "on-hold", "rejected", "failed")
MOST = 20


def opening(viewer: Viewer, person: object, kind: str, option: object, now: datetime) -> Opening:
    """The page to check before asking; NotFound when the person or the option is out of reach."""
    allow_some(viewer, "referral.open")
    record = people.record(viewer, person)
    who = record.profile
    allow(viewer, "referral.open", area=who.area_id, person=who.id)
    found = find_option(viewer, kind, option, now)
    return Opening(
        who=who,
        area_name=places.area(viewer, who.area_id).name,
        option=found,
        by_mail=found.can_refer,
        contact=record.contact,
        needs=_needs(tuple(screening.needs_of(viewer, who.id)), found.needs),
    )


def replaceable(viewer: Viewer, person: object) -> list[tuple[str, str]]:
    """The referrals of a person that another one may replace, as choices: those that did not help."""
    allow_some(viewer, "referral.open")
    mine = people.visible_same(viewer, person)
    rows = Referral.objects.filter(pk__in=visible(viewer), person__in=mine, status__in=REPLACEABLE)
    found = rows.order_by("-requested_at", "pk").values_list("pk", "option_name")[:MOST]
    return [(str(pk), name) for pk, name in found]


def own_opening(viewer: Viewer, kind: str, option: object, now: datetime) -> Opening:
    """The same for somebody who asks for themselves."""
    allow(viewer, "referral.ask", person=viewer.person or None)
    record = people.record(viewer, viewer.person)
    found = find_option(viewer, kind, option, now)
    wanted = tuple(screening.needs_of(viewer, record.profile.id))
    return Opening(
        who=record.profile,
        area_name=places.area(viewer, record.profile.area_id).name,
        option=found,
        by_mail=found.can_refer,
        contact=record.contact,
        needs=_needs(wanted, found.needs),
    )


def _needs(wanted: tuple[str, ...], offered: frozenset[str]) -> tuple[tuple[str, str], ...]:
    first = [code for code in wanted if meets(code, offered)]
    codes = [*first, *sorted(code for code in offered if code not in first)]
    labels = [(code, BY_CODE[code].label) for code in codes if code in BY_CODE]
    return tuple(labels or [(need.code, need.label) for need in GROUPS])
