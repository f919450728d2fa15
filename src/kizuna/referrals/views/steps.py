"""One step of a referral, whoever takes it: the link worker on their page, the provider by their link."""

from datetime import datetime

from django.utils.translation import gettext as _

from kizuna.access.viewer import Refused, Viewer
from kizuna.referrals import actions
from kizuna.referrals.forms import StepForm


def stepped(form: StepForm, referral: str, by: Viewer, now: datetime) -> bool:
    """Take the step that the form holds; False with the reason in the form when it cannot be taken."""
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        actions.take_step(
            referral=referral,
            to=given["state"],
            reason=given.get("reason", ""),
            note=given["note"],
            as_told=given.get("as_told", False),
            via=given["via"],
            weeks=given.get("weeks"),
            by=by,
            now=now,
        )
    except Refused as refused:
        form.add_error(None, _(str(refused)))
        return False
    return True
