"""The shape of files and functions: names, lengths, signatures, docstrings, clocks."""

import ast
from collections.abc import Iterator

from kizuna.house import CELLAR
from tests.house.tree import Source

BANNED = frozenset(
    {
        "util",
        "utils",
        "common",
        "core",
        "helper",
        "helpers",
        "service",
        "services",
        "misc",
        "admin",
        "signals",
    }
)
# Kinds that are handed the time as `now=`; the others stand at the edge, where a clock is read.
TIMELESS = frozenset({"pure", "fields", "models", "queries", "actions", "forms"})
CLOCK = frozenset(
    {
        *(
            "datetime.now",
            "datetime.today",
            "datetime.utcnow",
            "datetime.datetime.now",
            "datetime.date.today",
        ),
        *("datetime.datetime.now", "datetime.date.today", "time.time", "timezone.now"),
    }
)
# These read the clock only when they are given no time.
CLOCK_WITHOUT_TIME = frozenset({"timezone.localtime", "timezone.localdate"})
CHANCE = frozenset({"uuid4", "uuid1", "uuid.uuid4", "uuid.uuid1", "SystemRandom", "random.SystemRandom"})
FILES = frozenset({"open", "input", "print", "exec", "eval", "__import__"})
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function, methods and inner ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def public(tree: ast.Module) -> Iterator[Function]:
    """Functions at the top of a file that others may call."""
    return (
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    )


def offered(source: Source) -> Iterator[Function]:
    """Public functions that others can reach: in a folder, those that its `__init__.py` imports."""
    return (f for f in public(source.tree) if source.exported is None or f.name in source.exported)


def dotted(node: ast.AST) -> str:
    """`a.b.c` as text; empty when it is something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{before}.{node.attr}" if (before := dotted(node.value)) else ""
    return ""


def length_rules(text: str, tree: ast.Module) -> Iterator[str]:
    """Files of at most 400 lines, functions of at most 50."""
    if len(text.splitlines()) > 400:
        yield f"{len(text.splitlines())} lines; 400 are the most"
    for function in functions(tree):
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > 50:
            yield f"{function.name} has {lines} lines; 50 are the most"


def name_rules(source: Source) -> Iterator[str]:
    """No drawer for odds and ends, no admin."""
    for part in source.parts:
        if part in BANNED:
            yield f"{part} is not a name here"


def init_rules(source: Source) -> Iterator[str]:
    """`__init__.py` is empty, or only imports in a folder that stands for a file."""
    if source.parts[-1] != "__init__":
        return
    body = source.tree.body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    for node in body:
        names_all = isinstance(node, ast.Assign) and dotted(node.targets[0]) == "__all__"
        if len(source.parts) == 1 or not (isinstance(node, ast.Import | ast.ImportFrom) or names_all):
            yield "__init__.py must be empty, or only import in a folder that stands for a file"
            return


def time_rules(source: Source) -> Iterator[str]:
    """Inside the house the time is `now=`; a pure file also has no files and no hidden randomness."""
    if source.kind not in TIMELESS:
        return
    for node in ast.walk(source.tree):
        name = dotted(node)
        if name in CLOCK:
            yield f"{source.kind}: {name} hides a clock; take now="
        if isinstance(node, ast.Call) and dotted(node.func) in CLOCK_WITHOUT_TIME and not node.args:
            yield f"{source.kind}: {dotted(node.func)}() hides a clock; give it now"
        if source.kind == "pure" and isinstance(node, ast.Call):
            yield from _impure_call(node)


def _impure_call(call: ast.Call) -> Iterator[str]:
    name = dotted(call.func)
    if name in FILES:
        yield f"pure: {name}()"
    if name in CHANCE:
        yield f"pure: {name}() hides randomness; take the value or rng="
    unseeded = not call.args and not call.keywords
    if name in {"Random", "random.Random"} and unseeded:
        yield f"pure: {name}() has no seed; take rng="
    if ".random." in name and (unseeded or not name.endswith(("default_rng", "SeedSequence", "Generator"))):
        yield f"pure: {name}() hides randomness; take rng="


def signature_rules(source: Source) -> Iterator[str]:
    """Types on all signatures; a docstring on each public function and class."""
    for function in functions(source.tree):
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        untyped = [a.arg for a in arguments if a.annotation is None and a.arg not in {"self", "cls"}]
        if untyped:
            yield f"{function.name} does not say the type of {', '.join(untyped)}"
        if function.returns is None:
            yield f"{function.name} does not say what it returns"
    for node in (*public(source.tree), *(n for n in source.tree.body if isinstance(n, ast.ClassDef))):
        if not node.name.startswith("_") and not ast.get_docstring(node):
            yield f"{node.name} has no docstring"


def query_rules(source: Source) -> Iterator[str]:
    """Every read asks who looks, first, and gives values, never rows."""
    if source.kind != "queries":
        return
    rows = {
        alias.asname or alias.name
        for node in source.tree.body
        if isinstance(node, ast.ImportFrom) and node.module and ".models" in node.module
        for alias in node.names
        if alias.name[:1].isupper()
    }
    for function in offered(source):
        if [a.arg for a in (*function.args.posonlyargs, *function.args.args)][:1] != ["viewer"]:
            yield f"query {function.name} does not take the viewer first"
        if function.returns and not function.name.startswith("visible"):
            given = {dotted(n).rpartition(".")[2] for n in ast.walk(function.returns)}
            if given & (rows | {"QuerySet"}):
                yield f"query {function.name} gives rows: {ast.unparse(function.returns)}"


def action_rules(source: Source) -> Iterator[str]:
    """Every write is keyword-only and says by whom and when; in the cellar only when."""
    if source.kind != "actions":
        return
    cellar = source.room in CELLAR
    for function in offered(source):
        if not cellar and (function.args.posonlyargs or function.args.args or function.args.vararg):
            yield f"action {function.name} is not keyword-only"
        keywords = {a.arg for a in function.args.kwonlyargs}
        if lacks := ({"now"} if cellar else {"by", "now"}) - keywords:
            yield f"action {function.name} lacks {' and '.join(sorted(lacks))}"


def viewer_rules(source: Source) -> Iterator[str]:
    """What a person sees is never looked up as the house itself."""
    if source.kind not in {"views", "api", "forms", "urls", "templatetags"}:
        return
    for node in ast.walk(source.tree):
        if dotted(node).rpartition(".")[2] == "SYSTEM" or (
            isinstance(node, ast.alias) and node.name == "SYSTEM"
        ):
            yield f"{source.kind} may not look as SYSTEM"
        if isinstance(node, ast.keyword) and node.arg == "role" and ast.unparse(node.value) == "'system'":
            yield f"{source.kind} may not look as SYSTEM"
