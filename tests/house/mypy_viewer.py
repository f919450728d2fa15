"""Tells mypy what web.middleware does: every request carries its viewer."""

from collections.abc import Callable

from mypy.nodes import MDEF, MypyFile, SymbolTableNode, Var
from mypy.plugin import ClassDefContext, Plugin
from mypy.types import AnyType, TypeOfAny

REQUEST = "django.http.request.HttpRequest"
VIEWER = "kizuna.access.viewer"
FLAGS = ("lacks_factor", "kiosk", "helped")


def _add_viewer(context: ClassDefContext) -> None:
    kind = context.api.named_type_or_none(f"{VIEWER}.Viewer")
    viewer = Var("viewer", kind or AnyType(TypeOfAny.special_form))
    viewer.info = context.cls.info
    viewer._fullname = f"{REQUEST}.viewer"
    context.cls.info.names["viewer"] = SymbolTableNode(MDEF, viewer, plugin_generated=True)
    for name in FLAGS:
        flag = Var(name, context.api.named_type_or_none("builtins.bool") or AnyType(TypeOfAny.special_form))
        flag.info = context.cls.info
        flag._fullname = f"{REQUEST}.{name}"
        context.cls.info.names[name] = SymbolTableNode(MDEF, flag, plugin_generated=True)


class RequestsCarryTheirViewer(Plugin):
    """Adds `viewer: Viewer` to HttpRequest."""

    def get_additional_deps(self, file: MypyFile) -> list[tuple[int, str, int]]:
        return [(10, VIEWER, -1)] if file.fullname == "django.http.request" else []

    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        return _add_viewer if fullname == REQUEST else None


def plugin(version: str) -> type[Plugin]:
    """What mypy asks a plugin module for."""
    return RequestsCarryTheirViewer
