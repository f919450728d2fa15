"""The first few suggestions are not all of the same kind: their order changes, their scores do not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from kizuna.directory.needs import meets
from kizuna.directory.option import Option
from kizuna.signposting.weights import Weights


class Scored(Protocol):
    """A suggestion as far as variety looks at it."""

    @property
    def option(self) -> Option: ...

    @property
    def score(self) -> int: ...

    @property
    def group(self) -> str: ...


T = TypeVar("T", bound=Scored)


def shown(needs: Sequence[str], ranked: Iterable[Scored], weights: Weights) -> int:
    """How many suggestions a page shows first: one for each need that something meets, within limits."""
    offered = frozenset().union(*(one.option.needs for one in ranked))
    met = sum(meets(code, offered) for code in needs)
    return max(weights.shown, min(weights.first, met))


def varied(ranked: Sequence[T], weights: Weights, needs: Sequence[str] = ()) -> list[T]:
    """The same suggestions; of the first few, none is crowded out by more of the same.

    The best stays first, and the best for each need stands among those `shown` first. Another place goes to
    the best one that still brings something else, if it lies at most `window` points below the one whose turn
    it was.
    """
    rest = list(ranked)
    kept = _best_of_each(ranked, needs, weights)
    last = shown(needs, ranked, weights)
    chosen: list[T] = []
    while rest and len(chosen) < weights.first:
        full = kept and last - len(chosen) <= len(kept)
        place = kept[0] if full else _something_else(rest, chosen, weights)
        chosen.append(rest.pop(place))
        kept = [other - (other > place) for other in kept if other != place]
    return chosen + rest


def _best_of_each(ranked: Sequence[Scored], needs: Sequence[str], weights: Weights) -> list[int]:
    """The places of the best of all and of the best for each need, the most pressing needs if too many."""
    found: dict[int, None] = {0: None} if ranked and needs else {}
    for code in needs:
        place = next((n for n, one in enumerate(ranked) if meets(code, one.option.needs)), None)
        if place is not None:
            found[place] = None
    return sorted(list(found)[: weights.first])


def _something_else(rest: Sequence[Scored], chosen: Sequence[Scored], weights: Weights) -> int:
    """The place of the best that is not more of the same; of the best of all when there is none near."""
    # What is unknown is not the same as another unknown.
    organisations = Counter(one.option.organisation for one in chosen if one.option.organisation)
    kinds = Counter(one.option.kind for one in chosen)
    groups = Counter(one.group for one in chosen if one.group)
    floor = rest[0].score - weights.window
    for place, one in enumerate(rest):
        if one.score < floor:
            break
        if (
            organisations[one.option.organisation] < weights.same_organisation
            and kinds[one.option.kind] < weights.same_kind
            and groups[one.group] < weights.same_need_group
        ):
            return place
    return 0
