"""Who is out of a link worker's sight and says that they want support again."""

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.people.asking import Asker
from kizuna.people.coming_back import is_named
from kizuna.people.models import Person
from kizuna.people.models.filling import indexes, normal_email, normal_phone
from kizuna.people.profile import fold
from kizuna.people.queries.asking import asker
from kizuna.people.queries.sight import AWAKE, visible_to_keepers
from kizuna.places.identity import known


def returning(viewer: Viewer, name: str, channel: str, address: str) -> Asker | None:
    """The one person of this name whom this number or address reaches alone, near this viewer.

    Nobody who died, wants no contact, lets their record rest, must not be found, or is kept apart from the
    viewer. For the house, which sends them a code: nothing of it is shown.
    """
    allow_some(viewer, "consent.hear")
    kind, plain = ("email", normal_email(address)) if channel == "email" else ("phone", normal_phone(address))
    found = asker(SYSTEM("coming back"), channel, indexes(plain, kind))
    if found is None or not found.person:
        return None
    rows = Person.objects.filter(AWAKE, pk=known(found.person)).exclude(pk__in=visible_to_keepers(viewer))
    row = rows.first()
    if row is None or not is_named(fold(name), row.name_key):
        return None
    try:
        allow(viewer, "consent.hear", area=row.area_id)
    except NotFound:
        return None
    return found
