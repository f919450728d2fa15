from kizuna.activities.forms.aid import (
    AskForm,
    OfferForm,
)
from kizuna.activities.forms.groups import GroupForm
from kizuna.activities.forms.meetings import (
    AttendanceForm,
    BuddyForm,
    CalendarForm,
    DateForm,
    SeatForm,
    way_to_reach,
)
from kizuna.activities.forms.news import (
    NewsAreaForm,
    NewsForm,
)
from kizuna.activities.forms.talking import (
    LetterForm,
    NotesForm,
    ToGroupForm,
)
from kizuna.activities.forms.volunteering import (
    AboutForm,
    CheckForm,
    HoursForm,
    ReferenceForm,
    RoleForm,
    ShiftForm,
    SkillForm,
    ThanksForm,
    VolunteerForm,
    VouchForm,
    spoken,
)
from kizuna.activities.forms.workshops import RateForm, WorkshopForm

__all__ = [
    "AboutForm",
    "AskForm",
    "AttendanceForm",
    "BuddyForm",
    "CalendarForm",
    "CheckForm",
    "DateForm",
    "GroupForm",
    "HoursForm",
    "LetterForm",
    "NewsAreaForm",
    "NewsForm",
    "NotesForm",
    "OfferForm",
    "RateForm",
    "ReferenceForm",
    "RoleForm",
    "SeatForm",
    "ShiftForm",
    "SkillForm",
    "ThanksForm",
    "ToGroupForm",
    "VolunteerForm",
    "VouchForm",
    "WorkshopForm",
    "spoken",
    "way_to_reach",
]
