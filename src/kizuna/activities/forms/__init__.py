from kizuna.activities.forms.aid import AskForm, OfferForm
from kizuna.activities.forms.meetings import AttendanceForm, CalendarForm, DateForm, SeatForm, way_to_reach
from kizuna.activities.forms.news import NewsAreaForm, NewsForm
from kizuna.activities.forms.talking import LetterForm, NotesForm, ToGroupForm

__all__ = [
    "AskForm",
    "AttendanceForm",
    "CalendarForm",
    "DateForm",
    "LetterForm",
    "NewsAreaForm",
    "NewsForm",
    "NotesForm",
    "OfferForm",
    "SeatForm",
    "ToGroupForm",
    "way_to_reach",
]
