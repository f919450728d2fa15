"""What stands beside the referrals on the page of a person, all in one query."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.people import queries as people
from kizuna.referrals.front_door import IntakeValue
from kizuna.referrals.goals import GoalValue
from kizuna.referrals.measuring import MeasuringValue
from kizuna.referrals.models import Flag, Goal, Intake, Measuring
from kizuna.referrals.safety import FlagValue

_FLAG, _GOAL, _MEASURED = "flag", "goal", "measuring"
_CAME = (
    *("pk", "person", "partner__name", "need", "note", "from_name", "may_hear", "received_at", "owner"),
    *("due_step", "due_at", "contacted_at", "closed_at", "outcome", "partner"),
)
_NAMES = ("id", "person", "partner_name", *_CAME[3:])


@dataclass(frozen=True)
class Beside:
    """The newest first in each; goals on the way before those that are over."""

    intakes: list[IntakeValue] = field(default_factory=list)
    """How partners referred them to us."""
    flags: list[FlagValue] = field(default_factory=list)
    """The open worries about them, without their words."""
    goals: list[GoalValue] = field(default_factory=list)
    """Without the day on which they look again."""
    measurings: list[MeasuringValue] = field(default_factory=list)


def beside(viewer: Viewer, person: object) -> Beside:
    """How somebody was referred to us, worries about them, their goals, and when they are asked."""
    for deed in ("intake.see", "flag.see", "goal.see", "check_up.see"):
        allow_some(viewer, deed)
    same = people.visible_same(viewer, person)
    came = Intake.objects.filter(person__in=same).order_by().values_list(*_CAME)
    rows = came.union(_worries(same), _goals(same), _measurings(same), all=True)
    found = Beside()
    for row in sorted(rows, key=lambda row: (row[7], str(row[0])), reverse=True):
        _add(found, dict(zip(_NAMES, row, strict=True)))
    found.goals.sort(key=lambda one: one.state != "open")
    return found


def _columns(kind: str, **given: Any) -> list[Any]:
    """What stands in each column for rows that are no referrals to us."""
    text, words = Value("", CharField()), Value("", Flag._meta.get_field("outcome"))
    never, nobody = Cast(Value(None), DateTimeField()), Cast(Value(None), UUIDField())
    empty: dict[str, Any] = dict.fromkeys(("partner_name", "need", "outcome"), text)
    empty |= dict.fromkeys(("note", "from_name"), words)
    empty |= dict.fromkeys(("due_at", "contacted_at", "closed_at"), never)
    empty |= dict.fromkeys(("owner", "partner"), nobody)
    values = empty | {"may_hear": Value(False), "due_step": Value(kind, CharField())} | given
    return ["pk", "person", *(values[name] for name in _NAMES[2:])]


def _worries(same: Any) -> "QuerySet[Flag, Any]":
    rows = Flag.objects.filter(person__in=same, closed_at__isnull=True).order_by()
    return rows.values_list(*_columns(_FLAG, received_at="raised_at"))


def _goals(same: Any) -> "QuerySet[Goal, Any]":
    given = {
        "need": "need",
        "note": "words",
        "received_at": "set_at",
        "due_at": "ended_at",
        "outcome": "state",
    }
    return Goal.objects.filter(person__in=same).order_by().values_list(*_columns(_GOAL, **given))


def _measurings(same: Any) -> "QuerySet[Measuring, Any]":
    given = {"received_at": "begun_at", "due_at": "left_first_at", "contacted_at": "left_again_at"}
    scales = Cast("scales", TextField())
    columns = _columns(_MEASURED, partner_name=scales, closed_at="again_at", **given)
    return Measuring.objects.filter(person__in=same).order_by().values_list(*columns)


def _add(found: Beside, row: dict[str, Any]) -> None:
    id, person, since = str(row["id"]), str(row["person"]), row["received_at"]
    if row["due_step"] == _FLAG:
        found.flags.append(FlagValue(id, person, since, "", None, ""))
    elif row["due_step"] == _GOAL:
        found.goals.append(
            GoalValue(id, person, row["note"], row["need"], row["outcome"], since, row["due_at"])
        )
    elif row["due_step"] == _MEASURED:
        found.measurings.append(_measuring(id, person, since, row))
    else:
        texts = {name: str(row[name]) if row[name] else None for name in ("id", "person", "owner", "partner")}
        found.intakes.append(IntakeValue(**row | texts))


def _measuring(id: str, person: str, begun_at: datetime, row: dict[str, Any]) -> MeasuringValue:
    left = {"first": row["due_at"], "again": row["contacted_at"]}
    return MeasuringValue(
        id=id,
        person=person,
        begun_at=begun_at,
        again_at=row["closed_at"],
        scales=tuple(json.loads(row["partner_name"])),
        left=frozenset(stage for stage, at in left.items() if at),
    )
