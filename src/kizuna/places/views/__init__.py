from kizuna.places.views.crisis import crisis_numbers

__all__ = ["crisis_numbers"]
