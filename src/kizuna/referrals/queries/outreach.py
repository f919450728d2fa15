"""Who may be isolated, among the people in sight of a link worker, from what every room knows of them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils import timezone

from kizuna.access.deeds import allow_some
from kizuna.access.small_numbers import shown
from kizuna.access.viewer import NotFound, Viewer
from kizuna.activities.queries import last_came
from kizuna.people import queries as people
from kizuna.people.profile import Profile
from kizuna.referrals.models import Reached
from kizuna.referrals.outreach import MET, Known, Outreach, Reach, in_order, on_list, reasons, rests
from kizuna.screening.queries import latest_of_all, reached_at
from kizuna.screening.values import CheckUpValue

PAGE = 25


def _newest(times: Iterable[Mapping[str, datetime]], stays: Mapping[str, str]) -> dict[str, datetime]:
    """The newest of all these times by who stays of a record."""
    found: dict[str, datetime] = {}
    for part in times:
        for record, at in part.items():
            if who := stays.get(record):
                found[who] = max(at, found.get(who, at))
    return found


def _last_words(found: Mapping[str, CheckUpValue], stays: Mapping[str, str]) -> dict[str, CheckUpValue]:
    last: dict[str, CheckUpValue] = {}
    for record, one in found.items():
        who = stays.get(record, record)
        if who not in last or last[who].at < one.at:
            last[who] = one
    return last


def _marks(viewer: Viewer, stays: Mapping[str, str]) -> tuple[dict[str, Reached], dict[str, datetime]]:
    """The last mark of each person, and when they were last met."""
    last: dict[str, Reached] = {}
    met: dict[str, datetime] = {}
    for row in Reached.objects.filter(people.visible_by(viewer, "person")).order_by("at", "pk"):
        who = stays.get(str(row.person_id))
        if who is None:
            continue
        last[who] = row
        if row.how in MET:
            met[who] = row.at
    return last, met


def _reach(known: Known, mark: Reached | None, now: datetime, weeks: int) -> Reach:
    return Reach(
        who=known.who,
        reasons=reasons(known, now, weeks),
        seen_at=known.seen_at,
        marked=mark.how if mark else "",
        marked_at=mark.at if mark else None,
        next_on=mark.next_on if mark else None,
    )


def _all(viewer: Viewer, now: datetime, weeks: int) -> list[Reach]:
    """Everybody in sight who is here, with every reason that holds."""
    who, stays = people.here(viewer)
    words = _last_words(latest_of_all(viewer), stays)
    marks, met = _marks(viewer, stays)
    seen = _newest([reached_at(viewer), last_came(viewer, now), met], stays)

    def known(one: Profile, since: datetime) -> Known:
        said = words.get(one.id)
        answers, at = (said.answers, said.at) if said else (None, None)
        return Known(one, answers, at, seen.get(one.id), since)

    return [_reach(known(one, since), marks.get(one.id), now, weeks) for one, since in who]


def _rests(one: Reach, today: date) -> bool:
    return bool(one.marked) and rests(one.marked, one.next_on, today)


def outreach(
    viewer: Viewer, now: datetime, *, wanted: str = "", weeks: int = 8, start: int = 0, limit: int = PAGE
) -> Outreach:
    """Who may be isolated: those with the most reasons first; `wanted` is the code of one reason."""
    allow_some(viewer, "caseload.see")
    today = timezone.localdate(now)
    found = [one for one in _all(viewer, now, weeks) if on_list(one.reasons, wanted)]
    resting = [one for one in found if _rests(one, today)]
    rows = in_order([one for one in found if not _rests(one, today)])
    left = sum(1 for one in resting if one.next_on is None)
    count = shown(people.not_agreed(viewer))
    return Outreach(len(rows), tuple(rows[start : start + limit]), len(resting) - left, left, count)


def outreach_of(viewer: Viewer, person: object, now: datetime, weeks: int = 8) -> Reach:
    """One person with the reasons that hold; NotFound when out of sight, or not to be contacted."""
    allow_some(viewer, "caseload.see")
    who = people.profile(viewer, person)
    for one in _all(viewer, now, weeks):
        if one.who.id == who.id:
            return one
    raise NotFound("outreach")
