"""Reading questionnaires. They are public: every viewer may see every question."""

from kizuna.access.viewer import NotFound, Viewer
from kizuna.instruments.definition import Instrument
from kizuna.instruments.files import codes, read


def instrument(viewer: Viewer, code: str) -> Instrument:
    """The questionnaire with this code; NotFound when there is none."""
    found = read(code)
    if found is None:
        raise NotFound(code)
    return found


def instruments(viewer: Viewer) -> list[Instrument]:
    """Every questionnaire of this site."""
    return [found for code in codes() if (found := read(code))]
