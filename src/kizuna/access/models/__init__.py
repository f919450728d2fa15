from kizuna.access.models.asking import Place, Prepared, PreparedList
from kizuna.access.models.writing import add, change

__all__ = ["Place", "Prepared", "PreparedList", "add", "change"]
