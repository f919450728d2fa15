"""Tells mypy what the middleware does: every request carries its viewer and its caller."""

from collections.abc import Callable

from mypy.nodes import MDEF, MypyFile, SymbolTableNode, Var
from mypy.plugin import ClassDefContext, Plugin
from mypy.types import AnyType, TypeOfAny

REQUEST = "django.http.request.HttpRequest"
CARRIED = {"viewer": "kizuna.access.viewer.Viewer", "caller": "kizuna.frame.seldom.Caller"}
FLAGS = ("lacks_factor", "kiosk", "helped")
HANDED = ("company",)
"""What a room upstairs hands down: functions whose types stand where they are made."""


def _add(context: ClassDefContext) -> None:
    handed = {(name, "") for name in HANDED}
    for name, kind in CARRIED.items() | {(flag, "builtins.bool") for flag in FLAGS} | handed:
        value = Var(name, (kind and context.api.named_type_or_none(kind)) or AnyType(TypeOfAny.special_form))
        value.info = context.cls.info
        value._fullname = f"{REQUEST}.{name}"
        context.cls.info.names[name] = SymbolTableNode(MDEF, value, plugin_generated=True)


class RequestsCarryTheirViewer(Plugin):
    """Adds what a request carries to HttpRequest."""

    def get_additional_deps(self, file: MypyFile) -> list[tuple[int, str, int]]:
        if file.fullname != "django.http.request":
            return []
        return [(10, kind.rpartition(".")[0], -1) for kind in CARRIED.values()]

    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        return _add if fullname == REQUEST else None


def plugin(version: str) -> type[Plugin]:
    """What mypy asks a plugin module for."""
    return RequestsCarryTheirViewer
