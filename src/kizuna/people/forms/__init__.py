from kizuna.people.forms.own import OwnAboutForm, OwnReachForm, spoken
from kizuna.people.forms.persons import (
    DependForm,
    HomeForm,
    NewPersonForm,
    PersonForm,
    ProtectForm,
    ReachForm,
    SpeakForm,
    StatusForm,
)
from kizuna.people.forms.staff import (
    AcceptForm,
    AddShift,
    Agreement,
    BreakGlass,
    CodeForm,
    Decision,
    InviteForm,
    ReviewGlass,
)

__all__ = [
    "AcceptForm",
    "AddShift",
    "Agreement",
    "BreakGlass",
    "CodeForm",
    "Decision",
    "DependForm",
    "HomeForm",
    "InviteForm",
    "NewPersonForm",
    "OwnAboutForm",
    "OwnReachForm",
    "PersonForm",
    "ProtectForm",
    "ReachForm",
    "ReviewGlass",
    "SpeakForm",
    "StatusForm",
    "spoken",
]
