from kizuna.screening.phrases.known import PHRASES

__all__ = ["PHRASES"]
