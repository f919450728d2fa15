"""Where a postcode lies."""

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.places.models import Postcode, PostcodeFile
from kizuna.places.postcode import key
from kizuna.places.postcodes import PostcodeRow


def postcode(viewer: Viewer, text: str, *, country: str) -> PostcodeRow | None:
    """The middle of a postcode, however it is typed; None when nobody told us of it. One query at most."""
    allow(viewer, "area.see")
    wanted = key(text, country)
    if not wanted:
        return None
    found = Postcode.objects.filter(key=wanted, file__country=country.upper(), file__in_use=True)
    row = found.values_list("lat", "lon").first()
    return PostcodeRow(wanted, *row) if row else None


def postcodes_known(viewer: Viewer, *, country: str) -> int:
    """How many postcodes of a country there are to look up; 0 when no file was read in."""
    allow(viewer, "area.see")
    codes = PostcodeFile.objects.filter(country=country.upper(), in_use=True).values_list("codes", flat=True)
    return codes.first() or 0
