"""Two neighbourhoods with a group each, and people who come."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.activities.actions import load_attendance, load_events, load_groups
from kizuna.activities.group import NewAttendance, NewEvent, NewGroup
from kizuna.people.actions import add_person
from kizuna.places.actions import add_area
from tests.conftest import NOW

HOUSE = SYSTEM("tests")


@dataclass(frozen=True)
class Town:
    """Ids of what was made."""

    hill: str
    shore: str
    walk: str
    choir: str
    walk_event: str
    ana: str
    bo: str

    @property
    def organiser(self) -> Viewer:
        """Who keeps the groups of the hill."""
        return Viewer(role="organiser", account=str(uuid4()), areas=frozenset({self.hill}))

    @property
    def ana_herself(self) -> Viewer:
        """A resident."""
        return Viewer(role="resident", account=str(uuid4()), person=self.ana)


def town() -> Town:
    """Hill and shore; a slow walk on Tuesdays on the hill, a choir on the shore; Ana and Bo walk."""
    near = {"level": "neighbourhood", "above": None, "by": HOUSE, "now": NOW}
    hill = str(add_area(name="Hill", lat=52.0, lon=4.0, **near))
    shore = str(add_area(name="Shore", lat=52.03, lon=4.0, **near))
    walk, choir = str(uuid4()), str(uuid4())
    groups = [
        NewGroup(
            id=walk,
            name="Slow walk",
            area=hill,
            description="A walk by the water",
            welcome_note="Look for the red scarf.",
            helps_with=("moving.walk", "company.group"),
            place_name="Pier 2",
            lat=52.001,
            lon=4.0,
            languages=("en", "pt"),
            step_free=True,
            cost=Decimal(0),
            size=8,
            places_left=3,
            email="walk@example.org",
            phone="5550137",
            gentle=True,
            confirmed_on=date(2026, 11, 16),
        ),
        NewGroup(
            id=choir, name="Choir", area=shore, helps_with=("company",), cost=Decimal("2.50"), join="ask"
        ),
    ]
    load_groups(groups=groups, by=HOUSE, now=NOW)
    tuesday = NOW.replace(month=9, day=1, hour=10)
    walking = NewEvent(walk, "Slow walk", tuesday, tuesday + timedelta(hours=2), "FREQ=WEEKLY")
    sunday = NOW.replace(day=29, hour=17)
    singing = NewEvent(choir, "Open rehearsal", sunday, sunday + timedelta(hours=1))
    load_events(events=[walking, singing], by=HOUSE, now=NOW)
    who = {"area": hill, "by": HOUSE, "now": NOW}
    ana, bo = (str(add_person(name=name, person_id=uuid4(), **who)) for name in ("Ana Lima", "Bo Reis"))
    event = str(walking.known_id)
    weeks = [(ana, 0), (ana, 1), (bo, 0), (bo, 11)]
    load_attendance(
        attendance=[NewAttendance(event, tuesday + timedelta(weeks=n), who, "came", NOW) for who, n in weeks],
        by=HOUSE,
        now=NOW,
    )
    return Town(hill, shore, walk, choir, event, ana, bo)
