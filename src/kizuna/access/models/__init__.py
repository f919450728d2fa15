from kizuna.access.models.asking import Place, Prepared
from kizuna.access.models.writing import add, change

__all__ = ["Place", "Prepared", "add", "change"]
