"""Options, facts and how to change one thing about them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from kizuna.directory.capacity import STATES
from kizuna.directory.hours import PARTS_OF_THE_WEEK
from kizuna.directory.needs import BY_CODE
from kizuna.directory.option import Option
from kizuna.signposting.facts import PersonFacts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HERE = (52.0, 4.0)
AREAS = ("a-hill", "a-shore", "a-town")


def option(**known) -> Option:
    """An option of which nothing is known but what is said here."""
    plain = {
        "kind": "service",
        "id": "1",
        "name": "Tea and talk",
        "organisation": "",
        "summary": "",
        "needs": frozenset({"company.friend"}),
    }
    return Option(**{**plain, **known})


_maybe = lambda strategy: st.none() | strategy  # noqa: E731
_codes = st.frozensets(st.sampled_from(sorted(BY_CODE)), min_size=1, max_size=4)
_languages = st.frozensets(st.sampled_from(["en", "es", "pt", "pt-BR", "ht"]), max_size=3)

_hours = st.integers(-24 * 5, 24 * 90).map(lambda hours: NOW + timedelta(hours=hours))


@st.composite
def options(draw) -> Option:
    """Any option, with most things unknown now and then."""
    near = draw(st.booleans())
    lat, lon = (
        (HERE[0] + draw(st.floats(-0.2, 0.2)), HERE[1] + draw(st.floats(-0.2, 0.2))) if near else (None, None)
    )
    low, high = draw(_maybe(st.integers(0, 90))), draw(_maybe(st.integers(0, 110)))
    return Option(
        kind=draw(st.sampled_from(["service", "group"])),
        id=str(draw(st.uuids())),
        name=draw(st.sampled_from(["Tea and talk", "Slow walk", "Garden", "Food shelf"])),
        organisation=draw(st.sampled_from(["", "Hall", "Library", "Clinic"])),
        summary=draw(st.sampled_from(["", "We cook and eat together", "Gardening for all"])),
        needs=draw(_codes),
        lat=lat,
        lon=lon,
        remote=draw(st.booleans()),
        min_age=low,
        max_age=high,
        genders=draw(_maybe(st.sampled_from([frozenset({"female"}), frozenset({"male"})]))),
        eligibility=draw(st.sampled_from(["", "For carers"])),
        languages=draw(_maybe(_languages)),
        step_free=draw(_maybe(st.booleans())),
        cost=draw(_maybe(st.sampled_from([Decimal(0), Decimal("2.50"), Decimal(40)]))),
        cost_text=draw(st.sampled_from(["", "Pay what you can"])),
        areas=draw(_maybe(st.frozensets(st.sampled_from(AREAS), min_size=1))),
        open_now=draw(_maybe(st.booleans())),
        next_start=draw(
            _maybe(st.integers(-24 * 5, 24 * 90).map(lambda hours: NOW + timedelta(hours=hours)))
        ),
        times=draw(_maybe(st.frozensets(st.sampled_from(PARTS_OF_THE_WEEK[:4])))),
        papers=draw(_maybe(st.booleans())),
        places_left=draw(_maybe(st.integers(0, 9))),
        capacity=draw(_maybe(st.sampled_from(STATES))),
        waiting_days=draw(_maybe(st.integers(0, 90))),
        group_size=draw(_maybe(st.integers(1, 60))),
        gentle=draw(_maybe(st.booleans())),
        confirmed_on=draw(_maybe(st.dates(date(2024, 1, 1), date(2026, 11, 30)))),
    )


@st.composite
def facts(draw) -> PersonFacts:
    """Anybody, with most things unknown now and then."""
    low = draw(st.integers(0, 100))
    here = draw(st.booleans())
    return PersonFacts(
        age=draw(_maybe(st.just((float(low), float(low + draw(st.integers(0, 20))))))),
        gender=draw(st.sampled_from(["", "female", "male", "another"])),
        lat=HERE[0] if here else None,
        lon=HERE[1] if here else None,
        areas=draw(st.sampled_from([frozenset(), frozenset({"a-hill", "a-town"}), frozenset({"a-town"})])),
        areas_inside=draw(st.sampled_from([frozenset(), frozenset({"a-shore"})])),
        languages=draw(st.sampled_from([(), ("en",), ("pt",), ("en", "pt"), ("ht", "pt")])),
        local_language="en",
        mobility=draw(st.sampled_from(["", "well", "slow", "home"])),
        needs_step_free=draw(st.booleans()),
        very_isolated=draw(st.booleans()),
        reach=draw(st.frozensets(st.sampled_from(["group", "one", "phone", "visit", "online"]))),
        matters=draw(st.sampled_from(["", "gardening and my dog", "I love to cook"])),
        times=draw(st.frozensets(st.sampled_from(PARTS_OF_THE_WEEK[:4]), max_size=2)),
        papers=draw(_maybe(st.booleans())),
    )


needs = st.lists(st.sampled_from(sorted(BY_CODE)), max_size=4, unique=True)
