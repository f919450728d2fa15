"""What people put right about themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kizuna.access.viewer import Viewer
from kizuna.people.actions.persons import _changing, _correct


def correct_own(*, changes: Mapping[str, Any], keep: str = "", by: Viewer, now: datetime) -> None:
    """Change what is held about the one who looks; nothing when nothing is different.

    The number or address that is no longer theirs hears that it was changed: who did not do it can say so.
    Whoever signed in by it signs in by the new one, and only the session `keep` goes on.
    """
    if changes:
        _correct(by.person, changes, keep, by, now)
    else:
        _changing(by, by.person)
