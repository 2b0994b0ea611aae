"""A real JupyterHub with real servers of students: nbgrader's buttons reach the desk, and so do browsers."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from browser import open_browser
from desks import RIGHT, WRONG, Served, make_notebook, open_lesson
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.campaign
REPOSITORY = Path(__file__).resolve().parents[3]
START_S = 120.0

HUB = """
c.JupyterHub.bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.hub_port = {api}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.ConfigurableHTTPProxy.command = ["{command}"]
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "open"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/home/{{username}}"
c.Spawner.environment = {{"AUTOGRADER_DESK": "{desk}", "JUPYTER_CONFIG_PATH": "{folder}/config", "PYTHONPATH": "{path}"}}
c.Spawner.cmd = ["{python}", "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"]
c.Spawner.default_url = "/lab"
c.Spawner.server_token_scopes = ["access:services!service=desk", "access:servers!server", "users:activity!user"]
c.JupyterHub.services = [
    {{"name": "desk", "api_token": "{token}", "oauth_client_id": "service-desk", "oauth_no_confirm": True,
      "oauth_redirect_uri": "{desk}/hub/callback"}},
    {{"name": "tests", "api_token": "{tests}"}},
]
c.JupyterHub.load_roles = [
    {{"name": "tests", "services": ["tests"], "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"]}},
    {{"name": "user", "scopes": ["self", "access:services!service=desk"]}},
]
"""
STUDENT = """
c.ExchangeFactory.list = "autograder.hub.DeskList"
c.ExchangeFactory.fetch_assignment = "autograder.hub.DeskFetchAssignment"
c.ExchangeFactory.fetch_feedback = "autograder.hub.DeskFetchFeedback"
c.ExchangeFactory.submit = "autograder.hub.DeskSubmit"
c.CourseDirectory.course_id = "course"
"""


def find_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        free = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in free:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in free]


def find_proxy() -> str:
    found = shutil.which("configurable-http-proxy")
    if found is None:
        pytest.fail("configurable-http-proxy is not installed: `make proxies` as root, or npm install -g it")
    return found


@dataclass(frozen=True)
class Hub:
    """A hub, the desk that is its service, and the course of the desk."""

    url: str
    desk: str
    root: Path
    folder: Path
    token: str

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"token {self.token}"}
        return httpx.request(
            method, f"{self.url}/hub/api{path}", headers=headers, trust_env=False, timeout=60, **options
        )

    def start_server(self, name: str) -> httpx.Client:
        """Start a student's server and return what talks to it as that student."""
        (self.folder / "home" / name).mkdir(parents=True, exist_ok=True)
        self.ask("POST", f"/users/{name}")
        self.ask("POST", f"/users/{name}/server").raise_for_status()
        end_s = time.monotonic() + START_S
        while not (self.ask("GET", f"/users/{name}").json()["servers"].get("") or {}).get("ready"):
            assert time.monotonic() < end_s
            time.sleep(0.3)
        token = self.ask("POST", f"/users/{name}/tokens", json={"scopes": [f"access:servers!user={name}"]}).json()[
            "token"
        ]
        return httpx.Client(
            base_url=f"{self.url}/user/{name}",
            headers={"Authorization": f"token {token}"},
            trust_env=False,
            timeout=120,
        )


@pytest.fixture(scope="module")
def hub(new_course: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    root = open_lesson(new_course("activations"), [])
    (root / "gradebook" / "roster.csv").write_text(
        "id,name,email,role\nann,Ann,,\nbob,Bob,,\ncarl,Carl,,\ntutor,T,,ta\n"
    )
    folder = tmp_path_factory.mktemp("hub")
    port, api, proxy, desk = find_ports(4)
    url, desk_url, token, tests = (
        f"http://127.0.0.1:{port}",
        f"http://127.0.0.1:{desk}",
        *(secrets.token_hex(16) for _ in "ab"),
    )
    (folder / "config").mkdir()
    (folder / "config" / "nbgrader_config.py").write_text(STUDENT)
    extensions = {
        "nbgrader.server_extensions.assignment_list": True,
        "nbgrader.server_extensions.validate_assignment": True,
    }
    extensions["autograder.hub.validating"] = True
    (folder / "config" / "jupyter_server_config.json").write_text(
        json.dumps({"ServerApp": {"jpserver_extensions": extensions}})
    )
    values = {"hub": port, "api": api, "proxy": proxy, "command": find_proxy(), "folder": folder, "desk": desk_url}
    values |= {"python": sys.executable, "token": token, "tests": tests, "path": REPOSITORY}
    (folder / "jupyterhub_config.py").write_text(HUB.format(**values))
    environment = {**os.environ, "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(16)}
    with pytest.MonkeyPatch.context() as patch, (folder / "log").open("wb") as log:
        patch.setenv("JUPYTERHUB_API_TOKEN", token)
        patch.setenv("JUPYTERHUB_API_URL", f"http://127.0.0.1:{api}/hub/api")
        patch.setenv("JUPYTERHUB_CLIENT_ID", "service-desk")
        patch.setenv("JUPYTERHUB_HOST", url)
        patch.setenv("JUPYTERHUB_SERVICE_NAME", "desk")
        patch.setenv("JUPYTERHUB_OAUTH_ACCESS_SCOPES", '["access:services!service=desk"]')
        served = Served(root, "--url", desk_url, port=desk)
        words = [sys.executable, "-m", "jupyterhub", "-f", str(folder / "jupyterhub_config.py")]
        process = subprocess.Popen(words, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            found = Hub(url, desk_url, root, folder, tests)
            wait_until(lambda: answers(f"{url}/hub/api/"), folder / "log")
            yield found
        finally:
            process.terminate()
            process.wait(60)
            served.end()


def answers(url: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(url, trust_env=False).status_code == 200
    return False


def wait_until(is_so: Callable[[], bool], log: Path) -> None:
    end_s = time.monotonic() + START_S
    while not is_so():
        assert time.monotonic() < end_s, log.read_text()[-3000:]
        time.sleep(0.3)


def press(server: httpx.Client, button: str) -> list[dict[str, Any]]:
    """Do what a button of nbgrader's list does; return the list as it is then."""
    answer = server.post(f"/assignments/{button}", json={"course_id": "course", "assignment_id": "lesson09"})
    answer.raise_for_status()
    found = answer.json()
    assert found["success"], found
    return list(found["value"])


def test_fetch_solve_validate_submit_and_feedback(hub: Hub) -> None:
    """nbgrader's own extension, unchanged, with a student's server that shares no disk with the desk."""
    with hub.start_server("ann") as server:
        listed = server.get("/assignments", params={"course_id": "course"}).json()
        assert [(one["assignment_id"], one["status"]) for one in listed["value"]] == [("lesson09", "released")]
        fetched = press(server, "fetch")
        assert fetched[0]["status"] == "fetched"
        notebook = hub.folder / "home" / "ann" / "lesson09" / "activations.ipynb"
        assert notebook.read_bytes() == (hub.root / "assignments" / "lesson09" / "activations.ipynb").read_bytes()

        notebook.write_bytes(make_notebook(hub.root, WRONG))
        wrong = server.post("/assignments/validate", json={"path": "lesson09/activations.ipynb"}).json()
        assert wrong["success"], wrong
        assert "relu" in wrong["value"]["failed"][0]["raw_error"]
        notebook.write_bytes(make_notebook(hub.root, RIGHT))
        assert server.post("/assignments/validate", json={"path": "lesson09/activations.ipynb"}).json()["value"] == {}

        submitted = [one for one in press(server, "submit") if one["status"] == "submitted"]
        assert len(submitted[0]["submissions"]) == 1
        record = hub.root / "gradebook" / "grades" / "lesson09" / "ann.json"
        wait_until(record.exists, hub.folder / "log")
        wait_until(lambda: has_feedback(server), hub.folder / "log")
        press(server, "fetch_feedback")
        [page] = (hub.folder / "home" / "ann" / "lesson09" / "feedback").rglob("activations.html")
        assert "relu" in page.read_text(encoding="utf-8")


def has_feedback(server: httpx.Client) -> bool:
    listed = server.get("/assignments", params={"course_id": "course"}).json()["value"]
    return any(
        one["has_exchange_feedback"] for row in listed if row["status"] == "submitted" for one in row["submissions"]
    )


def test_who_is_not_in_the_roster_sees_nothing(hub: Hub) -> None:
    with hub.start_server("stranger") as server:
        listed = server.get("/assignments", params={"course_id": "course"}).json()
        assert listed["success"] is False
        answer = server.post("/assignments/submit", json={"course_id": "course", "assignment_id": "lesson09"})
        assert answer.json()["success"] is False


@contextlib.contextmanager
def log_in(hub: Hub, name: str) -> Iterator[httpx.Client]:
    """Log in at the hub as a browser does."""
    with httpx.Client(trust_env=False, follow_redirects=True, timeout=60) as browser:
        browser.get(f"{hub.url}/hub/login")
        form = {"username": name, "password": "open", "_xsrf": browser.cookies.get("_xsrf", path="/hub/") or ""}
        browser.post(f"{hub.url}/hub/login?next=/hub/home", data=form).raise_for_status()
        yield browser


def test_a_browser_comes_in_by_the_hub(hub: Hub) -> None:
    """The hub says who it is, the roster what he may do; a state that another browser got lets nobody in."""
    with log_in(hub, "bob") as browser:
        page = browser.get(f"{hub.desk}/")
        assert page.status_code == 200
        assert "lesson09" in page.text
        assert browser.get(f"{hub.desk}/staff").status_code == 404
    with log_in(hub, "tutor") as browser:
        assert browser.get(f"{hub.desk}/").status_code == 200
        assert browser.get(f"{hub.desk}/staff").status_code == 200
    with log_in(hub, "stranger") as browser:
        assert browser.get(f"{hub.desk}/").status_code == 403
    with log_in(hub, "bob") as browser:
        state = httpx.get(f"{hub.desk}/hub/login", trust_env=False).headers["location"].rsplit("state=", 1)[1]
        assert browser.get(f"{hub.desk}/hub/callback?code=x&state={state}").status_code == 403


def test_a_token_of_the_hub_that_may_not_use_the_desk_opens_nothing(hub: Hub) -> None:
    hub.ask("POST", "/users/bob")
    for scopes, status in ((["access:services!service=desk"], 200), (["read:users:name!user=bob"], 401)):
        answer = hub.ask("POST", "/users/bob/tokens", json={"scopes": scopes})
        token = answer.json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx.get(f"{hub.desk}/api/lessons", headers=headers, trust_env=False).status_code == status


def click(browser: Any, selector: str, text: str = "") -> None:
    """Click the first visible element of a selector that shows this text, as soon as there is one."""
    script = """
        const found = [...document.querySelectorAll(arguments[0])].find(
            one => one.offsetParent !== null && one.textContent.trim().startsWith(arguments[1]) && !one.disabled);
        return found || null"""
    found = WebDriverWait(browser, START_S, ignored_exceptions=[WebDriverException]).until(
        lambda page: page.execute_script(script, selector, text), f"{selector} {text}"
    )
    found.click()


def test_the_buttons_in_a_browser(hub: Hub, tmp_path: Path) -> None:
    """A student logs in at the hub, opens nbgrader's list in JupyterLab, and fetches, submits and gets feedback there."""
    home = hub.folder / "home" / "carl"
    home.mkdir(parents=True, exist_ok=True)
    with open_browser(tmp_path) as browser:
        browser.get(f"{hub.url}/hub/login?next=/hub/spawn")
        browser.find_element(By.NAME, "username").send_keys("carl")
        browser.find_element(By.NAME, "password").send_keys("open")
        browser.find_element(By.CSS_SELECTOR, "form [type=submit]").click()
        click(browser, ".lm-MenuBar-item", "Nbgrader")
        click(browser, ".lm-Menu-item", "Assignment List")
        click(browser, "button", "Fetch")
        notebook = home / "lesson09" / "activations.ipynb"
        wait_until(notebook.exists, hub.folder / "log")
        notebook.write_bytes(make_notebook(hub.root, RIGHT))
        click(browser, "button", "Submit")
        record = hub.root / "gradebook" / "grades" / "lesson09" / "carl.json"
        wait_until(record.exists, hub.folder / "log")
        click(browser, "button", "Fetch Feedback")
        wait_until(lambda: any(home.glob("lesson09/feedback/*/activations.html")), hub.folder / "log")
