"""What somebody of the town wants to reach, and when they are asked how they are."""

from datetime import timedelta
from uuid import UUID, uuid4

from kizuna.people.queries import profile
from kizuna.referrals.actions import set_goal
from kizuna.referrals.models import Measuring
from tests.town import HOUSE, Town


def goal(town: Town, person: UUID) -> UUID:
    """Written down by the house."""
    return set_goal(attempt=uuid4(), person=person, words="To sing again", by=HOUSE, now=town.now)


def measuring(town: Town, person: UUID) -> UUID:
    """Begun today."""
    area = profile(HOUSE, person).area_id
    row = Measuring.objects.create(
        person_id=person,
        area_id=area,
        scales=["ons-4"],
        begun_at=town.now,
        again_at=town.now + timedelta(days=84),
    )
    return row.pk


def of_outcomes(town: Town) -> dict[str, tuple[object, object]]:
    """What stands for a parameter: something of Ana, and the same of Cem."""
    return {
        "goal": (goal(town, town.ana), goal(town, town.cem)),
        "measuring": (measuring(town, town.ana), measuring(town, town.cem)),
    }
