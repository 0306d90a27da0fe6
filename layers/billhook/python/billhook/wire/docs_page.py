"""The OpenAPI description as one HTML page, without scripts, fonts or anything else from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

Json = Mapping[str, Any]

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1a1a1a; }
h2 { border-bottom: 1px solid #ccc; margin-top: 2.5rem; }
code, pre { font: 14px/1.4 ui-monospace, monospace; }
pre { background: #f5f5f5; overflow-x: auto; padding: .75rem; }
summary { cursor: pointer; padding: .25rem 0; }
.method { display: inline-block; font-weight: 700; min-width: 4.5rem; }
@media (prefers-color-scheme: dark) { body { background: #121212; color: #eee; } pre { background: #222; } }
"""


def docs_html(description: Json) -> str:
    """Return the page of an OpenAPI description."""
    info = description["info"]
    parts = [
        "<!doctype html><html lang=en><head><meta charset=utf-8>",
        '<meta name=viewport content="width=device-width, initial-scale=1">',
        f"<title>{escape(info['title'])} API</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1><p>{escape(info['summary'])}</p>",
        f"<p>{escape(info['description'])}</p><p>Base URL: <code>{escape(description['servers'][0]['url'])}</code></p>",
    ]
    for tag in description["tags"]:
        parts.append(f"<h2 id={tag['name']}>{escape(tag['name'])}</h2><p>{escape(tag['description'])}</p>")
        parts += [_operation(*found) for found in _operations(description, tag["name"])]
    parts.append("<h2 id=schemas>Schemas</h2>")
    schemas = description["components"]["schemas"]
    parts += [_details(f"<code>{escape(name)}</code>", _code(schemas[name]), f"schema-{name}") for name in schemas]
    return "".join([*parts, "</body></html>"])


def _operations(description: Json, tag: str) -> Iterator[tuple[str, str, Json]]:
    for place in ("paths", "webhooks"):
        for path, methods in description[place].items():
            for method, operation in methods.items():
                if tag in operation["tags"]:
                    yield method.upper(), path, operation


def _operation(method: str, path: str, operation: Json) -> str:
    title = f"<span class=method>{method}</span> <code>{escape(path)}</code> {escape(operation['summary'])}"
    sections = {
        "Parameters": operation.get("parameters"),
        "Body": operation.get("requestBody"),
        "Responses": operation["responses"],
    }
    content = "".join(f"<h3>{name}</h3>{_code(value)}" for name, value in sections.items() if value)
    return _details(title, content, operation["operationId"])


def _details(title: str, content: str, place: str) -> str:
    return f'<details id="{escape(place)}"><summary>{title}</summary>{content}</details>'


def _code(value: Any) -> str:
    return f"<pre>{escape(json.dumps(value, indent=2, ensure_ascii=False))}</pre>"
