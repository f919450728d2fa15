from kizuna.bonds.files.reading import read_people, read_ties
from kizuna.bonds.files.writing import write_calls, write_json, write_measures, write_text

__all__ = ["read_people", "read_ties", "write_calls", "write_json", "write_measures", "write_text"]
