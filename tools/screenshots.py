"""Draw the pictures of the README: a class of sample answers, really graded, seen in a real browser.

``python tools/screenshots.py`` writes docs/screenshots/*.png; `make screenshots` installs the browser first.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "package" / "integration"))

from browser import Server, open_browser, open_submission, serve_course, shoot  # noqa: E402
from nbgrader.api import Gradebook  # noqa: E402

from autograder.audit import build_submission, load_bank  # noqa: E402
from autograder.cli.main import main  # noqa: E402
from autograder.course import Course, load_lesson  # noqa: E402

LESSON, STUDENT, NAME = "lesson09", "bitdiddle", "Ben Bitdiddle"
ANSWERS = ("gates_and_line_through_the_points", "gates_plot_line_sign", "forward_model_output_without_bias")
FOLDER = REPOSITORY / "docs" / "screenshots"
MOST_BYTES = 120_000


def make_class(root: Path) -> None:
    """Make a course with a graded class, one student of which has made well-known mistakes."""
    for name in ("solutions", "tests"):
        shutil.copytree(REPOSITORY / name / LESSON, root / name / LESSON, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    run(root, "sample", "--students", "15")
    lesson = load_lesson(Course(root), LESSON)
    by_name = {answer.name: answer for answer in load_bank(lesson)}
    folder = root / "gradebook" / "submitted" / STUDENT / LESSON
    folder.mkdir(parents=True)
    for notebook in lesson.notebooks:
        chosen = [by_name[name] for name in ANSWERS if by_name[name].notebook == notebook.name]
        cells = [cell for answer in chosen for cell in answer.cells]
        (folder / f"{notebook.name}.ipynb").write_bytes(build_submission(notebook, cells, is_marked=False))
    (folder / "timestamp.txt").write_text("2026-01-05 12:00:00 UTC\n", encoding="utf-8")
    (root / "gradebook" / "roster.csv").write_text(f"id,name\n{STUDENT},{NAME}\n", encoding="utf-8")
    run(root, "grade")
    with Gradebook(f"sqlite:///{root / 'gradebook' / 'gradebook.db'}") as book:
        comment = book.find_comment("and_gate", "gates", LESSON, STUDENT)
        comment.manual_comment = "The line must pass between the points. / 直线要从点与点之间穿过。"
        book.db.commit()
    run(root, "feedback")
    run(root, "report")


def run(root: Path, command: str, *options: str) -> None:
    """Run one command on the course; anything but a complete run ends this one."""
    code = main([command, LESSON, "--root", str(root), *options])
    if code not in (0, 3):
        raise SystemExit(code)


def save(name: str, picture: bytes) -> None:
    """Write a picture with as few colours as keep it small."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.png"
    for colours in (256, 96, 32, 16):
        buffer = io.BytesIO()
        Image.open(io.BytesIO(picture)).convert("RGB").quantize(colours).save(buffer, "PNG", optimize=True)
        if buffer.tell() < MOST_BYTES:
            path.write_bytes(buffer.getvalue())
            print(f"{path.relative_to(REPOSITORY)}: {buffer.tell() >> 10} kB")
            return
    raise SystemExit(f"{name} is larger than {MOST_BYTES} bytes")


def draw_feedback(browser: webdriver.Chrome, root: Path) -> None:
    """Draw a student's page: both languages, phone and desktop, light and dark."""
    page = root / "gradebook" / "feedback" / STUDENT / LESSON / f"{LESSON}.html"
    browser.get(page.as_uri())
    choose_language(browser, "zh")
    save("feedback-phone", shoot(browser, 390, 1130))
    save("feedback-gate", shoot(browser, 760, 1010, "#gates-test_and", 12))
    choose_language(browser, "en")
    save("feedback-top", shoot(browser, 760, 640))
    save("feedback-model", shoot(browser, 760, 1130, "#forward_pass-test_model_init", 12))
    save("feedback-answer", shoot(browser, 760, 560, "#hidden_layers-explain_identity", 12))
    save("feedback-dark", shoot(browser, 390, 1130, "#gates-test_and", 12, scheme="dark"))


def draw_report(browser: webdriver.Chrome, root: Path) -> None:
    """Draw the page about the class."""
    for page in sorted((root / "gradebook" / "reports").glob("*.html")):
        browser.get(page.as_uri())
        choose_language(browser, "en")
        save("class", shoot(browser, 1000, 1200))
        choose_language(browser, "zh")
        save("class-dark", shoot(browser, 390, 1130, "#questions", 12, scheme="dark"))


def choose_language(browser: webdriver.Chrome, language: str) -> None:
    """Touch the switch of a page of ours."""
    browser.execute_script("scrollTo(0, 0)")
    browser.find_element(By.CSS_SELECTOR, f"label[for={language}]").click()


def draw_formgrader(browser: webdriver.Chrome, server: Server) -> None:
    server.log_in(browser)
    open_submission(browser, server, LESSON, "hidden_layers", STUDENT)
    score = browser.find_element(By.CSS_SELECTOR, "input#explain_identity")
    score.send_keys("3", Keys.TAB)
    browser.find_element(By.ID, "explain_identity-comment").send_keys(
        "对。再说明为什么一条线不够。 / Right; now say why one line is not enough.", Keys.TAB
    )
    browser.execute_script("$('body, html').stop(true); scrollTo(0, 0)")  # its bar stands where the page is scrolled to
    save("formgrader", shoot(browser, 1100, 680, "input#explain_identity", 60))


def draw() -> None:
    """Draw all of them."""
    with tempfile.TemporaryDirectory(prefix="autograder-screenshots-") as name:
        root, own = Path(name) / "course", Path(name) / "own"
        own.mkdir()
        (root / "gradebook").mkdir(parents=True)
        make_class(root)
        with open_browser(own) as browser:
            draw_feedback(browser, root)
            draw_report(browser, root)
            with serve_course(root, own) as server:
                draw_formgrader(browser, server)


if __name__ == "__main__":
    draw()
