"""With which key each sealed value was made."""

from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Model

from kizuna.access.deeds import allow
from kizuna.access.secrets import mark, sealed_with
from kizuna.access.viewer import Viewer
from kizuna.web.models import RAW, TOKEN, blind_fields, in_libraries, raw, sealed_names, tables
from kizuna.web.sealing import Tally


def _values(model: type[Model], names: list[str]) -> Iterator[str]:
    for row in raw(model).values_list(*names).iterator(chunk_size=2000):
        yield from (value for value in row if value)


def tally(viewer: Viewer) -> Tally:
    """Look at every sealed value and every mark: with which key was it made?"""
    allow(viewer, "keys.change")
    keys = tuple(settings.SECRET_KEYS)
    places = {mark(key): place for place, key in enumerate(keys)}
    sealed: Counter[int | None] = Counter()
    marked: Counter[int] = Counter()
    for model in tables():
        if names := sealed_names(model):
            sealed.update(sealed_with(value, keys) for value in _values(model, [RAW + n for n in names]))
        if marks := list(blind_fields(model)):
            marked.update(places.get(value[:8], len(keys)) for value in _values(model, marks))
    for _, _, purpose, _, text in in_libraries():
        sealed.update(sealed_with(value, keys, purpose) for value in TOKEN.findall(text))
    foreign = sealed.pop(None, 0)
    return Tally(
        {place: count for place, count in sealed.items() if place is not None}, dict(marked), foreign
    )
