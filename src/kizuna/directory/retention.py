"""What is kept of people who work for listed services, and for how long."""

from kizuna.access.keeping import Kind
from kizuna.access.wording import N_

KINDS = (
    Kind(
        code="directory.contacts",
        of_person=False,
        what=N_("Whom an organisation names as its contact in the list of services that it publishes."),
        days=None,
        since=N_("the day it was published"),
        why=N_("So that the list can be passed on whole. It goes when the organisation leaves it out."),
        who=N_("Everybody who reads the open data of the list. Pages of this site do not show it."),
        tables=("directory.Contact",),
    ),
)
