"""Something that somebody of the town wants to do."""

from uuid import UUID, uuid4

from kizuna.referrals.actions import add_todo
from tests.town import HOUSE, Town


def to_do(town: Town, person: UUID) -> UUID:
    """Written down by the house."""
    return add_todo(
        todo_id=uuid4(), person=person, kind="make-contact", text="Ring the club", by=HOUSE, now=town.now
    )
