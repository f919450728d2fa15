"""Ties of persons of this site as rows of a list: out for other programs, in from a survey done elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from kizuna.access.viewer import Refused
from kizuna.bonds.edge_list import EdgeList
from kizuna.bonds.survey import Named, NewAnswer
from kizuna.bonds.tie import KINDS

HEADER = ("from", "to", "kind")


def answers(edges: EdgeList) -> list[NewAnswer]:
    """One answer for each person who names somebody: the ids are those of persons here.

    The same list gives the same answers, so that reading it again changes nothing.
    """
    named: dict[str, dict[str, str]] = {}
    for at, (a, b) in enumerate(zip(edges.a, edges.b, strict=True)):
        kind = (edges.kinds[at] if edges.kinds else "") or "friend"
        if kind not in KINDS:
            raise Refused(f"{kind!r} is not a kind of tie here. Use one of: {', '.join(KINDS)}.")
        named.setdefault(_id(edges.names[a]), {})[_id(edges.names[b])] = kind
    return [_answer(person, others) for person, others in sorted(named.items())]


def _id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise Refused(
            f"{text!r} is not the id of a person. Lists read in here hold ids of this site."
        ) from None


def _answer(person: str, others: Mapping[str, str]) -> NewAnswer:
    said = tuple(sorted(others.items()))
    named = tuple(Named(other=other, kind=kind) for other, kind in said)
    return NewAnswer(str(uuid5(NAMESPACE_URL, f"kizuna:bonds:{person}:{said}")), person, "imported", named)


def unknown(new: Iterable[NewAnswer], known: Iterable[str]) -> Sequence[str]:
    """Ids of this list that are nobody here, in order."""
    here = set(known)
    return sorted({id for one in new for id in (one.person, *(other.other for other in one.named))} - here)
