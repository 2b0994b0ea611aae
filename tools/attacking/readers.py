"""What a reader would open: nothing in it may be alive. And names that attack whoever reads them."""

from __future__ import annotations

import html.parser
import json
import re
from collections.abc import Iterator

from nbconvert.filters import markdown2html

from autograder.text import SWITCH_SCRIPT

_DEAD_TAGS = {
    "script", "iframe", "svg", "object", "embed", "form", "input", "link", "base", "video", "audio", "frame",
    "textarea", "button", "maction", "annotation-xml", "mglyph", "semantics",
}  # fmt: skip
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
NAMES = (
    "=HYPERLINK(1)", "@SUM(1)", "-rf", "<script>alert(1)<", '"><img src=x onerror=alert(1)>', "'; drop table student; --",
    "{{7*7}}", "%s%n", "张三", "x" * 200, "con", "readers [bold]x[",
)  # fmt: skip
FILES = (
    "activations<script>alert(1)<.ipynb", "activations\x1b[31m\x1b]0;x\x07.ipynb", "=activations.ipynb",
    "activations\u202e.ipynb", "activations (1).ipynb", "-activations.IPYNB", "activations\n✓ 15.ipynb",
)  # fmt: skip


class _Page(html.parser.HTMLParser):
    """Collects what in a page could do something."""

    def __init__(self) -> None:
        super().__init__()
        self.alive: list[str] = []
        self._is_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_switch = tag == "input" and dict(attrs).get("class") == "language"  # ours; no class of a student's is left
        self._is_script = tag == "script" and not attrs
        if tag in _DEAD_TAGS and not is_switch and not self._is_script:
            self.alive.append(f"<{tag}>")
        for name, value in attrs:
            text = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("srcdoc", "action", "formaction"):
                self.alive.append(f"<{tag} {name}>")
            if re.match(r"(java|vb)script:", text):
                self.alive.append(f"<{tag} {name}={text[:40]}>")
            if name in ("src", "srcset", "background") and not text.startswith("data:image/png;base64,"):
                self.alive.append(f"<{tag} {name}={text[:40]}>")

    def handle_data(self, data: str) -> None:
        if self._is_script and data != SWITCH_SCRIPT:  # ours is the same in every page
            self.alive.append(f"<script>{data[:40]}")
        self._is_script = False

    def handle_endtag(self, tag: str) -> None:
        self._is_script = False


def alive_in(text: str) -> list[str]:
    """Return what is alive in an HTML text."""
    page = _Page()
    page.feed(text)
    return page.alive


def alive_in_notebook(text: str, locked: set[str]) -> Iterator[str]:
    """Yield what would be alive in an autograded notebook when a browser shows it."""
    for cell in json.loads(text)["cells"]:
        for output in cell.get("outputs", []):
            shown = [*output.get("data", {}).values(), output.get("text", ""), *output.get("traceback", [])]
            shown += [output.get("ename", ""), output.get("evalue", "")]
            if set(output.get("data", {})) - {"text/plain", "image/png"}:
                yield f"an output of type {sorted(output['data'])}"
            for part in shown:
                if CONTROL.search("".join(part)):
                    yield f"control characters in an output: {''.join(part)[:60]!r}"
        if cell["cell_type"] == "code" or cell["source"] in locked:
            continue
        yield from alive_in(markdown2html(cell["source"]))
        if re.search(r"\\(href|require|style|class)\b", cell["source"]):
            yield "a link in a formula"


def hostile_notebook(data: bytes) -> bytes:
    """Return a notebook all of whose metadata and stored outputs are hostile."""
    page = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    document = json.loads(data)
    document["metadata"] |= {"title": page, "widgets": {page: page}, "kernelspec": {"name": page, "display_name": page}}
    for cell in document["cells"]:
        cell["metadata"]["tags"] = [page]
        cell["attachments"] = {page: {"text/html": page}}
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data", "data": {"text/html": page}, "metadata": {page: page}}]
    document["cells"].append({"cell_type": "raw", "metadata": {"format": "text/html"}, "source": page})
    return json.dumps(document).encode()
