"""In a real browser: a person's score and comment stay when everything is graded again; nothing of a student's runs."""

from __future__ import annotations

import contextlib
import http.server
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from browser import Server, find_violations, look_as, open_browser, open_submission, serve_course, wait_for
from nbgrader.api import Gradebook
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from autograder.cli.main import main

REPOSITORY = Path(__file__).resolve().parents[3]
COMMENT = "Say why two maps are one. / 说明为什么两个映射等于一个。"


class Listener(http.server.BaseHTTPRequestHandler):
    """Notes every request: none must come."""

    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[str]:
    """A server to which only a script or picture of a student's would turn."""
    Listener.seen = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def payloads(listener: str) -> str:
    """HTML that shows in many ways that it is alive."""
    hit = f"window.__hit=1;fetch('{listener}/fetch')"
    return "\n\n".join(
        [
            f"<script>{hit}</script>",
            f"</script></pre></textarea></style></title><script>{hit}</script>",
            f'<img src="x" onerror="{hit}"><img src="{listener}/img">',
            f'<svg onload="{hit}"><script>{hit}</script></svg>',
            f'<iframe srcdoc="<script>parent.__hit=1</script>"></iframe><iframe src="{listener}/frame"></iframe>',
            f'<meta http-equiv="refresh" content="0;url={listener}/refresh">',
            f'<link rel="stylesheet" href="{listener}/style"><style>body{{background:url({listener}/css)}}</style>',
            f'<details open ontoggle="{hit}"><summary>x</summary></details>',
            f'<video><source onerror="{hit}"></video><object data="{listener}/object"></object>',
            f'<form action="{listener}/form"><input autofocus onfocus="{hit}"></form><base href="{listener}/">',
            f'<a href="javascript:{hit}">link</a> <math><mtext><script>{hit}</script></mtext></math>',
        ]
    )


def markdown(listener: str) -> str:
    hit = "window.__hit=1"
    return "\n\n".join(
        [
            payloads(listener),
            f"[link](javascript:{hit}) [link](java&#115;cript&colon;{hit}) [link](JaVaScRiPt:{hit}) <javascript:{hit}>",
            f"![picture]({listener}/markdown) ![picture][r]",
            f"[link][r]\n\n[r]: javascript:{hit}",
            f"[link](data:text/html,<script>{hit}</script>) [link](vbscript:{hit})",
            f"$\\href{{javascript:{hit}}}{{x}}$ $\\require{{html}}\\class{{a}}{{x}}\\style{{background:url({listener}/tex)}}{{y}}$",
            f"$$x<img src=x onerror={hit}>$$",
            f"```html\n<script>{hit}</script>\n```",
            f"`<img src=x onerror={hit}>`",
            f"| <img src=x onerror={hit}> |\n|---|\n| <script>{hit}</script> |",
        ]
    )


def code(listener: str) -> str:
    """A cell that shows, prints and raises the same in every way that a notebook knows."""
    text = payloads(listener)
    return f"""# {text.replace(chr(10), " ")}
from IPython.display import HTML, SVG, Javascript, Markdown, display
text = {text!r}
display(HTML(text), Javascript({"window.__hit=1"!r}), Markdown(text))
display(dict.fromkeys(["text/html", "text/plain", "text/markdown", "text/latex", "image/svg+xml",
    "application/javascript", "image/png", "image/jpeg", "application/json", "application/pdf"], text), raw=True)
display({{"image/png": "x\\" onerror=\\"window.__hit=1"}}, raw=True)
print(text)
class Drawn:
    def _repr_html_(self):
        return text
    _repr_svg_ = _repr_javascript_ = _repr_latex_ = _repr_markdown_ = _repr_html_
    __repr__ = _repr_html_
display(Drawn())
display({{"text/html": text}}, raw=True, metadata={{"text/html": {{text: text}}}})

def sigmoid_evidence():
    raise type(text[:200], (Exception,), {{}})(text)

def layer(W, x, b, h):
    return text

sigmoid_evidence()
"""


@contextlib.contextmanager
def watch(browser: webdriver.Chrome) -> Iterator[None]:
    """Expect that no script of a student's runs in any page that is opened meanwhile."""
    script = "window.__hit = undefined; window.alert = window.confirm = window.prompt = () => { window.__hit = 2 };"
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": added["identifier"]})


def alive(browser: webdriver.Chrome) -> list[str]:
    """Return what in the open page is alive, or could come alive by a click."""
    return list(
        browser.execute_script(
            """
            const found = window.__hit === undefined ? [] : ["hit " + window.__hit];
            for (const element of document.querySelectorAll("*")) {
                for (const attribute of element.attributes) {
                    const value = attribute.value.replace(/[\\u0000-\\u0020]/g, "").toLowerCase();
                    const is_code = /^(on|srcdoc$|style$)/.test(attribute.name) && value.includes("__hit");
                    if (/^(javascript|vbscript|data:text)/.test(value) || is_code)
                        found.push(element.tagName + " " + attribute.name + " " + value.slice(0, 80));
                }
                if (["IFRAME", "OBJECT", "EMBED", "BASE"].includes(element.tagName)) found.push(element.tagName);
            }
            return found;
            """
        )
    )


def totals(browser: webdriver.Chrome, server: Server, student: str) -> list[str]:
    """Return the row of a student in the formgrader's table of one notebook."""
    browser.get(server.page("/formgrader/manage_students/" + student + "/lesson09"))
    wait_for(browser, "document.querySelectorAll('tbody tr td').length > 2")
    return [cell.text for cell in browser.find_elements(By.CSS_SELECTOR, "tbody tr:first-child td")]


# --- both pages, for every reader -----------------------------------------------------------------------------------

WRONG_AND = "w_and = torch.tensor([-0.5, 1.0, 1.0])\n\ndef AND(X):\n    return step(X @ w_and)  # not in\n" + "# x" * 60
NO_BIAS = """class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13, bias=False)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        return torch.softmax(self.output(torch.sigmoid(self.linear2(torch.relu(self.linear1(x))))), dim=1)
"""
PROSE = """# So

One layer is $Wx+b$, and two are

$$W_2(W_1x+b_1)+b_2=(W_2W_1)x+(W_2b_1+b_2)+\\underbrace{0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0}_{n}$$

```python
def collapse(W1, b1, W2, b2): return W2 @ W1, W2 @ b1 + b2  # which is a line that is too long for a telephone
```

| a | b |
|---|---|
| 1 | 2 |
"""
SAMPLE = f'''"""It is alone. / 独此一人。"""
# notebook: gates
# scores: test_and=0
# misconception: a line may pass through points. / 以为直线可以穿过点。
# hint: Move it. / 移动它。

# %% and_gate
{WRONG_AND}
'''
WIDTH_RULES = ("color-contrast", "scrollable-region-focusable", "link-in-text-block")


@pytest.fixture
def pages(make_course: Callable[..., Path], hand_in: Callable[..., Path]) -> list[Path]:
    """A student's page and the page of the class, with all that can stand on them."""
    root = make_course("gates", "hidden_layers", "forward_pass")
    shutil.copy(REPOSITORY / "tests" / "lesson09" / "probes.py", root / "tests" / "lesson09")
    bank = root / "tests" / "lesson09" / "bank" / "wrong"
    bank.mkdir(parents=True)
    (bank / "line.py").write_text(SAMPLE, encoding="utf-8")
    (root / "gradebook" / "roster.csv").write_text("id,name\nann,Ann Lee\nzoe,Zoe\n", encoding="utf-8")
    hand_in(root, "ann", "gates", and_gate=WRONG_AND, or_gate="raise ValueError")
    hand_in(root, "ann", "hidden_layers", explain_identity=PROSE)
    hand_in(root, "ann", "forward_pass", model=NO_BIAS)
    hand_in(root, "bob", "gates", and_gate=WRONG_AND)
    for command in ("grade", "feedback", "report"):
        assert main([command, "lesson09", "--root", str(root)]) in (0, 3)
    return [
        root / "gradebook" / "feedback" / "ann" / "lesson09" / "lesson09.html",
        root / "gradebook" / "reports" / "lesson09-class.html",
    ]


@pytest.mark.long
def test_both_pages_are_for_every_reader(pages: list[Path], tmp_path: Path) -> None:
    """axe-core finds nothing, in both languages, on phone and desktop, light and dark; nothing is wider than a phone."""
    with open_browser(tmp_path) as browser:
        for page in pages:
            for width, scheme in ((1000, "light"), (1000, "dark"), (390, "light"), (390, "dark")):
                look_as(browser, width, scheme)
                browser.get(page.as_uri())
                browser.execute_script("document.querySelectorAll('details').forEach((one) => { one.open = true })")
                for language in ("zh", "en"):
                    browser.execute_script(f"document.getElementById('{language}').click()")
                    rules = () if (width, scheme) == (1000, "light") else WIDTH_RULES
                    assert find_violations(browser, *rules) == [], (page.name, width, scheme, language)
                    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
        words = pages[0].read_text(encoding="utf-8")
        assert all(part in words for part in ("<math", '<table class="side">', 'class="clue"', "data:image/png"))
        keep_a_language(browser, pages)
        switch_without_scripts(browser, pages[0])


def keep_a_language(browser: webdriver.Chrome, pages: list[Path]) -> None:
    """`lang` follows the switch, and the next page opens in the language that was chosen last."""
    browser.get(pages[0].as_uri())
    for language in ("zh", "en"):
        browser.find_element(By.CSS_SELECTOR, f"label[for={language}]").click()
        for page in pages:
            browser.get(page.as_uri())
            assert browser.execute_script("return document.documentElement.lang") == language
            shown = browser.find_element(By.TAG_NAME, "h1").text
            assert ("第 9 课" in shown, "Lesson 9" in shown) == (language == "zh", language == "en")


def switch_without_scripts(browser: webdriver.Chrome, page: Path) -> None:
    """The two languages are there for a reader without scripts, too."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(page.as_uri())
    heading = browser.find_element(By.TAG_NAME, "h1")
    assert "第 9 课" in heading.text
    browser.find_element(By.CSS_SELECTOR, "label[for=en]").click()
    assert "Lesson 9" in heading.text
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


# --- a person's grades, and what hostile students wrote -------------------------------------------------------------


def test_scores_stay_and_nothing_of_a_student_comes_alive(
    make_course: Callable[..., Path], hand_in: Callable[..., Path], tmp_path: Path, listener: str
) -> None:
    """A person's score and comment survive `grade --force`; HTML and scripts in answers, outputs and names are inert."""
    root = make_course("hidden_layers")
    hand_in(root, "bitdiddle", "hidden_layers")
    hand_in_hostile(root, hand_in, listener)
    assert main(["grade", "lesson09", "--root", str(root)]) == 0
    with serve_course(root, tmp_path) as server, open_browser(tmp_path) as browser:
        server.log_in(browser)
        grade_by_hand(root, server, browser)
        assert main(["feedback", "lesson09", "--root", str(root)]) == 0
        look_for_life(root, server, browser, tmp_path, listener)
    page = (root / "gradebook" / "feedback" / "bitdiddle" / "lesson09" / "lesson09.html").read_text(encoding="utf-8")
    assert "of 31 so far" in page
    assert "说明为什么两个映射等于一个。" in page


def grade_by_hand(root: Path, server: Server, browser: webdriver.Chrome) -> None:
    """Enter a score and a comment in the formgrader, grade again, and find both there, and the right total."""
    database = f"sqlite:///{root / 'gradebook' / 'gradebook.db'}"
    open_submission(browser, server, "lesson09", "hidden_layers", "bitdiddle")
    score = browser.find_element(By.CSS_SELECTOR, "input#explain_identity")
    score.send_keys("3", Keys.TAB)
    browser.find_element(By.ID, "explain_identity-comment").send_keys(COMMENT, Keys.TAB)
    with Gradebook(database) as book:
        wait_until_kept(book)
    assert main(["grade", "lesson09", "--force", "--student", "bitdiddle", "--root", str(root)]) == 0
    with Gradebook(database) as book:
        submission = book.find_submission("lesson09", "bitdiddle")
        assert (submission.score, submission.max_score) == (30, 35)
        assert book.find_comment("explain_identity", "hidden_layers", "lesson09", "bitdiddle").comment == COMMENT
    open_submission(browser, server, "lesson09", "hidden_layers", "bitdiddle")
    assert browser.find_element(By.CSS_SELECTOR, "input#explain_identity").get_attribute("value") == "3"
    assert browser.find_element(By.ID, "explain_identity-comment").get_attribute("value") == COMMENT
    assert any("30 / 35" in cell for cell in totals(browser, server, "bitdiddle"))


def wait_until_kept(book: Gradebook) -> None:
    """Wait until the server has written what the page sent."""
    pause = threading.Event()
    for _ in range(1200):
        book.db.expire_all()
        grade = book.find_grade("explain_identity", "hidden_layers", "lesson09", "bitdiddle")
        comment = book.find_comment("explain_identity", "hidden_layers", "lesson09", "bitdiddle")
        if grade.manual_score == 3 and comment.manual_comment == COMMENT:
            return
        pause.wait(0.05)
    raise AssertionError("the formgrader did not write the score and the comment")


def hand_in_hostile(root: Path, hand_in: Callable[..., Path], listener: str) -> None:
    """Hand in HTML and scripts wherever a student can put them, under two names."""
    hit = "<img src=x onerror=window.__hit=1>"
    path = hand_in(
        root, "eve", "hidden_layers", explain_identity=markdown(listener), explain_sigmoid=f"# {payloads(listener)}",
        sigmoid_evidence=code(listener),
    )  # fmt: skip
    document: Any = json.loads(path.read_text())
    own = {"cell_type": "markdown", "metadata": {"name": hit}, "source": markdown(listener)}
    document["cells"] += [own, {"cell_type": "raw", "metadata": {"format": "text/html"}, "source": payloads(listener)}]
    document["cells"][2]["attachments"] = {hit: {"text/html": payloads(listener)}}
    document["metadata"] |= {"title": payloads(listener), "authors": [{"name": payloads(listener)}]}
    for student in ("eve", f"x{hit}"):
        path = root / "gradebook" / "submitted" / student / "lesson09" / "hidden_layers.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document))


def look_for_life(root: Path, server: Server, browser: webdriver.Chrome, folder: Path, listener: str) -> None:
    """Open every page on which something of a hostile student stands."""
    with watch(browser):
        control = folder / "control.html"
        control.write_text(f"<!DOCTYPE html><body>{payloads(listener)}")
        browser.get(control.as_uri())
        wait_for(browser, "window.__hit === 1")
        browser.get("about:blank")
        assert Listener.seen, "the payloads do come alive where nobody stops them"
        Listener.seen.clear()

        open_submission(browser, server, "lesson09", "hidden_layers", "eve")
        assert alive(browser) == []
        assert "window.__hit" in browser.find_element(By.TAG_NAME, "body").text, "the words are there"
        for table in ("gradebook/lesson09/hidden_layers", "manage_submissions/lesson09", "manage_students"):
            browser.get(server.page(f"/formgrader/{table}"))
            wait_for(browser, "document.querySelectorAll('tbody tr td').length > 2")
            assert alive(browser) == [], table
        page = root / "gradebook" / "feedback" / "eve" / "lesson09" / "lesson09.html"
        browser.get(page.as_uri())
        assert alive(browser) == []
        assert "window.__hit" in browser.find_element(By.TAG_NAME, "body").text
        assert Listener.seen == []
