from kizuna.activities.forms.meetings import AttendanceForm, CalendarForm, DateForm, SeatForm
from kizuna.activities.forms.talking import LetterForm, NotesForm, ToGroupForm

__all__ = [
    "AttendanceForm",
    "CalendarForm",
    "DateForm",
    "LetterForm",
    "NotesForm",
    "SeatForm",
    "ToGroupForm",
]
