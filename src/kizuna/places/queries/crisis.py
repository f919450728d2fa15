"""Reads about crisis numbers. They are public: whoever looks may know them."""

from datetime import date

from django.conf import settings

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.places.crisis import CrisisDraft, CrisisNumber, overdue
from kizuna.places.models import CrisisNumber as CrisisRow


def crisis_drafts(viewer: Viewer) -> list[CrisisDraft]:
    """The crisis numbers in all their languages, in the order they are shown."""
    allow(viewer, "crisis.see")
    return [
        CrisisDraft(row.kind, row.number, row.label, row.reviewed_on, row.review_by, row.note, row.url)
        for row in CrisisRow.objects.all()
    ]


def crisis_numbers(viewer: Viewer, *, language: str = "en") -> list[CrisisNumber]:
    """The crisis numbers as a reader of this language sees them, else in the site's first language."""
    languages = (language, language.partition("-")[0], settings.LANGUAGE_CODE)
    return [draft.spoken(languages) for draft in crisis_drafts(viewer)]


def crisis_numbers_problem(viewer: Viewer, today: date) -> str | None:
    """Why the crisis numbers cannot be trusted today (unset, overdue), as a sentence; None when they can."""
    return overdue(crisis_drafts(viewer), today)
