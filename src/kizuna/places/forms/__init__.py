from kizuna.places.forms.crisis import NumberForms, ReviewForm, WholePage, number_rows

__all__ = ["NumberForms", "ReviewForm", "WholePage", "number_rows"]
