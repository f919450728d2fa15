"""Ties of persons of this site as rows of a list: out for other programs, in from a survey done elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from kizuna.access.viewer import Refused
from kizuna.bonds.edge_list import DETAILS, EdgeList
from kizuna.bonds.survey import Named, NewAnswer
from kizuna.bonds.tie import KINDS, SEEN, STRENGTHS, SUPPORT, Report

HEADER = ("from", "to", "kind", *DETAILS)


def rows(said: Iterable[Report]) -> list[tuple[str, ...]]:
    """A row for each tie that somebody told of, in order. What is only inferred is not in it."""
    found = [
        (
            one.by,
            one.about,
            one.kind,
            " ".join(sorted(one.gives)),
            " ".join(sorted(one.gets)),
            str(one.strength or ""),
            str(one.since or ""),
            one.seen,
        )
        for one in said
    ]
    return sorted(found)


def answers(edges: EdgeList) -> list[NewAnswer]:
    """One answer for each person who names somebody: the ids are those of persons here.

    The same list gives the same answers, so that reading it again changes nothing.
    """
    named: dict[str, dict[str, Named]] = {}
    for at, (a, b) in enumerate(zip(edges.a, edges.b, strict=True)):
        one = _named(edges, at, _id(edges.names[b]))
        named.setdefault(_id(edges.names[a]), {})[one.other] = one
    return [_answer(person, others) for person, others in sorted(named.items())]


def _named(edges: EdgeList, at: int, other: str) -> Named:
    """What this row says of one person; Refused when it holds a word that is not one of ours."""
    said = {name: each[at] for name, each in edges.details.items()}
    kind = (edges.kinds[at] if edges.kinds else "") or "friend"
    if kind not in KINDS:
        raise Refused(f"{kind!r} is not a kind of tie here. Use one of: {', '.join(KINDS)}.")
    found = Named(
        other=other,
        kind=kind,
        gives=tuple(sorted(said.get("gives", "").casefold().split())),
        gets=tuple(sorted(said.get("gets", "").casefold().split())),
        strength=_number(said, "strength"),
        since=_number(said, "since"),
        seen=said.get("seen", "").casefold(),
    )
    if not found.sound():
        raise Refused(
            f"Tie {at + 1}: one of {', '.join(DETAILS)} holds a word that is not one of ours. "
            f"gives and gets: {' '.join(SUPPORT)}; strength: 1 to {max(STRENGTHS)}; since: a year; "
            f"seen: {' '.join(SEEN)}."
        )
    return found


def _number(said: Mapping[str, str], name: str) -> int | None:
    text = said.get(name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Refused(f"{name} is {text!r}. It is a whole number, or empty.")
    return int(text) if text else None


def _id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise Refused(
            f"{text!r} is not the id of a person. Lists read in here hold ids of this site."
        ) from None


def _answer(person: str, others: Mapping[str, Named]) -> NewAnswer:
    named = tuple(one for _, one in sorted(others.items()))
    said = "|".join(",".join(row) for row in rows(_report(person, one) for one in named))
    return NewAnswer(str(uuid5(NAMESPACE_URL, f"kizuna:bonds:{said}")), person, "imported", named)


def _report(person: str, one: Named) -> Report:
    return Report(
        person,
        one.other,
        one.kind,
        frozenset(one.gives),
        frozenset(one.gets),
        one.strength,
        one.since,
        one.seen,
    )


def unknown(new: Iterable[NewAnswer], known: Iterable[str]) -> Sequence[str]:
    """Ids of this list that are nobody here, in order."""
    here = set(known)
    return sorted({id for one in new for id in (one.person, *(other.other for other in one.named))} - here)
