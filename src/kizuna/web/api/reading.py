"""The API for people who read: a page of all operations, without a script."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuna.web.api.document import API


def _shape(schema: dict[str, Any]) -> str:
    """A schema in one word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_shape(each) for each in schema["anyOf"])
    kind = schema.get("type", "any")
    return f"list of {_shape(schema.get('items', {}))}" if kind == "array" else str(kind)


def _operation(path: str, method: str, said: dict[str, Any]) -> dict[str, Any]:
    scopes = [scope for way in said.get("security", ()) for scope in way.get("program", ())]
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    good: dict[str, Any] = next(
        (each for status, each in said["responses"].items() if status.startswith("2")), {}
    )
    answer = good.get("content", {}).get("application/json", {}).get("schema")
    return {
        "path": path,
        "method": method.upper(),
        "summary": said.get("description") or said.get("summary", ""),
        "scope": ", ".join(scopes),
        "open": {} in said.get("security", ()),
        "parameters": [
            {"name": each["name"], "where": each["in"], "shape": _shape(each.get("schema", {}))}
            for each in said.get("parameters", ())
        ],
        "body": _shape(body) if body else "",
        "answer": _shape(answer) if answer else "",
    }


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation, and the shapes that go in and out."""
    document = API.get_openapi_schema()
    found = [
        _operation(path, method, said)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    ]
    shapes = [
        {
            "name": name,
            "fields": [(field, _shape(of)) for field, of in shape.get("properties", {}).items()],
        }
        for name, shape in sorted(document["components"]["schemas"].items())
    ]
    return render(request, "web/api.html", {"operations": found, "shapes": shapes})
