"""The desk in a real browser: a student hands in on a telephone, reads, asks; a TA answers; the student's page changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import find_violations, look_as, open_browser, wait_for
from desks import WRONG, Served, make_notebook, open_lesson, read_links
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

PHONE, DESKTOP = 390, 1000
ROSTER = "id,name,section,role\nann,Ann Lee,A,\nbob,Bob,B,\ntim,Tim,A,ta\n"
WORDS = "My relu is the one of the lecture. <script>window.__hit = 1</script>"


@pytest.fixture
def served(make_course: Callable[..., Path]) -> Iterator[Served]:
    root = open_lesson(make_course("activations"), [])
    (root / "gradebook" / "roster.csv").write_text(ROSTER, encoding="utf-8")
    served = Served(root)
    yield served
    served.end()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    with open_browser(tmp_path) as browser:
        yield browser


def find(browser: webdriver.Chrome, selector: str) -> WebElement:
    """Return an element of the page, or of the one that is still on its way."""
    element: WebElement = wait_for(browser, f"document.querySelector({json.dumps(selector)})")
    return element


class Reader:
    """Somebody at the desk, with a window of some width. Each page that he comes to is looked at."""

    def __init__(self, browser: webdriver.Chrome, link: str, width: int) -> None:
        self.browser = browser
        browser.delete_all_cookies()
        look_as(browser, width)
        self.width = width
        browser.get(link)
        self.look()
        self.press("main form button:not(.quiet)")

    def look(self) -> None:
        """Expect a page that axe-core has nothing against in either language, no wider than the window, and inert."""
        for language in ("zh", "en"):
            self.browser.execute_script(f"document.getElementById('{language}').click()")
            assert find_violations(self.browser) == [], (self.browser.current_url, language)
            assert self.browser.execute_script("return document.documentElement.scrollWidth") <= self.width
        assert self.browser.execute_script("return window.__hit") is None

    def press(self, selector: str) -> None:
        # By script: the driver does not find what lies below the fold of a window that is only as wide as a phone.
        self.browser.execute_script("arguments[0].click()", find(self.browser, selector))

    def follow(self, part: str) -> None:
        """Follow the first link whose address has this part, and look at the page."""
        self.press(f"a[href*='{part}']")
        wait_for(self.browser, f"location.pathname.includes({part!r}) && document.readyState === 'complete'")
        self.look()

    def read(self) -> str:
        return str(self.browser.find_element(By.TAG_NAME, "body").text)


def hand_in(reader: Reader, path: Path) -> str:
    """Hand a notebook in and wait, without reloading, until it is graded; return the receipt's address."""
    reader.follow("/lessons/lesson09")
    reader.browser.find_element(By.ID, "files").send_keys(str(path))
    reader.press("form[enctype] button")
    wait_for(reader.browser, "location.pathname.startsWith('/receipts/')")
    reader.look()
    wait_for(reader.browser, "document.querySelector('.pill.graded')")
    reader.look()
    return str(reader.browser.current_url)


def ask(reader: Reader) -> None:
    """Ask for the first question to be looked at again."""
    reader.follow("/lessons/lesson09")
    reader.press("#requests summary")
    chosen = Select(reader.browser.find_element(By.ID, "question"))
    chosen.select_by_value("activations/test_relu")
    reader.browser.find_element(By.ID, "text").send_keys(WORDS)
    reader.look()
    reader.press("#requests form button")
    wait_for(reader.browser, "document.querySelector('.request')")
    reader.look()
    assert WORDS in reader.read()


def answer(reader: Reader) -> None:
    """Read the one request, and give a point and a half."""
    reader.follow("/staff")
    reader.follow("/staff/lessons/lesson09")
    reader.follow("/staff/requests")
    reader.follow("/staff/requests/")
    assert WORDS in reader.read()
    reader.browser.find_element(By.ID, "answer").send_keys("Half of it holds.")
    reader.browser.find_element(By.ID, "score").send_keys("1.5")
    reader.press("form[action^='/staff/requests/'] button")
    wait_for(reader.browser, "document.querySelector('.pill.graded')")
    reader.look()
    assert "→ 1.5" in reader.read()


@pytest.mark.long
def test_the_whole_way_of_a_request(served: Served, browser: webdriver.Chrome, tmp_path: Path) -> None:
    """On a telephone and a desktop, in both languages; the last page says what the TA gave."""
    links = read_links(served.root, served.url)
    path = tmp_path / "activations.ipynb"
    path.write_bytes(make_notebook(served.root, WRONG))
    ann = Reader(browser, links["ann"], PHONE)
    ann.look()
    receipt = hand_in(ann, path)
    browser.get(f"{receipt}/page")
    assert "1.5" not in question(ann)
    browser.get(served.url)
    ask(ann)
    answer(Reader(browser, links["tim"], DESKTOP))
    ann = Reader(browser, links["ann"], PHONE)
    ann.follow("/lessons/lesson09")
    assert "Half of it holds." in ann.read()
    wait_for(browser, "!document.body.textContent.includes('made anew') || location.reload()")
    browser.get(f"{receipt}/page")
    assert "1.5 / " in question(ann)
    work_without_scripts(browser, links["bob"], path)


def question(reader: Reader) -> str:
    """Return what the open page of an attempt has at the question that was asked about."""
    return str(reader.browser.find_element(By.ID, "activations-test_relu").text)


def work_without_scripts(browser: webdriver.Chrome, link: str, path: Path) -> None:
    """To come in, hand in, wait and read takes no script."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.delete_all_cookies()
    browser.get(link)
    find(browser, "main form button:not(.quiet)").click()
    find(browser, "a[href*='/lessons/lesson09']").click()
    find(browser, "#files").send_keys(str(path))
    find(browser, "form[enctype] button").click()
    wait_for(browser, "document.querySelector('.pill.graded')")  # the page loads itself anew
    find(browser, "a[href$='/page']").click()
    assert "relu" in browser.find_element(By.TAG_NAME, "body").text
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
