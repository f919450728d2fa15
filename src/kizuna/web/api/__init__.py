from kizuna.web.api.deciding import messages, own, tasks
from kizuna.web.api.document import API
from kizuna.web.api.gate import Gate
from kizuna.web.api.hooks import router as hooks
from kizuna.web.api.reading import docs
from kizuna.web.api.tokens import token

__all__ = ["API", "Gate", "docs", "hooks", "messages", "own", "tasks", "token"]
