"""The one vocabulary of what people can do and of what was checked about them: data, for every room above.

Codes stay. A skill is what somebody can do; a check is something that a human saw on paper, and it runs out.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from kizuna.access.wording import N_


@dataclass(frozen=True)
class Skill:
    """Something that somebody can do: a code for ever, a label to be translated, and the group it is in."""

    code: str
    label: str
    group: str


GROUPS: dict[str, str] = {
    "people": N_("With people"),
    "health": N_("Health and first aid"),
    "hands": N_("With your hands"),
    "office": N_("Words and papers"),
    "roads": N_("On the road"),
    "disaster": N_("In a disaster"),
}
_TABLE = (
    ("listening", N_("Listening"), "people"),
    ("welcoming", N_("Welcoming newcomers"), "people"),
    ("leading", N_("Leading a group"), "people"),
    ("teaching", N_("Teaching and showing"), "people"),
    ("mediation", N_("Calming a quarrel"), "people"),
    ("children", N_("Being with children"), "people"),
    ("older", N_("Being with older people"), "people"),
    ("dementia", N_("Being with people who forget"), "people"),
    ("coping", N_("Ways to cope with hard days"), "people"),
    ("first_aid", N_("First aid"), "health"),
    ("mental_first_aid", N_("First aid for the mind"), "health"),
    ("nursing", N_("Nursing"), "health"),
    ("medicine", N_("Being a doctor"), "health"),
    ("resuscitation", N_("Starting a heart again"), "health"),
    ("cooking", N_("Cooking"), "hands"),
    ("repairs", N_("Repairs"), "hands"),
    ("electrics", N_("Electrics"), "hands"),
    ("plumbing", N_("Plumbing"), "hands"),
    ("gardening", N_("Gardening"), "hands"),
    ("lifting", N_("Carrying and lifting"), "hands"),
    ("crafts", N_("Crafts"), "hands"),
    ("music", N_("Music"), "hands"),
    ("interpreting", N_("Interpreting"), "office"),
    ("sign_language", N_("Sign language"), "office"),
    ("forms", N_("Forms and letters"), "office"),
    ("computers", N_("Phones and computers"), "office"),
    ("accounts", N_("Keeping accounts"), "office"),
    ("publicity", N_("Posters and news"), "office"),
    ("driving", N_("Driving a car"), "roads"),
    ("minibus", N_("Driving a minibus"), "roads"),
    ("cycling", N_("Carrying things by bicycle"), "roads"),
    ("boat", N_("Handling a boat"), "roads"),
    ("preparedness", N_("Getting a home ready for a disaster"), "disaster"),
    ("radio", N_("Radio without a network"), "disaster"),
    ("search", N_("Searching for people"), "disaster"),
    ("shelter", N_("Running a shelter"), "disaster"),
    ("chainsaw", N_("Clearing trees with a chainsaw"), "disaster"),
    ("pumping", N_("Pumping out water"), "disaster"),
)
SKILLS: dict[str, Skill] = {code: Skill(code, label, group) for code, label, group in _TABLE}

CHECKS: dict[str, str] = {
    "identity": N_("Identity"),
    "record": N_("Criminal record"),
    "children": N_("Record for work with children"),
    "adults": N_("Record for work with adults who need care"),
    "licence": N_("Driving licence"),
    "insurance": N_("Car insurance"),
    "food": N_("Food safety certificate"),
    "first_aid": N_("First aid certificate"),
    "health": N_("Health certificate"),
    "code": N_("Code of conduct, signed"),
}
"""What a human has to have seen before somebody helps with some things."""
USUAL_YEARS: dict[str, int] = {
    "record": 3,
    "children": 3,
    "adults": 3,
    "food": 3,
    "first_aid": 2,
    "insurance": 1,
}
"""How long each is mostly held to be good, where its paper does not say."""
ENDS_SOON = timedelta(days=45)
"""So long before a check runs out its organiser sees it: a new one takes weeks."""


@dataclass(frozen=True)
class CheckValue:
    """Something that was seen about somebody: good until that day, included; None: it does not run out."""

    id: str
    kind: str
    done_on: date
    until: date | None

    @property
    def label(self) -> str:
        """What was seen, to be translated."""
        return CHECKS[self.kind]

    def stands(self, today: date) -> str:
        """`good`, `soon` (it runs out before a new one would be there) or `over`."""
        if self.until is None or self.until > today + ENDS_SOON:
            return "good"
        return "soon" if self.until >= today else "over"


def good_until(done_on: date, kind: str) -> date | None:
    """Until when a check of this kind is mostly held to be good; None when it does not run out."""
    years = USUAL_YEARS.get(kind)
    if years is None:
        return None
    try:
        return done_on.replace(year=done_on.year + years)
    except ValueError:  # the 29th of February
        return done_on.replace(year=done_on.year + years, day=28)
