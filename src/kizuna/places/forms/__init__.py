from kizuna.places.forms.areas import AddForm, ChangeForm, EmergencyForm, EverydayForm, ImportForm
from kizuna.places.forms.crisis import NumberForms, ReviewForm, WholePage, number_rows

__all__ = [
    "AddForm",
    "ChangeForm",
    "EmergencyForm",
    "EverydayForm",
    "ImportForm",
    "NumberForms",
    "ReviewForm",
    "WholePage",
    "number_rows",
]
