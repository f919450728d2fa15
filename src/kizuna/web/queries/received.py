"""What people wrote to us and nobody's room asked for, with names of those in the reader's sight."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kizuna.access.viewer import Viewer
from kizuna.outbox import queries as outbox
from kizuna.outbox.heard import Received
from kizuna.people import queries as people
from kizuna.people.profile import AccountValue
from kizuna.places.queries import above, areas
from kizuna.web.received import Answer, OneAnswer


def answers(viewer: Viewer, now: datetime) -> list[Answer]:
    """What waits for somebody near this viewer, the oldest first."""
    return _named(viewer, outbox.received(viewer, now, hidden=people.visible_to_keepers_by(viewer, "person")))


def one_answer(viewer: Viewer, reply: UUID) -> OneAnswer:
    """One of them, with those who could answer it as well; raises NotFound."""
    found = outbox.received_one(viewer, reply, hidden=people.visible_to_keepers_by(viewer, "person"))
    (answer,) = _named(viewer, [found])
    return OneAnswer(answer, tuple(_colleagues(viewer, found)))


def _colleagues(viewer: Viewer, found: Received) -> list[AccountValue]:
    """Other link workers who see it, too: those of its area, or of any when it belongs to all."""
    here = set(above(viewer, found.area)) if found.area else set()
    top = found.area is not None and len(here) == 1
    workers = [one for one in people.accounts_with_role(viewer, "worker") if one.id != viewer.account]
    seen = workers if top else [one for one in workers if here & set(one.areas)]
    if found.person is None:
        return seen
    return [one for one in seen if not _hides(found.person, one)]


def _hides(person: UUID, account: AccountValue) -> bool:
    """Whether this person must not be found by the owner of this account."""
    return people.guarding(Viewer(role="worker", account=account.id), person) == "others"


def _named(viewer: Viewer, found: Sequence[Received]) -> list[Answer]:
    persons = {one.person for one in found if one.person}
    seen = people.profiles(viewer, persons) if persons else {}
    given = {one.given_to for one in found if one.given_to}
    accounts = people.account_names(viewer, given) if given else {}
    places = {area.id: area.name for area in areas(viewer)}
    rows = []
    for one in found:
        who = seen.get(str(one.person)) if one.person else None
        rows.append(
            Answer(
                one,
                who.id if who else "",
                who.call_them if who else "",
                places.get(str(one.area), ""),
                accounts.get(str(one.given_to), ""),
            )
        )
    return rows
