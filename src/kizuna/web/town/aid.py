"""What the people of Linden Bay ask of each other and offer, this week."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from kizuna.activities.aid import ASK, OFFER, TIMES, LoadedAid, NewAid
from kizuna.web.town.ids import town_id
from kizuna.web.town.life import Town
from kizuna.web.town.rows import Resident

ASKS = (
    ("lift", "To the eye clinic and back. I walk with a stick."),
    ("lift", "To my sister in Old Town, once a month."),
    ("shopping", "Potatoes, milk and cat food. I cannot carry much."),
    ("shopping", "My hip was mended. Four weeks of shopping, please."),
    ("company", "A cup of tea and a talk. I am at home most days."),
    ("company", "Somebody to walk with along the water."),
    ("company", "To play chess. I am not very good."),
    ("call", "A voice in the morning does me good."),
    ("pets", "The dog needs a walk while my leg heals."),
    ("tools", "A long ladder for one afternoon."),
    ("tools", "A drill, to hang up two shelves."),
    ("house", "A light bulb that I cannot reach."),
    ("letters", "A letter from the housing office that I do not understand."),
    ("computer", "My phone shows no pictures any more."),
    ("translation", "At the school, with my daughter’s teacher."),
    ("childcare", "Two hours on Thursday, while I am at the dentist."),
    ("medicine", "From the chemist at the harbour, once a week."),
    ("room", "My son’s friend needs a bed for two weeks."),
)
OFFERS = (
    (("lift", "shopping"), "I drive past the clinic twice a week."),
    (("lift",), "There is room for a wheelchair."),
    (("shopping", "pets"), "I shop on Saturdays anyway."),
    (("shopping", "medicine"), ""),
    (("company", "call"), "I am retired and like to listen."),
    (("company",), "I know every path along the shore."),
    (("company", "meal"), "There is always a plate too many."),
    (("call",), "Mornings are best."),
    (("pets",), "I miss having a dog."),
    (("tools", "house"), "I was a carpenter."),
    (("tools",), "Ladder, drill, saw, sewing machine."),
    (("letters", "computer"), "I worked in an office for thirty years."),
    (("translation", "letters"), ""),
    (("childcare",), "I brought up four."),
    (("house", "computer"), ""),
)


def neighbours(town: Town, rng: Random, guest: int) -> Iterator[LoadedAid]:
    """Asks and offers of grown-ups, the ask of the one whom visitors sign in as among them."""
    grown = [one for one in town.people if town.now.year - one.birth_year >= 18 and one.number != guest]
    chosen = rng.sample(grown, min(len(grown), len(ASKS) + len(OFFERS) - 1))
    who = iter([town.people[guest], *chosen])
    for number, ((kind, words), one) in enumerate(zip(ASKS, who, strict=False)):
        yield _given(
            town, rng, one, NewAid(ASK, (kind,), **_about(town, rng, one), words=words), f"ask {number}"
        )
    for number, ((kinds, words), one) in enumerate(zip(OFFERS, who, strict=False)):
        said = _about(town, rng, one)
        new = NewAid(
            OFFER, kinds, **said, words=words, far_km=rng.choice((2, 8, 40)), room=rng.choice((1, 1, 2))
        )
        yield _given(town, rng, one, new, f"offer {number}")


def _about(town: Town, rng: Random, who: Resident) -> dict[str, Any]:
    return {
        "name": who.called or who.name.partition(" ")[0],
        "reach": who.email or f"neighbour{who.number}@linden.example",
        "area": town.areas[who.neighbourhood],
        "times": tuple(sorted(rng.sample(sorted(TIMES), rng.randrange(0, 3)))),
        "languages": tuple(sorted({*who.languages, *(("en",) if rng.random() < 0.6 else ())})),
    }


def _given(town: Town, rng: Random, who: Resident, new: NewAid, code: str) -> LoadedAid:
    at = town.now - timedelta(days=rng.randrange(0, 13), hours=rng.randrange(1, 20))
    # The newest wait to be read, as everything does where a site is moderated.
    state = "waiting" if rng.random() < 0.1 else "open"
    return LoadedAid(new, town_id("aid", code), str(town_id("person", who.number)), at, state)
