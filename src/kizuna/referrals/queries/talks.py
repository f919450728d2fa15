"""What was talked about with somebody."""

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.people import queries as people
from kizuna.places.identity import known
from kizuna.places.queries import under
from kizuna.referrals.case import Case
from kizuna.referrals.models import Draft, Intake, Referral, Talk
from kizuna.referrals.pathway import OPEN
from kizuna.referrals.queries.cases import visible
from kizuna.referrals.queries.front_door import visible_intakes
from kizuna.referrals.talks import DraftValue, TalkValue


def talks(viewer: Viewer, person: object) -> list[TalkValue]:
    """The talks with a person in sight, the newest first."""
    allow_some(viewer, "talk.see")
    mine = people.visible_same(viewer, person)
    rows = list(Talk.objects.filter(person__in=mine).select_related("referral").order_by("-at", "pk"))
    names = people.account_names(viewer, {str(row.by_id) for row in rows})
    return [
        TalkValue(
            id=str(row.pk),
            how=row.how,
            minutes=row.minutes,
            note=row.note,
            option_name=row.referral.option_name if row.referral else "",
            by_name=names.get(str(row.by_id), ""),
            at=row.at,
        )
        for row in rows
    ]


def draft(viewer: Viewer, person: object) -> DraftValue | None:
    """What this viewer began to write about somebody in sight, as it was kept last."""
    allow_some(viewer, "talk.see")
    mine = Draft.objects.filter(account=known(viewer.account), person__in=people.visible_same(viewer, person))
    row = mine.order_by("-at").first()
    return DraftValue(str(row.pk), row.said, row.turn, row.at) if row else None


def colleagues(viewer: Viewer, case: Case) -> list[tuple[str, str]]:
    """Link workers of a referral's area who could look after it instead, by name."""
    allow_some(viewer, "referral.hand_over")
    workers = people.accounts_with_role(viewer, "worker")
    near = [one for one in workers if case.area in under(viewer, one.areas) and one.id != case.owner]
    return [(one.id, one.name or one.email) for one in near]


def colleagues_near(viewer: Viewer, person: object = None) -> list[tuple[str, str]]:
    """Other link workers who could take over: from somebody's area, or from any where the viewer works."""
    allow_some(viewer, "referral.hand_over")
    areas = {people.profile(viewer, person).area_id} if person else viewer.areas
    workers = people.accounts_with_role(viewer, "worker")
    others = [one for one in workers if one.id != viewer.account]
    return [(one.id, one.name or one.email) for one in others if areas & under(viewer, one.areas)]


def looked_after(viewer: Viewer) -> int:
    """How many open things this link worker looks after: referrals to others and to us."""
    allow_some(viewer, "referral.hand_over")
    mine = {"owner": known(viewer.account), "due_at__isnull": False}
    ours = Referral.objects.filter(pk__in=visible(viewer), **mine).count()
    return ours + Intake.objects.filter(pk__in=visible_intakes(viewer), **mine).count()


def open_referrals_of(viewer: Viewer, person: object) -> list[tuple[str, str]]:
    """The open referrals of a person that a talk may be about, as choices."""
    allow_some(viewer, "talk.see")
    mine = people.visible_same(viewer, person)
    rows = Referral.objects.filter(pk__in=visible(viewer), person__in=mine, status__in=OPEN)
    return [(str(pk), name) for pk, name in rows.order_by("requested_at").values_list("pk", "option_name")]
