"""The first few suggestions are not all of the same kind: their order changes, their scores do not."""

from collections import Counter
from collections.abc import Sequence
from typing import Protocol, TypeVar

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


def varied(ranked: Sequence[T], weights: Weights) -> list[T]:
    """The same suggestions; of the first few, none is crowded out by more of the same.

    The best stays first. A place among the first goes to the best one that still brings something else,
    if it lies at most `window` points below the one whose turn it was.
    """
    rest = list(ranked)
    chosen: list[T] = []
    organisations: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    while rest and len(chosen) < weights.first:
        floor = rest[0].score - weights.window
        place = 0
        for index, one in enumerate(rest):
            if one.score < floor:
                break
            if (
                organisations[one.option.organisation] < weights.same_organisation
                and kinds[one.option.kind] < weights.same_kind
                and groups[one.group] < weights.same_need_group
            ):
                place = index
                break
        one = rest.pop(place)
        chosen.append(one)
        kinds[one.option.kind] += 1
        # What is unknown is not the same as another unknown.
        organisations[one.option.organisation] += bool(one.option.organisation)
        groups[one.group] += bool(one.group)
    return chosen + rest
