"""In Chromium with third-party cookies off: the desk from a frame of an LMS that is another site."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import find_violations, open_browser, wait_for
from launching import register
from lms import DEEP, TEACHER, Lms, User, open_lms, serve
from selenium import webdriver
from selenium.webdriver.common.by import By
from sqlalchemy import create_engine
from visiting import notebook

from autograder.course import Course
from autograder.desk.catalogue import Catalogue
from autograder.desk.database import open_database
from autograder.desk.lti import LtiDoor
from autograder.desk.web.app import make_app
from autograder.gradebook.tables import METADATA

LOCAL = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
NO_THIRD_PARTIES = {"profile.cookie_controls_mode": 1, "profile.block_third_party_cookies": True}


@pytest.fixture
def lms(tmp_path: Path) -> Iterator[Lms]:
    """An LMS at `localhost`, registered at a desk at 127.0.0.1: two sites for a browser."""
    root = tmp_path / "course"
    for folder in ("solutions/week1", "assignments/week1", "tests/week1", "gradebook"):
        (root / folder).mkdir(parents=True)
    (root / "solutions" / "week1" / "gates.ipynb").write_bytes(notebook())
    shutil.copy(root / "solutions" / "week1" / "gates.ipynb", root / "assignments" / "week1")
    (root / "gradebook" / "roster.csv").write_text("id,name,role\nann,Ann Lee,\nida,Ida,instructor\n")
    course = Course(root)
    engine = create_engine(course.database_url)
    METADATA.create_all(engine)
    engine.dispose()
    database = open_database(course)
    door = LtiDoor(database, Catalogue(course))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with serve(make_app(course, database, [door], url), listener), open_lms(url, "localhost") as lms:
            lms.users = {"u-ann": User("Ann", sis="ann"), "u-ida": User("Ida", sis="ida", roles=(TEACHER,))}
            register(database, lms)
            yield lms
    database.close()


def open_from_course(browser: webdriver.Chrome, lms: Lms, user: str) -> None:
    """Click the link in the course's frame, and go to the tab that it opens."""
    browser.switch_to.window(browser.window_handles[0])
    browser.get(f"{lms.url}/course/{user}")
    browser.switch_to.frame("tool")
    wait_for(browser, "document.getElementById('open')")
    before = set(browser.window_handles)
    browser.find_element(By.ID, "open").click()
    browser.switch_to.default_content()
    [tab] = set(browser.window_handles) - before
    browser.switch_to.window(tab)
    wait_for(browser, "location.pathname == '/lessons/week1'")


@pytest.mark.long
def test_a_course_opens_the_desk_without_third_party_cookies(lms: Lms, tmp_path: Path) -> None:
    """Teacher and student come in by a tab, a lesson is chosen in the frame, and another frame's cookie is not kept."""
    with open_browser(tmp_path, LOCAL, **NO_THIRD_PARTIES) as browser:
        for _ in range(2):  # where these cookies are allowed, the second time brings one
            browser.get(f"{lms.url}/crumbs")
            time.sleep(1)  # what the frame asks for may come after the page is there
        assert [one for one in lms.asked if one.startswith("crumb")] == ["crumb -", "crumb -"]
        open_from_course(browser, lms, "u-ida")
        assert "Ida" in browser.find_element(By.TAG_NAME, "header").text
        open_from_course(browser, lms, "u-ann")
        assert "Ann Lee" in browser.find_element(By.TAG_NAME, "header").text
        browser.switch_to.window(browser.window_handles[0])
        browser.get(f"{lms.url}/course/u-ida?page=/lti/choose")
        browser.switch_to.frame("tool")
        wait_for(browser, "document.getElementById('choose-week1')")
        assert find_violations(browser) == []
        browser.find_element(By.ID, "choose-week1").click()
        wait_for(browser, "document.getElementById('chosen')")
        [item] = lms.chosen[0][f"{DEEP}content_items"]
        assert item["custom"] == {"lesson": "week1"}
