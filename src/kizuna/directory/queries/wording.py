"""Words of the people beside words of listings, for curators."""

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.models import Synonym
from kizuna.directory.synonyms import SYNONYMS, Pair, pairs


def synonyms(viewer: Viewer, text: str = "") -> list[Pair]:
    """Every pair that holds these letters, by what people say."""
    allow(viewer, "need.map")
    changed = dict(Synonym.objects.values_list("said", "listed"))
    wanted = text.strip().lower()
    return [pair for pair in pairs(SYNONYMS, changed) if wanted in pair.said or wanted in pair.listed]
