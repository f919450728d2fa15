"""The people of the demo whose records show one thing each: plain values. The guide lists them by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True)
class Story:
    """One made-up person. `known` are fields of `people.actions.add_person`."""

    code: str
    name: str
    area: str
    known: Mapping[str, object] = field(default_factory=dict)
    depends_on: tuple[tuple[str, str], ...] = ()
    """Kinds of `people.care.DEPENDENCES`, each with what helpers should know."""
    emergency_only: bool = False
    agrees_for: timedelta | None = None
    """How long they agreed to the support of link workers, from forty days ago on; None: without an end."""


STORIES = (
    Story(
        "rosalind",
        "Rosalind Ashgrove",
        "old-town",
        {"birth_year": 1986, "phone": "+15415550191", "preferred_channel": "text", "shared_contact": True},
    ),
    Story("halvard", "Halvard Pinecroft", "old-town", {"birth_year": 1948, "phone": "+15415550192"}),
    Story("havard", "Havard Pinecroft", "old-town", {"birth_year": 1948, "phone": "+15415550192"}),
    Story("teodora", "Teodora Quayle", "linden-hill", {"birth_year": 1959, "phone": "+15415550193"}),
    Story("dora", "Dora Quayle", "linden-hill", {"birth_year": 1959, "email": "dora.quayle@linden.example"}),
    Story("ambrose", "Ambrose Fenwick", "south-shore", {"birth_year": 1934, "phone": "+15415550194"}),
    Story("ilse", "Ilse Brandow", "south-shore", {"birth_year": 1971, "email": "ilse.b@linden.example"}),
    Story("casper", "Casper Nightingale", "old-town", {"birth_year": 1990, "phone": "+15415550195"}),
    Story(
        "philippa",
        "Philippa Marlowe",
        "linden-hill",
        {
            "birth_year": 1941,
            "phone": "+15415550196",
            "preferred_channel": "phone",
            "lives_alone": False,
            "access_needs": ("step-free", "hearing"),
            "not_said": ("gender",),
            "contact_times": {
                "windows": [{"days": [0, 1, 2, 3, 4], "from": "10:00", "until": "16:00"}],
                "not_at_night": True,
            },
            "address": {
                "lines": ["14 Windmill Row"],
                "locality": "Linden Bay",
                "region": "OR",
                "postcode": "97400",
                "country": "US",
            },
        },
        depends_on=(("oxygen", "Concentrator day and night; one bottle lasts three hours."), ("power", "")),
    ),
    Story("gareth", "Gareth Marlowe", "linden-hill", {"birth_year": 1966, "phone": "+15415550197"}),
    Story(
        "bertil",
        "Bertil Hollis",
        "south-shore",
        {"birth_year": 1952, "phone": "+15415550198"},
        depends_on=(("medicine", "Insulin, kept cold."),),
        emergency_only=True,
    ),
    Story(
        "miriam",
        "Miriam Castellan",
        "old-town",
        {"birth_year": 1963, "email": "miriam.c@linden.example"},
        agrees_for=timedelta(days=49),
    ),
    Story("leona", "Leona Vartan", "old-town", {"birth_year": 1979, "phone": "+15415550199"}),
    Story("dario", "Dario Vartan", "old-town", {"birth_year": 1977, "email": "dario.v@linden.example"}),
)
