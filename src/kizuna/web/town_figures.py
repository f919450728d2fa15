"""Figures about a whole community: named, and hidden where they are too small to be safe to show."""

from collections.abc import Mapping
from dataclasses import dataclass

from kizuna.access.small_numbers import shown
from kizuna.access.wording import N_

FIGURES = {
    "check_ups": N_("check-ups in the last 30 days"),
    "concerns_open": N_("safety concerns open"),
    "asked_for_contact": N_("people waiting for a call"),
    "referrals_open": N_("referrals on their way"),
    "referrals_closed": N_("referrals with a known result"),
    "referrals_overdue": N_("referrals without an answer in time"),
    "groups": N_("groups that meet"),
    "events_week": N_("events in the next 7 days"),
    "came": N_("visits to groups in the last 30 days"),
    "services": N_("services listed"),
    "services_fresh": N_("services confirmed in the last 6 months"),
}
OF_PEOPLE = frozenset(
    {
        "check_ups",
        "concerns_open",
        "asked_for_contact",
        "referrals_open",
        "referrals_closed",
        "referrals_overdue",
        "came",
    }
)

COMPONENTS = {
    "health": N_("Body and mind"),
    "communication": N_("Word gets round"),
    "connection": N_("People know each other"),
    "organisations": N_("Organisations take part"),
}


@dataclass(frozen=True)
class Figure:
    """One count. `n` is None when it is hidden because so few people stand behind it."""

    code: str
    label: str
    n: int | None

    @property
    def hidden(self) -> bool:
        """Whether the count is too small to show."""
        return self.n is None


@dataclass(frozen=True)
class Component:
    """One of the four components with its figures; without any, it is a gap and shown as one."""

    code: str
    label: str
    figures: tuple[Figure, ...]

    @property
    def gap(self) -> bool:
        """Whether nothing is known."""
        return not self.figures


@dataclass(frozen=True)
class StateOfTown:
    """What is known of the whole community now."""

    today: tuple[Figure, ...]
    components: tuple[Component, ...]


def counted(code: str, n: int) -> Figure:
    """A figure; a small count of people is hidden."""
    return Figure(code, FIGURES[code], shown(n) if code in OF_PEOPLE else n)


def component(code: str, counts: Mapping[str, int]) -> Component:
    """One component from the counts that the rooms gave."""
    return Component(code, COMPONENTS[code], tuple(counted(c, n) for c, n in counts.items()))
