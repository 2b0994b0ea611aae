"""A student's page: both languages, what came back, pictures and tables beside the right ones, and nothing alive."""

from __future__ import annotations

import html.parser
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.cli.main import main
from autograder.text import SWITCH_SCRIPT

REPOSITORY = Path(__file__).resolve().parents[3]
EVIL = "<img src=x onerror=alert(1)>"
WRONG_AND = "w_and = torch.tensor([-0.5, 1.0, 1.0])\n\ndef AND(X):\n    return step(X @ w_and)"
FOUR_ROWS = """def XOR(X):
    hidden = torch.stack([NAND(X), OR(X)], dim=1)
    return AND(torch.cat([torch.ones(4, 1), hidden], dim=1))
"""
INT_OR = "w_or = torch.tensor([-0.5, 1.0, 1.0])\n\ndef OR(X):\n    return (X @ w_or >= 0).int()"
WRONG_MODEL = f"""class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13, bias=False)
        self.linear2 = nn.Linear(13, 8)
        self.out = nn.Linear(8, out_features)
        self.register_parameter("{EVIL}", nn.Parameter(torch.zeros(2, 5)))

    def forward(self, x):
        raise ValueError("</dd><script>alert(1)</script>")
"""
LYING_OR = """class Lie(torch.Tensor):
    pass

w_or = torch.tensor([-0.5, 1.0, 1.0])

def OR(X):
    return ["<script>"] * len(X)
"""


class Page(html.parser.HTMLParser):
    """A page's tags, its words by language, and its rows of tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: dict[str, str] = {"zh": "", "en": "", "": ""}
        self.rows: list[list[str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            assert name != "src" or (value or "").startswith("data:image/png;base64,"), value
            assert name != "href" or (value or "").startswith("#"), value
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in ("meta", "img", "br", "input", "i", "hr"):
            self._open.append((tag, dict(attrs).get("lang") or ""))

    def handle_endtag(self, tag: str) -> None:
        while tag != "i" and self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if {"style", "script", "title"} & {*tags}:
            return
        language = next((lang for _, lang in reversed(self._open[1:]) if lang), "")
        self.words[language] += data
        if "td" in tags and language != "zh":
            self.rows[-1][-1] += data.strip()


@pytest.fixture
def root(make_course: Callable[..., Path]) -> Path:
    """A course with two notebooks, their probes and exhibits, and no sample answers."""
    root = make_course("gates", "forward_pass")
    shutil.copy(REPOSITORY / "tests" / "lesson09" / "probes.py", root / "tests" / "lesson09")
    return root


def read_page(root: Path, student: str) -> str:
    path = root / "gradebook" / "feedback" / student / "lesson09" / "lesson09.html"
    return path.read_text(encoding="utf-8")


def question(text: str, name: str) -> str:
    """Return the part of the page that is about one test cell."""
    found = re.search(
        rf'<details class="question" id="{name}".*?(?=<details class="question"|</section>)', text, re.DOTALL
    )
    assert found is not None, name
    return found[0]


def test_the_page_of_a_class(root: Path, hand_in: Callable[..., Path]) -> None:
    """Wrong gates and models are shown beside the right ones; repairs and comments are there; full points show nothing."""
    path = hand_in(root, "bitdiddle", "gates", and_gate=WRONG_AND, xor_gate=FOUR_ROWS, or_gate=INT_OR)
    document: Any = json.loads(path.read_text())
    document["cells"] = [
        cell for cell in document["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") != "test_boundary"
    ]
    path.write_text(json.dumps(document))
    hand_in(root, "bitdiddle", "forward_pass", model=WRONG_MODEL)
    hand_in(root, "sample-01", "gates")
    hand_in(root, "sample-02", "gates", or_gate=LYING_OR)
    assert main(["grade", "lesson09", "--root", str(root)]) == 3
    with Gradebook(f"sqlite:///{root / 'gradebook' / 'gradebook.db'}") as book:
        comment = book.find_comment("and_gate", "gates", "lesson09", "bitdiddle")
        comment.manual_comment = f"Look at the line. {EVIL} / 看看那条线。"
        book.db.commit()
    assert main(["feedback", "lesson09", "--root", str(root)]) == 0

    text = read_page(root, "bitdiddle")
    page = Page(text)
    assert page.tags.count("script") == text.count(f"<script>{SWITCH_SCRIPT}</script>") == 1
    assert not {"iframe", "svg", "object", "embed", "form", "link", "base"} & set(page.tags)
    assert page.tags.count("input") == 2
    assert EVIL not in text
    assert text.startswith('<!DOCTYPE html>\n<html lang="zh">')
    for english, chinese in (
        ("AND is 1 only where x1 and x2 are both 1.", "仅当 x1 与 x2 都为 1 时，AND 输出 1。"),
        ("2 of 4 values differ; first at position", "4 个值中有 2 个不同；第一处在位置"),
        ("smallest counterexample", "最小的反例"),
        ("3. AND", "3. 与门"),
        ("Look at this first", "先看这里"),
        ("part 1 of 3", "第 1 部分，共 3 部分"),
        ("cell test_boundary: put back", "单元格 test_boundary：已补回"),
        (f"Look at the line. {EVIL}", "看看那条线。"),
        ("hidden tests: 1 of 3 passed", "隐藏测试：3 个中通过 1 个"),
    ):
        assert english in page.words["en"]
        assert chinese in page.words["zh"]
        assert chinese not in page.words["en"]
        assert english not in page.words["zh"]
    assert not re.search("[\u4e00-\u9fff]", page.words["en"])

    wrong = question(text, "gates-test_and")
    assert wrong.count("<img") == 2
    assert "red rings: yours differ" in wrong
    form_only = question(text, "gates-test_or")
    assert form_only.count("<img") == 2
    assert "red rings" not in form_only
    assert len(set(re.findall(r"base64,([^\"]+)", wrong))) == 2
    failing = question(text, "gates-test_xor")
    assert failing.count("<img") == 1
    assert "no picture" in failing
    assert "Expected size 4 but got size 1681" in failing
    assert question(text, "gates-test_plot_gate").count("<img") == 1, "the student's own figure"
    assert "<img" not in question(text, "gates-test_nand")

    rows = {row[0]: row[1:] for row in page.rows if len(row) == 3}
    assert rows["linear1.weight"] == ["(13, 20)·260", "(13, 20)·260"]
    assert rows["linear1.bias"] == ["–", "(13,)·13"]
    assert rows["out.bias"] == ["(3,)·3", "–"]
    assert rows["output.weight"] == ["–", "(3, 8)·24"]
    assert rows[EVIL] == ["(2, 5)·10", "–"]
    assert rows["total"] == ["409", "412"]
    assert question(text, "forward_pass-test_model_init").count('<table class="side">') == 1
    assert '<table class="side">' not in question(text, "forward_pass-test_model_parameters")

    assert "no label for each of 1681 rows" in question(read_page(root, "sample-02"), "gates-test_or")
    right = read_page(root, "sample-01")
    assert re.search(r"<b>30</b> <span>/ 50</span>", right)
    assert right.count("<img") == 1, "nothing but the student's own figure"
    assert "This notebook was not handed in." in right


def test_full_points_are_asked_nothing_more(root: Path, hand_in: Callable[..., Path]) -> None:
    """An exhibit is kept, small, for the cells that lost points only; the reference's is not needed for the others."""
    hand_in(root, "bitdiddle", "gates", and_gate=WRONG_AND)
    hand_in(root, "sample-01", "gates")
    assert main(["grade", "lesson09", "--root", str(root)]) == 3
    exhibits = {}
    for student in ("bitdiddle", "sample-01"):
        record = json.loads((root / "gradebook" / "grades" / "lesson09" / f"{student}.json").read_text())
        exhibits[student] = record["notebooks"][0]["exhibits"]
    assert exhibits["sample-01"] == {}
    assert set(exhibits["bitdiddle"]) == {"and_gate", "xor_gate"}
    rows = exhibits["bitdiddle"]["and_gate"][0]["rows"]
    assert len(rows) == 41
    assert all(re.fullmatch("[01]{41}", row[0]) for row in rows)
    assert [rows[8 * (2 + x2)][0][8 * (2 + x1)] for x1, x2 in ((0, 0), (1, 0), (0, 1), (1, 1))] == list("0111")
