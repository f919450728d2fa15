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
        tables=("directory.Contact", "directory.Phone", "directory.Metadata"),
    ),
    Kind(
        code="directory.faults",
        of_person=False,
        what=N_("What people told us is wrong with a listing, and an e-mail address if they left one."),
        days=365,
        since=N_("the day it was told"),
        why=N_("So that somebody can look into it. The address goes as soon as we have answered."),
        who=N_("Coordinators of the area of the listing, and administrators. The address: nobody."),
        tables=("directory.Fault",),
    ),
    Kind(
        code="directory.changes",
        of_person=False,
        what=N_("What people propose that a listing should say, and an e-mail address if they left one."),
        days=730,
        since=N_("the day it was proposed"),
        why=N_("So that a mistake can be undone. The address goes as soon as all of it is decided."),
        who=N_("Coordinators of the area of the listing, and administrators. The address: nobody."),
        tables=("directory.Change", "directory.ChangedField"),
    ),
)
