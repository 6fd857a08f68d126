"""A view in a browser without a notebook around it: its script, and the real view in this process.

bench = Bench(page, view)     # the page is at the view's first step
bench.page.reload()           # a new page over the same view
"""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route

ADDRESS = "http://localhost/bench/"
TRAITS = ("words", "locale", "page", "live")
HTML = """<!doctype html><html><head><meta charset="utf-8"><link rel="stylesheet" href="view.css">
<style>body {{ margin: 12px 20px; background: #fff }}</style></head>
<body><div id="view"></div><script type="module">
import view from "./view.js";
const state = await kitState();
const ears = {{}};
const tell = (name, value) => (ears[name] ?? []).forEach((react) => react(value));
const hear = ({{ trait, value, message }}) => {{
  if (trait) {{ state[trait] = value; tell(`change:${{trait}}`, value); }}
  else tell("msg:custom", message);
}};
let last = Promise.resolve();
const model = {{
  get: (name) => state[name],
  on: (name, react) => (ears[name] ??= []).push(react),
  off: (name, react) => (ears[name] = (ears[name] ?? []).filter((one) => one !== react)),
  send: (message) => {{
    last = last.then(() => kitSend(JSON.stringify(message))).then((told) => told.forEach(hear));
  }},
}};
view.render({{ model, el: document.getElementById("view") }});
</script></body></html>"""


class Bench:
    """A page over a view."""

    def __init__(self, page: Page, view: Any) -> None:
        self.page, self.view = page, view
        self.told: list[dict[str, Any]] = []
        view.send = lambda message, buffers=None: self.told.append({"message": message})
        for name in TRAITS:
            view.observe(self._changed, name)
        page.expose_function("kitState", self._state)
        page.expose_function("kitSend", self._send)
        files = {
            "": ("text/html", HTML.format()),
            "view.js": ("text/javascript", str(view._esm)),
            "view.css": ("text/css", str(view._css)),
        }
        for name, (kind, body) in files.items():
            page.route(ADDRESS + name, _served(kind, body))
        page.goto(ADDRESS)

    def _state(self) -> dict[str, Any]:
        return json.loads(json.dumps({name: getattr(self.view, name) for name in TRAITS}))

    def _changed(self, change: Any) -> None:
        self.told.append({"trait": change["name"], "value": change["new"]})

    def _send(self, message: str) -> list[dict[str, Any]]:
        self.told.clear()
        self.view._receive(self.view, json.loads(message), [])
        return json.loads(json.dumps(self.told))


def _served(kind: str, body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(content_type=f"{kind}; charset=utf-8", body=body)
