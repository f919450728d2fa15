"""What is held about somebody as a volunteer: for the file that they take along."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from kizuna.activities.models import Check, Helping, Nudge, PersonSkill, Reference, Stint, Volunteer
from kizuna.activities.queries.candidates import minutes_of
from kizuna.activities.shifts import HELPING, HOWS, REFERENCES, STINTS
from kizuna.activities.skills import CHECKS, SKILLS


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _label(code: str, table: dict[str, str]) -> str:
    return table.get(code, code)


def volunteer_held(ids: Iterable[UUID]) -> dict[str, Any]:
    """What somebody offers, can do and did as a volunteer, and what was seen or said of them."""
    persons = list(ids)
    helping = Helping.objects.filter(volunteer__person__in=persons).select_related("role__group")
    stints = Stint.objects.filter(volunteer__person__in=persons).select_related("shift__role__group")
    return {
        "volunteering": [_offer(one) for one in Volunteer.objects.filter(person__in=persons)],
        "helping": [
            {
                "group": one.role.group.name,
                "role": one.role.name,
                "status": _label(one.state, HELPING),
                "in_their_words": one.words,
                "asked_at": one.asked_at.isoformat(),
                "answered_at": one.answered_at.isoformat() if one.answered_at else None,
            }
            for one in helping.order_by("asked_at", "pk")
        ],
        "shifts": [
            {
                "group": one.shift.role.group.name,
                "role": one.shift.role.name,
                "starts_at": one.shift.starts_at.isoformat(),
                "status": _label(one.state, STINTS),
                "minutes": minutes_of(one),
                "asked_at": one.asked_at.isoformat(),
            }
            for one in stints.order_by("shift__starts_at", "pk")
        ],
        **_papers(persons),
    }


def _papers(persons: Iterable[UUID]) -> dict[str, Any]:
    references = Reference.objects.filter(volunteer__person__in=persons)
    labels = {code: one.label for code, one in SKILLS.items()}
    return {
        "skills": [
            {"what": _label(one.code, labels), "how": _label(one.how, HOWS), "since": one.since.isoformat()}
            for one in PersonSkill.objects.filter(person__in=persons).order_by("since", "pk")
        ],
        "checks": [
            {
                "what": _label(one.kind, CHECKS),
                "since": _day(one.done_on),
                "until": _day(one.until),
                "at": one.at.isoformat(),
            }
            for one in Check.objects.filter(person__in=persons).order_by("at", "pk")
        ],
        "references": [
            {
                "name": one.name,
                "reach": one.reach,
                "status": _label(one.state, REFERENCES),
                "in_their_words": _words(one.said),
                "asked_at": one.asked_at.isoformat() if one.asked_at else None,
                "answered_at": one.answered_at.isoformat() if one.answered_at else None,
            }
            for one in references.order_by("named_at", "pk")
        ],
    }


def nudged(ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """When an organiser wrote to somebody because they were missed."""
    rows = Nudge.objects.filter(person__in=list(ids)).select_related("group").order_by("written_at", "pk")
    return [{"group": one.group.name, "sent_at": one.written_at.isoformat()} for one in rows]


def _words(said: Any) -> str:
    return " · ".join(filter(None, map(str, said.values() if isinstance(said, dict) else said or ())))


def _offer(one: Volunteer) -> dict[str, Any]:
    return {
        "can_do": one.can_do,
        "times": ", ".join(filter(None, [one.times, *(one.parts or ())])),
        "km": one.km,
        "most_week": one.most_week,
        "most_month": one.most_month,
        "rests_until": _day(one.paused_until),
        "thanked_at": one.thanked_at.isoformat() if one.thanked_at else None,
        "since": one.since.isoformat(),
    }
