"""Pictures that students paste into written answers reach the TA and the page, drawn anew; what is no picture is named."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from PIL import Image
from traitlets.config import PyFileConfigLoader

from autograder.cli.main import main

SECRET = b"<script>alert(1)</script>"


def encode(form: str, size: tuple[int, int] = (30, 20)) -> str:
    """A picture whose file holds more than the picture."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, form)
    return base64.b64encode(buffer.getvalue() + SECRET).decode()


def hand_in(root: Path, source: str, attachments: dict[str, Any]) -> None:
    """Let sample-01 write this explanation, with these attachments."""
    path = root / "gradebook" / "submitted" / "sample-01" / "lesson09" / "hidden_layers.ipynb"
    document: Any = json.loads(path.read_text(encoding="utf-8"))
    for cell in document["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "explain_identity":
            cell["source"], cell["attachments"] = source, attachments
        elif cell["metadata"].get("nbgrader", {}).get("locked"):
            cell["source"] += "\nchanged = 1"  # what is put back takes no picture along
    path.write_text(json.dumps(document), encoding="utf-8")
    main(["grade", "lesson09", "--root", str(root), "--student", "sample-01"])


def read_answer(root: Path) -> dict[str, Any]:
    path = root / "gradebook" / "autograded" / "sample-01" / "lesson09" / "hidden_layers.ipynb"
    document = nbformat.read(path, as_version=4)
    nbformat.validate(document)
    (cell,) = [one for one in document.cells if one.metadata.get("nbgrader", {}).get("grade_id") == "explain_identity"]
    return dict(cell)


def open_picture(data: str) -> Image.Image:
    raw = base64.b64decode(data)
    assert SECRET not in raw
    return Image.open(io.BytesIO(raw), formats=["PNG"])


def test_pasted_pictures_reach_the_formgrader_and_the_page(graded_class: Path) -> None:
    """PNG, JPEG, a large photo and one that Colab wrote into the text; a broken one and an SVG are named, not shown."""
    colab = f"![image.png](data:image/png;base64,{encode('PNG')})"
    source = (
        f"Look: ![a](attachment:a.png) and ![b](attachment:b.jpg)\n{colab}\n<b>no</b> ![](http://x.example/y.png)\n"
    )
    source += "![c](attachment:big.jpg) ![d](attachment:bad.png) ![e](attachment:f.svg) ![g](attachment:gone.png)"
    attachments = {
        "a.png": {"image/png": encode("PNG")},
        "b.jpg": {"image/jpeg": encode("JPEG")},
        "big.jpg": {"image/jpeg": encode("JPEG", (4000, 3000))},
        "bad.png": {"image/png": base64.b64encode(SECRET).decode()},
        "f.svg": {"image/svg+xml": "<svg onload='alert(1)'/>"},
        "unnamed.gif": {"image/gif": encode("GIF")},
    }
    hand_in(graded_class, source, attachments)
    cell = read_answer(graded_class)
    assert list(cell["attachments"]) == [f"picture-{number}.png" for number in range(1, 6)]
    sizes = [open_picture(forms["image/png"]).size for forms in cell["attachments"].values()]
    assert sorted(sizes) == [(30, 20), (30, 20), (30, 20), (30, 20), (1280, 960)]
    assert all(f"![picture](attachment:picture-{number}.png)" in cell["source"] for number in range(1, 6))
    for name in ("bad.png", "f.svg", "gone.png"):
        assert f"picture {name}: cannot be shown / 图片 {name}：无法显示" in cell["source"]
    assert "![](http" not in cell["source"]
    assert "<b>" not in cell["source"]
    assert main(["feedback", "lesson09", "--root", str(graded_class), "--student", "sample-01"]) == 0
    page = graded_class / "gradebook" / "feedback" / "sample-01" / "lesson09" / "lesson09.html"
    text = page.read_text(encoding="utf-8")
    assert all(forms["image/png"] in text for forms in cell["attachments"].values())
    assert "你的回答中的图片" in text


def test_the_formgrader_shows_what_is_attached(graded_class: Path) -> None:
    """nbgrader's page of the notebook holds the picture; a name that is attached to nothing shows nothing."""
    hand_in(graded_class, "See ![a](attachment:a.png).", {"a.png": {"image/png": encode("PNG")}})
    cell = read_answer(graded_class)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(graded_class)).load_config()
    document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(cell["source"] + "\n\n![](attachment:b)")])
    document.cells[0].attachments = cell["attachments"]
    html, _ = HTMLExporter(config=config).from_notebook_node(document)
    assert f'src="data:image/png;base64,{cell["attachments"]["picture-1.png"]["image/png"]}"' in html
    assert "attachment:" not in html


def test_another_picture_is_another_answer(graded_class: Path) -> None:
    """The text is the same, the picture is not: a score by hand waits for review."""
    where = graded_class / "gradebook" / "grades" / "lesson09" / "sample-01.json"
    hashes = []
    for size in ((30, 20), (31, 20), (30, 20)):
        hand_in(graded_class, "![a](attachment:a.png)", {"a.png": {"image/png": encode("PNG", size)}})
        notebooks = {one["notebook"]: one for one in json.loads(where.read_text(encoding="utf-8"))["notebooks"]}
        cell = notebooks["hidden_layers"]["cells"]["explain_identity"]
        assert cell["is_answered"]
        hashes.append(cell["answer"])
    assert hashes[0] == hashes[2] != hashes[1]
