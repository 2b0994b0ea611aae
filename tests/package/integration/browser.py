"""A headless Chromium and a Jupyter server with nbgrader's formgrader, for the browser test and the screenshots.

Both keep to this machine: the server listens on loopback, and the browser finds no other address.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import importlib.util
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

__all__ = [
    "Server",
    "find_violations",
    "look_as",
    "open_browser",
    "open_submission",
    "serve_course",
    "shoot",
    "wait_for",
]

MISSING = "chromium or chromedriver is missing: `make browser`, or apt-get install chromium chromium-driver"
_READY_S = 60
_SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--lang=zh-CN",
)


@contextlib.contextmanager
def open_browser(folder: Path, *switches: str, **preferences: Any) -> Iterator[webdriver.Chrome]:
    """Yield a browser whose profile stands in `folder`; `RuntimeError` says how to get Chromium where it is missing."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        raise RuntimeError(MISSING)
    options = Options()
    options.binary_location = chromium
    for switch in (*_SWITCHES, f"--user-data-dir={folder / 'profile'}", *switches):
        options.add_argument(switch)
    options.add_experimental_option("prefs", preferences)
    # Its own temporary folder has a short path: Chromium ends where that of a socket in there is too long.
    with tempfile.TemporaryDirectory(prefix="browser-") as short:
        service = Service(driver, env={**os.environ, "HOME": str(folder), "TMPDIR": short})
        browser = webdriver.Chrome(options=options, service=service)
        try:
            browser.set_page_load_timeout(_READY_S)
            browser.set_window_size(1200, 900)
            yield browser
        finally:
            browser.quit()
            service.stop()


def wait_for(browser: webdriver.Chrome, condition: str) -> Any:
    """Wait until a JavaScript expression is true in the page; return its value."""
    return WebDriverWait(browser, _READY_S).until(lambda page: page.execute_script(f"return {condition}"), condition)


def look_as(browser: webdriver.Chrome, width: int, scheme: str = "light") -> None:
    """Show pages from now on `width` CSS pixels wide, in the colours that a reader of a light or dark scheme gets."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def find_violations(browser: webdriver.Chrome, *rules: str) -> list[str]:
    """Return what axe-core has against the open page, one line for each place; only by these rules if there are any."""
    if not browser.execute_script("return 'axe' in window"):
        browser.execute_script(_find_axe())
    found = browser.execute_async_script(_RUN_AXE, list(rules))
    return [f"{rule['id']}: {node['html'][:200]} {node['why']}" for rule in found for node in rule["nodes"]]


@functools.cache
def _find_axe() -> str:
    (folder,) = importlib.util.find_spec("axe_core_python").submodule_search_locations
    return (Path(folder) / "axe.min.js").read_text(encoding="utf-8")


_RUN_AXE = """
const [rules, done] = arguments;
const options = {resultTypes: ["violations"], ...(rules.length ? {runOnly: rules} : {})};
const brief = (node) => ({html: node.html, why: node.failureSummary});
axe.run(document, options).then(
    (found) => done(found.violations.map((rule) => ({id: rule.id, nodes: rule.nodes.map(brief)}))));
"""


def shoot(
    browser: webdriver.Chrome, width: int, height: int, selector: str = "html", above: int = 0, scheme: str = "light"
) -> bytes:
    """Return the page as it looks `width` CSS pixels wide, as a PNG: `height` of it, from `above` an element on."""
    look_as(browser, width, scheme)
    element = browser.find_element(By.CSS_SELECTOR, selector)
    top = browser.execute_script("return arguments[0].getBoundingClientRect().top + scrollY", element) - above
    whole = browser.execute_script("return document.documentElement.scrollHeight")
    clip = {"x": 0, "y": top, "width": width, "height": min(height, whole - top), "scale": 1}
    taken = browser.execute_cdp_cmd(
        "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": clip}
    )
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    return base64.b64decode(taken["data"])


class Server:
    """Where a running Jupyter server is reached."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token

    def page(self, path: str) -> str:
        """Return the address of a page of the server."""
        return f"{self._url}{path}"

    def log_in(self, browser: webdriver.Chrome) -> None:
        """Log in as a person does."""
        browser.get(self.page("/login"))
        field = browser.find_element(By.NAME, "password")
        field.send_keys(self._token)
        field.submit()
        wait_for(browser, "!location.pathname.startsWith('/login')")

    def read(self, path: str) -> Any:
        """Return the JSON at an address of the formgrader's interface."""
        request = urllib.request.Request(f"{self._url}{path}", headers={"Authorization": f"token {self._token}"})
        with urllib.request.urlopen(request, timeout=_READY_S) as answer:
            return json.loads(answer.read())


@contextlib.contextmanager
def serve_course(root: Path, folder: Path) -> Iterator[Server]:
    """Yield a Jupyter server with nbgrader's formgrader on a course; what it keeps of itself stands in `folder`."""
    token = secrets.token_hex(16)
    own = {
        name: str(folder / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    extensions = {"nbgrader.server_extensions.formgrader": True} | dict.fromkeys(
        ("jupyterlab", "notebook", "jupyter_lsp", "jupyter_server_terminals", "notebook_shim",
         "nbgrader.server_extensions.assignment_list", "nbgrader.server_extensions.course_list",
         "nbgrader.server_extensions.validate_assignment"), False,
    )  # fmt: skip
    command = [
        sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0", f"--ServerApp.root_dir={root}", f"--ServerApp.jpserver_extensions={extensions}",
    ]  # fmt: skip
    environment = {**os.environ, **own, "HOME": str(folder), "JUPYTER_TOKEN": token}
    with (folder / "server.log").open("w+b") as log:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log)
        try:
            yield Server(_wait_for_server(process, Path(own["JUPYTER_RUNTIME_DIR"]), token, log.name), token)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for_server(process: subprocess.Popen[bytes], runtime: Path, token: str, log: str) -> str:
    deadline = time.monotonic() + _READY_S
    while process.poll() is None and time.monotonic() < deadline:
        for path in runtime.glob("jpserver-*.json") if runtime.is_dir() else ():
            with contextlib.suppress(ValueError, OSError, KeyError, urllib.error.URLError):
                url = str(json.loads(path.read_text())["url"]).rstrip("/")
                request = urllib.request.Request(f"{url}/api/status", headers={"Authorization": f"token {token}"})
                with urllib.request.urlopen(request, timeout=5):
                    return url
        time.sleep(0.05)
    raise RuntimeError(f"the Jupyter server did not start:\n{Path(log).read_text()[-3000:]}")


def open_submission(browser: webdriver.Chrome, server: Server, lesson: str, notebook: str, student: str) -> None:
    """Open a student's notebook in the formgrader, and wait until it can be graded there."""
    rows = server.read(f"/formgrader/api/submitted_notebooks/{lesson}/{notebook}")
    number = next(row["id"] for row in rows if row["student"] == student)
    browser.get(server.page(f"/formgrader/submissions/{number}/"))
    # Not that all of it is there: formulas are drawn by a script that nbconvert fetches from elsewhere.
    wait_for(
        browser, "window.formgrader && formgrader.grades && formgrader.grades.loaded && formgrader.comments.loaded"
    )
