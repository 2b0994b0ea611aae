"""The desk in an LMS, over real HTTP: who gets in by a launch, what is refused, links to lessons, the roster, scores."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from launching import begin, launch, post, register, session
from lms import CLAIM, DEEP, DEPLOYMENT, LEARNER, TEACHER, Lms, User, open_lms
from sqlalchemy import create_engine, update
from visiting import NO_TLS, Desk

from autograder.cli.main import main
from autograder.course import CellKey
from autograder.desk.links import read_key
from autograder.desk.lti import Launches, LmsCourses, Platforms, read_tool_key
from autograder.desk.lti.members import Members
from autograder.desk.lti.scores import Scores, ScoreState, may_be_sent
from autograder.desk.lti.sending import Sender
from autograder.desk.lti_tables import lti_scores
from autograder.gradebook import Standing, tables
from autograder.submissions import load_roster

REFUSED = 403


@pytest.fixture(scope="module")
def served(desk: Desk) -> Iterator[Lms]:
    (desk.course.root / "nbgrader_config.py").touch()
    with open_lms(desk.url) as lms:
        yield lms


@pytest.fixture
def lms(desk: Desk, served: Lms) -> Lms:
    """The LMS, registered and linked, with the class as its users; nothing was sent to it."""
    platforms = Platforms(desk.database)
    for one in platforms.all():
        platforms.remove(one.id)
    with desk.database.write() as connection:
        connection.execute(lti_scores.delete())
    served.users = {
        "u-ann": User("Ann Lee", sis="ann"),
        "u-bob": User("Bob", sis="bob"),
        "u-tim": User("Tim", sis="tim", roles=(TEACHER,)),
        "u-ida": User("Ida", sis="ida", roles=(TEACHER,)),
    }
    served.context = "course-1"
    for kept in (served.items, served.scores, served.seen, served.asked, served.failures, served.chosen):
        kept.clear()
    register(desk.database, served)
    assert launch(desk, served, "u-ida").status_code == 303  # the first instructor links the course
    return served


# --- login and launch ---


def test_a_launch_lets_a_student_in_at_his_lesson(desk: Desk, lms: Lms) -> None:
    """As who he is in the roster; the cookie of the login is gone, and that of the desk is for no other site's forms."""
    answer = launch(desk, lms, "u-ann")
    assert answer.headers["location"] == "/lessons/week1"
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert "samesite=lax" in answer.headers["set-cookie"].casefold()
    ann = session(desk, answer)
    assert "Ann Lee" in ann.get("/").text
    assert ann.get("/staff").status_code == 404


def test_a_frame_gets_a_link_to_a_tab_and_only_of_a_registered_site(desk: Desk, lms: Lms) -> None:
    """The page in the frame sets no cookie and may be framed by that LMS alone; the desk itself by nobody."""
    fields = lms.login_fields("u-ann")
    answer = desk.visit().post("/lti/login", data=fields, headers={"Sec-Fetch-Dest": "iframe", "Origin": lms.url})
    assert answer.status_code == 200
    assert 'target="_blank"' in answer.text
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-security-policy"].endswith(f"frame-ancestors {lms.url}")
    assert "x-frame-options" not in answer.headers
    page = session(desk, launch(desk, lms, "u-ann")).get("/lessons/week1")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"
    for change in ({"iss": "https://evil.example"}, {"client_id": "other"}, {"lti_deployment_id": "other"}):
        answer = desk.visit().get("/lti/login", params={**fields, **change})
        assert answer.status_code == REFUSED
        assert "evil" not in answer.headers["content-security-policy"]


Forge = Callable[[Lms, dict[str, Any]], str]


def without_signature(lms: Lms, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, "", algorithm="none", headers={"kid": "key-1"})


def signed_with_the_public_key(lms: Lms, claims: dict[str, Any]) -> str:
    """The old confusion: the platform's public key, which all know, as the secret of HS256."""
    secret = lms.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    head, body = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "typ": "JWT", "kid": "key-1"}, claims)
    )
    mark = base64.urlsafe_b64encode(hmac.digest(secret, head + b"." + body, hashlib.sha256)).rstrip(b"=")
    return b".".join((head, body, mark)).decode()


def tampered(lms: Lms, claims: dict[str, Any]) -> str:
    head, _, mark = lms.sign(claims).split(".")
    body = json.dumps({**claims, "sub": "u-ida"}).encode()
    return ".".join((head, base64.urlsafe_b64encode(body).rstrip(b"=").decode(), mark))


def signed_by_another(lms: Lms, claims: dict[str, Any]) -> str:
    return Lms(url=lms.url).sign(claims)


def with_its_own_key(lms: Lms, claims: dict[str, Any]) -> str:
    """A head that brings the key along."""
    other = Lms(url=lms.url)
    key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(other.key.public_key()))
    return other.sign(claims, jwk=key, jku="https://evil.example/keys")


def changed(**more: Any) -> Forge:
    names = {"deployment": f"{CLAIM}deployment_id", "version": f"{CLAIM}version", "kind": f"{CLAIM}message_type"}
    return lambda lms, claims: lms.sign({**claims, **{names.get(name, name): value for name, value in more.items()}})


def lacking(name: str) -> Forge:
    return lambda lms, claims: lms.sign({key: value for key, value in claims.items() if key != name})


FORGED: dict[str, Forge] = {
    "no signature": without_signature,
    "HS256 with the public key": signed_with_the_public_key,
    "tampered": tampered,
    "signed by another": signed_by_another,
    "with its own key": with_its_own_key,
    "unknown key": lambda lms, claims: lms.sign(claims, kid="key-2"),
    "expired": changed(exp=int(time.time()) - 10),
    "from the future": changed(iat=int(time.time()) + 900),
    "other audience": changed(aud="another-tool"),
    "two audiences": changed(aud=["client-1", "another-tool"]),
    "other party": changed(aud=["client-1", "another-tool"], azp="another-tool"),
    "other issuer": changed(iss="https://evil.example"),
    "other deployment": changed(deployment="deployment-2"),
    "other nonce": changed(nonce="made-up"),
    "other version": changed(version="1.1"),
    "no kind": changed(kind="Nonsense"),
    "for a review": changed(kind="LtiSubmissionReviewRequest"),
    "no end": lacking("exp"),
    "no beginning": lacking("iat"),
    "nobody": lacking("sub"),
    "no nonce": lacking("nonce"),
    "no course": lacking(f"{CLAIM}context"),
    "no token": lambda lms, claims: "x.y.z",
    "a list": lambda lms, claims: ".".join(["W10", "W10", "W10"]),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_forged_is_refused(desk: Desk, lms: Lms, name: str) -> None:
    """Each of these with a right state; nobody is let in, and the same login still serves the genuine token."""
    state, nonce, cookie = begin(desk, lms, "u-ann")
    claims = lms.claims("u-ann", nonce)
    answer = post(desk, state, FORGED[name](lms, claims), cookie)
    assert answer.status_code == REFUSED, answer.text
    assert not re.search(r"(?<!-)\bdesk=", answer.headers.get("set-cookie", ""))
    genuine = post(desk, state, lms.sign(claims), cookie).status_code
    assert genuine == (REFUSED if name == "no course" else 303)


def test_a_token_lets_in_once_and_only_the_browser_that_asked(desk: Desk, lms: Lms) -> None:
    """Another browser's state, none, a replay, another login's nonce and a login that is too old: all are refused."""
    state, nonce, cookie = begin(desk, lms, "u-ann")
    token = lms.sign(lms.claims("u-ann", nonce))
    other_state, other_nonce, other_cookie = begin(desk, lms, "u-ann")
    assert post(desk, state, token, "").status_code == REFUSED
    assert post(desk, state, token, other_cookie).status_code == REFUSED
    name = cookie.split("=")[0]
    for kept in (other_state, state, other_cookie.split("=", 1)[1], cookie.split("=", 1)[1] + "x"):
        assert post(desk, state, token, f"{name}={kept}").status_code == REFUSED
    assert post(desk, "", token, cookie).status_code == REFUSED
    assert post(desk, state, lms.sign(lms.claims("u-ann", other_nonce)), cookie).status_code == REFUSED
    assert post(desk, state, token, cookie).status_code == 303
    assert post(desk, state, token, cookie).status_code == REFUSED
    platforms = Platforms(desk.database)
    hour_ago = Launches(
        desk.database, platforms, read_tool_key(desk.course), read_key(desk.course), lambda: time.time() - 3600
    )
    login = hour_ago.begin(lms.login_fields("u-ann"), f"{desk.url}/lti/launch")
    nonce = parse_qs(urlsplit(login.url).query)["nonce"][0]
    name = "desk-lti-" + hashlib.sha256(login.state.encode()).hexdigest()[:16]
    late = lms.sign(lms.claims("u-ann", nonce))
    assert post(desk, login.state, late, f"{name}={login.kept}").status_code == REFUSED


def test_a_platform_whose_keys_cannot_be_had_lets_nobody_in(desk: Desk, lms: Lms) -> None:
    """It is said to be silent, which is no fault of the student's; he may try the same again."""
    register(desk.database, lms, jwks_url="http://127.0.0.1:9/jwks")
    answer = launch(desk, lms, "u-ann")
    assert answer.status_code == 503
    assert "set-cookie" not in answer.headers


# --- who is who ---


def test_a_role_is_never_more_than_the_rosters(desk: Desk, lms: Lms) -> None:
    """A student who teaches there is a student here; a TA who is a learner there too; unless the platform is trusted."""
    lms.users["u-bob"].roles = (TEACHER,)
    lms.users["u-tim"].roles = (LEARNER,)
    for user in ("u-bob", "u-tim"):
        assert session(desk, launch(desk, lms, user)).get("/staff").status_code == 404
    lms.users["u-tim"].roles = (TEACHER,)
    assert session(desk, launch(desk, lms, "u-tim")).get("/staff").status_code == 200
    register(desk.database, lms, trusts_roles=True)
    assert session(desk, launch(desk, lms, "u-bob")).get("/staff").status_code == 200


def test_an_administrator_of_all_is_nobody_special_in_the_course(desk: Desk, lms: Lms) -> None:
    """What somebody is at the institution gives no role."""
    register(desk.database, lms, trusts_roles=True)
    place = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"
    lms.users["u-bob"].roles = (place, LEARNER)
    assert session(desk, launch(desk, lms, "u-bob")).get("/staff").status_code == 404


def test_who_is_not_in_the_roster_is_told_whom_to_ask(desk: Desk, lms: Lms) -> None:
    """With what the platform calls him, as text; a setting lets him in as himself."""
    lms.users["u-new"] = User("<b>New</b>", email="new@example.edu", sis="new1")
    answer = launch(desk, lms, "u-new")
    assert answer.status_code == REFUSED
    assert "&lt;b&gt;New&lt;/b&gt;, new@example.edu, new1" in answer.text
    register(desk.database, lms, adds_people=True)
    client = session(desk, launch(desk, lms, "u-new"))
    assert client.get("/lessons/week1").status_code == 200
    register(desk.database, lms, adds_people=False)
    assert client.get("/lessons/week1").status_code == 401


def test_nobody_becomes_somebody_else(desk: Desk, lms: Lms) -> None:
    """Not by a changed account, not by a second account, not by parameters that any teacher can set."""
    assert launch(desk, lms, "u-ann").status_code == 303
    lms.users["u-ann"].sis = "ida"
    assert "Ann Lee" in session(desk, launch(desk, lms, "u-ann")).get("/").text
    lms.users["u-second"] = User("Second", sis="ida", roles=(TEACHER,))
    assert launch(desk, lms, "u-second").status_code == REFUSED
    lms.users["u-third"] = User("Third", more={f"{CLAIM}custom": {"login": "bob", "sis_id": "bob", "id": "bob"}})
    assert launch(desk, lms, "u-third").status_code == REFUSED


def test_only_a_course_that_is_linked_lets_in(desk: Desk, lms: Lms) -> None:
    """The tool in another course of the same LMS opens nothing, whoever comes, until the course is linked by command."""
    lms.context = "sandbox"
    assert launch(desk, lms, "u-ann").status_code == REFUSED
    answer = launch(desk, lms, "u-ida")
    assert answer.status_code == REFUSED
    [id] = re.findall(r"autograder lti link (\w+)", answer.text)
    assert main(["lti", "link", id, "--root", str(desk.course.root)]) == 0
    ann = session(desk, launch(desk, lms, "u-ann"))
    assert ann.get("/").status_code == 200
    assert main(["lti", "link", id, "--unlink", "--root", str(desk.course.root)]) == 0
    assert ann.get("/").status_code == 401


def test_a_removed_platform_or_member_is_out_at_once(desk: Desk, lms: Lms, capsys: pytest.CaptureFixture[str]) -> None:
    """The sessions end with the account that was forgotten, and with the platform."""
    root = ["--root", str(desk.course.root)]
    ann, bob = session(desk, launch(desk, lms, "u-ann")), session(desk, launch(desk, lms, "u-bob"))
    assert main(["lti", "forget", "--student", "ann", *root]) == 0
    assert (ann.get("/").status_code, bob.get("/").status_code) == (401, 200)
    assert main(["lti", "list", *root]) == 0
    [id] = re.findall(r"platform (\w+)  http", capsys.readouterr().out)
    assert main(["lti", "remove", id, *root]) == 0
    assert bob.get("/").status_code == 401
    assert desk.visit().get("/lti/login", params=lms.login_fields("u-ann")).status_code == REFUSED


# --- registration ---


def invite(desk: Desk, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["lti", "register", "--url", desk.url, "--root", str(desk.course.root)]) == 0
    return capsys.readouterr().out.splitlines()[0].removeprefix(desk.url)


def test_a_platform_registers_itself_once(desk: Desk, lms: Lms, capsys: pytest.CaptureFixture[str]) -> None:
    """By a button behind a one-time link; the page may be framed by that platform, and the key is nobody else's."""
    Platforms(desk.database).remove(Platforms(desk.database).all()[0].id)
    page, client = invite(desk, capsys), desk.visit()
    configuration = f"{lms.url}/.well-known/openid-configuration"
    asked = {"openid_configuration": configuration, "registration_token": lms.registration_token}
    shown = client.get(page, params=asked)
    assert lms.url in shown.text
    assert f"frame-ancestors {lms.url}" in shown.headers["content-security-policy"]
    assert not Platforms(desk.database).all()
    assert client.post(page, data={**asked, "registration_token": "wrong"}).status_code == 422
    assert client.post(page, data=asked, headers={"Origin": lms.url}).status_code == REFUSED
    assert client.post(page, data=asked).status_code == 200
    assert client.post(page, data=asked).status_code == REFUSED
    assert client.get(page, params=asked).status_code == REFUSED
    assert lms.registration["redirect_uris"] == [f"{desk.url}/lti/launch"]
    assert launch(desk, lms, "u-ida").status_code == 303
    key = desk.course.gradebook / "desk" / "lti.pem"
    assert key.stat().st_mode & 0o077 == 0
    shown_keys = client.get("/lti/keys").json()["keys"]
    assert set(shown_keys[0]) == {"kty", "n", "e", "kid", "alg", "use"}
    assert shown_keys == read_tool_key(desk.course).jwks()["keys"]


@pytest.mark.parametrize(
    "address", ["http://internal.example/x", "file:///etc/passwd", "https://a b", "https://x;y", "//x", "https://[", ""]
)
def test_a_registration_goes_to_no_odd_address(desk: Desk, capsys: pytest.CaptureFixture[str], address: str) -> None:
    """Only to https, and it is no header either."""
    page = invite(desk, capsys)
    answer = desk.visit().post(page, data={"openid_configuration": address})
    assert answer.status_code == 422
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert desk.visit().get(page).status_code == 200  # the link still holds


def test_a_canvas_is_entered_on_the_same_page(desk: Desk, lms: Lms, capsys: pytest.CaptureFixture[str]) -> None:
    """Canvas reads our configuration, and the page asks for its site, client id and deployment id."""
    configuration = desk.visit().get("/lti/canvas.json").json()
    assert configuration["oidc_initiation_url"] == f"{desk.url}/lti/login"
    placements = configuration["extensions"][0]["settings"]["placements"]
    assert {one["message_type"] for one in placements} == {"LtiResourceLinkRequest", "LtiDeepLinkingRequest"}
    page = invite(desk, capsys)
    entered = {"site": "https://school.instructure.com/", "client": "10000000000001", "deployment": "1:abc"}
    assert desk.visit().post(page, data={**entered, "site": "javascript:1"}).status_code == 422
    assert desk.visit().post(page, data={**entered, "deployment": ""}).status_code == 422
    assert desk.visit().post(page, data=entered).status_code == 200
    found = Platforms(desk.database).find("https://canvas.instructure.com")
    assert found is not None
    assert found.token_url == "https://school.instructure.com/login/oauth2/token"
    assert found.frame_ancestors() == "https://school.instructure.com https://sso.canvaslms.com"


# --- links to lessons ---


def test_a_teacher_chooses_a_lesson_and_a_student_none(desk: Desk, lms: Lms) -> None:
    """The platform gets a signed link to the lesson with a column for its points; only to it does the form go."""
    state, nonce, cookie = begin(desk, lms, "u-ida", "/lti/choose")
    answer = post(desk, state, lms.sign(lms.claims("u-ida", nonce, **lms.deep_link_claims())), cookie)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert f"form-action 'self' {lms.url};" in policy
    assert f"frame-ancestors {lms.url}" in policy
    assert "secret" not in answer.text
    [token] = re.findall(r'name="JWT" value="([^"]+)"', answer.text)
    httpx.post(f"{lms.url}/chosen", data={"JWT": token}, trust_env=False, verify=NO_TLS).raise_for_status()
    [chosen] = lms.chosen
    [item] = chosen[f"{DEEP}content_items"]
    assert (item["custom"], item["url"]) == ({"lesson": "week1"}, f"{desk.url}/lti/launch")
    assert (item["lineItem"]["scoreMaximum"], item["lineItem"]["resourceId"]) == (2.0, "week1")
    assert chosen[f"{DEEP}data"] == "mine"
    assert chosen[f"{CLAIM}deployment_id"] == DEPLOYMENT
    state, nonce, cookie = begin(desk, lms, "u-ann", "/lti/choose")
    answer = post(desk, state, lms.sign(lms.claims("u-ann", nonce, **lms.deep_link_claims())), cookie)
    assert answer.status_code == REFUSED


# --- the roster ---


def test_the_roster_is_compared_and_taken_over(desk: Desk, lms: Lms, capsys: pytest.CaptureFixture[str]) -> None:
    """First it is shown; then it is written, with sections kept, the one before beside it, and nobody lost unasked."""
    path = desk.course.gradebook / "roster.csv"
    before = path.read_bytes()
    root = ["--root", str(desk.course.root)]
    del lms.users["u-bob"]
    lms.users["u-ann"].email = "ann@example.edu"
    lms.users["u-new"] = User("=New", email="new@example.edu", sis="new1")
    lms.users["u-odd"] = User("Odd", sis="../odd")
    try:
        assert main(["lti", "roster", *root]) == 3
        shown = capsys.readouterr()
        for line in ("+ new1, =New, new@example.edu", "-> ", "ann@example.edu, A", "- bob", "not written"):
            assert line in shown.out.replace("  ->  ", " -> "), shown.out
        assert "Odd" in shown.err
        assert path.read_bytes() == before
        main(["lti", "roster", "--write", *root])
        roster = load_roster(desk.course)
        assert roster is not None
        assert set(roster.entries) == {"ann", "bob", "new1"}
        assert (roster.entries["ann"].section, roster.entries["ann"].email) == ("A", "ann@example.edu")
        assert [one.role for one in roster.staff] == ["ta", "instructor"]
        assert path.with_name("roster.before.csv").read_bytes() == before
        assert {one.student for one in Members(desk.database).all()} == {"ann", "tim", "ida", "new1"}
        main(["lti", "roster", "--write", "--remove", *root])
        assert set((load_roster(desk.course) or roster).entries) == {"ann", "new1"}
    finally:
        path.write_bytes(before)


# --- scores ---


def give(desk: Desk, student: str, score: float | None, manual: float | None = None) -> None:
    """Write a score into nbgrader's database, as a run does."""
    engine = create_engine(desk.course.database_url)
    fixed = {
        tables.assignments: {"id": "l", "name": "week1"},
        tables.notebooks: {"id": "n", "name": "gates", "assignment_id": "l"},
        tables.cells: {"id": "c", "name": "b", "notebook_id": "n", "type": "GradeCell"},
        tables.grade_cells: {"id": "c", "max_score": 2.0},
    }
    own = {
        tables.students: {"id": student},
        tables.submissions: {"id": f"s-{student}", "assignment_id": "l", "student_id": student},
        tables.submitted_notebooks: {"id": f"n-{student}", "assignment_id": f"s-{student}", "notebook_id": "n"},
        tables.grades: {
            "id": f"g-{student}", "notebook_id": f"n-{student}", "cell_id": "c", "auto_score": score,
            "manual_score": manual, "needs_manual_grade": False,
        },
    }  # fmt: skip
    with engine.begin() as connection:
        for table, row in {**fixed, **own}.items():
            connection.execute(table.delete().where(table.c.id == row["id"]))
            connection.execute(table.insert().values(row))
    engine.dispose()


@pytest.fixture
def sender(desk: Desk, lms: Lms) -> Iterator[Sender]:
    """What sends; Ann came once and has 1.5 points."""
    engine = create_engine(desk.course.database_url)
    with engine.begin() as connection:
        connection.execute(tables.submissions.delete())
    engine.dispose()
    assert launch(desk, lms, "u-ann").status_code == 303
    give(desk, "ann", 1.5)
    yield Sender(desk.course, desk.database)
    (desk.course.root / "solutions" / "week1" / "lesson.toml").unlink(missing_ok=True)
    desk.publications.remove("week1")


def state(desk: Desk, student: str = "ann") -> Any:
    return next(one for one in Scores(desk.database, desk.catalogue).of_lesson("week1") if one.student == student)


def test_a_score_is_sent_once_and_again_when_it_changes(desk: Desk, lms: Lms, sender: Sender) -> None:
    """Into a column that is made for the lesson, or found; what has not changed is not sent again."""
    for _ in range(2):
        assert sender.run_once()
    [score] = lms.seen
    assert (score["userId"], score["scoreGiven"], score["scoreMaximum"]) == ("u-ann", 1.5, 2.0)
    assert (score["gradingProgress"], score["activityProgress"]) == ("FullyGraded", "Completed")
    [item] = lms.items.values()
    assert (item["resourceId"], item["scoreMaximum"]) == ("week1", 2.0)
    give(desk, "ann", 0.5)
    Sender(desk.course, desk.database).run_once()  # as after a restart: the column is known
    assert [one["scoreGiven"] for one in lms.seen] == [1.5, 0.5]
    assert datetime.fromisoformat(lms.seen[0]["timestamp"]) < datetime.fromisoformat(lms.seen[1]["timestamp"])
    assert len(lms.items) == 1
    assert (state(desk).state, state(desk).sent_score) == (ScoreState.SENT, 0.5)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_a_platform_cannot_take_now_is_tried_again(
    desk: Desk, lms: Lms, sender: Sender, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a reason that staff reads, later and later, and not before the platform asks for it; nothing is lost."""
    root = ["--root", str(desk.course.root)]
    lms.failures = [status, status]
    sender.run_once()
    first = state(desk)
    assert (first.state, first.tries) == (ScoreState.RETRYING, 1)
    assert str(status) in first.reason
    assert first.not_before_s >= time.time() + 6
    sender.run_once()  # too early
    assert lms.asked.count("score") == 1
    assert main(["lti", "scores", "week1", *root]) == 3
    assert "retrying" in capsys.readouterr().out
    assert str(status) in desk.visit("ida").get("/staff/lessons/week1/scores").text
    sender.scores.try_now("week1")
    sender.run_once()
    assert state(desk).not_before_s - time.time() > first.not_before_s - time.time()
    assert main(["lti", "scores", "week1", "--send", *root]) == 0
    assert "sent" in capsys.readouterr().out
    assert [one["scoreGiven"] for one in lms.seen] == [1.5]


def test_a_platform_that_is_down_is_asked_once_for_all(desk: Desk, lms: Lms, sender: Sender) -> None:
    """Nobody waits for it once for each student, and each student's state says so."""
    launch(desk, lms, "u-bob")
    give(desk, "bob", 1.0)
    register(desk.database, lms, token_url="http://127.0.0.1:9/token")
    sender.run_once()
    for student in ("ann", "bob"):
        assert state(desk, student).state is ScoreState.RETRYING
        assert "does not answer" in state(desk, student).reason
    register(desk.database, lms)
    again = Sender(desk.course, desk.database)
    again.scores.try_now("week1")
    again.run_once()
    assert {one["userId"] for one in lms.seen} == {"u-ann", "u-bob"}


def test_a_refused_score_is_a_persons_to_look_at(desk: Desk, lms: Lms, sender: Sender) -> None:
    """It fails for that student alone, and a column that was deleted there is made anew."""
    lms.failures = [422]
    sender.run_once()
    assert (state(desk).state, state(desk).tries) == (ScoreState.FAILED, 1)
    launch(desk, lms, "u-bob")
    give(desk, "bob", 1.0)
    sender.run_once()
    assert state(desk, "bob").state is ScoreState.SENT
    lms.items.clear()
    give(desk, "bob", 2.0)
    sender.run_once()
    assert state(desk, "bob").state is ScoreState.RETRYING
    sender.scores.try_now("week1")
    sender.run_once()
    assert {state(desk, one).state for one in ("ann", "bob")} == {ScoreState.SENT}


def test_an_older_score_never_follows_a_newer_one(desk: Desk, lms: Lms, sender: Sender) -> None:
    """A process that was killed while it sent, one that is late, two at once: the newer score stays."""
    sender.run_once()
    older = state(desk)
    give(desk, "ann", 2.0)
    sender.scores.look(LmsCourses(desk.database).linked())
    [newer] = sender.scores.due()
    assert newer.sequence == older.sequence + 1
    assert newer.scored_s > older.scored_s
    sender.scores.say_sent(newer)
    sender.scores.say_sent(older)  # late: it is not what was sent last
    sender.scores.say_failed(older, "late")
    assert (state(desk).sent_score, state(desk).state) == (2.0, ScoreState.SENT)
    # Killed between the platform's answer and our note: the same score goes out again with the same time.
    with desk.database.write() as connection:
        connection.execute(update(lti_scores).values(sent_sequence=1, state="queued"))
    sender.run_once()
    assert lms.scores["1", "u-ann"]["scoreGiven"] == 2.0
    with desk.database.write() as connection:
        connection.execute(update(lti_scores).values(sent_sequence=1, state="queued", scored_s=older.scored_s))
    sender.run_once()
    assert lms.scores["1", "u-ann"]["scoreGiven"] == 2.0
    assert "409" in state(desk).reason
    with Sender(desk.course, desk.database)._alone() as is_alone:
        assert is_alone
        assert not sender.run_once()


def start_part(desk: Desk) -> tuple[subprocess.Popen[bytes], int]:
    """Start the process of the desk that sends scores; it ends with the pipe, or when it is killed."""
    ours, theirs = os.pipe()
    words = [sys.executable, "-m", "autograder.desk.part", str(ours), "scores", str(desk.course.root)]
    process = subprocess.Popen(words, pass_fds=(ours,), cwd=Path(__file__).resolve().parents[4])
    os.close(ours)
    return process, theirs


def wait_until(condition: Callable[[], bool]) -> None:
    end_s = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end_s
        time.sleep(0.02)


def test_a_sender_that_is_killed_is_followed_by_one_that_sends_what_is_newest(
    desk: Desk, lms: Lms, sender: Sender
) -> None:
    """Killed in the middle of sending: the next process goes on at once, and the older score does not come after it."""
    lms.lets_scores_in.clear()
    process, pipe = start_part(desk)
    wait_until(lambda: lms.asked.count("score") == 1)
    process.kill()
    process.wait()
    os.close(pipe)
    give(desk, "ann", 2.0)
    process, pipe = start_part(desk)
    wait_until(lambda: lms.asked.count("score") == 2)
    lms.lets_scores_in.set()
    wait_until(lambda: bool(state(desk).state is ScoreState.SENT))
    os.close(pipe)
    assert process.wait(30) in (0, 1)
    assert lms.scores["1", "u-ann"]["scoreGiven"] == 2.0
    assert state(desk).sent_score == 2.0


def test_a_score_waits_until_the_student_may_see_it(desk: Desk, lms: Lms, sender: Sender) -> None:
    """Hidden verdicts that are shown on no page yet, and what a person entered, go to no platform before publishing."""
    (desk.course.root / "solutions" / "week1" / "lesson.toml").write_text('show_hidden = "never"\n')
    sender = Sender(desk.course, desk.database)
    sender.run_once()
    assert state(desk).state is ScoreState.WAITING
    assert not lms.seen
    desk.publications.add("week1")
    sender.run_once()
    assert [one["scoreGiven"] for one in lms.seen] == [1.5]
    desk.publications.remove("week1")
    (desk.course.root / "solutions" / "week1" / "lesson.toml").unlink()
    give(desk, "ann", 1.5, manual=2.0)
    sender = Sender(desk.course, desk.database)
    sender.run_once()
    assert (state(desk).state, state(desk).sent_score) == (ScoreState.WAITING, 1.5)
    desk.publications.add("week1")
    sender.run_once()
    assert [one["scoreGiven"] for one in lms.seen] == [1.5, 2.0]


def test_what_has_no_score_yet_is_no_zero(desk: Desk, lms: Lms, sender: Sender) -> None:
    """A question that a person must still grade, or that is UNGRADED by our failure: it is said, and nothing is sent."""
    give(desk, "ann", None)
    sender.run_once()
    assert "a person" in state(desk).reason
    assert not lms.seen
    lesson = desk.catalogue.find("week1")
    assert lesson is not None
    standing = Standing("ann", scores={CellKey("gates", "test_x"): None})
    assert "UNGRADED" in may_be_sent(lesson, standing, is_published=True)


def test_staff_sees_the_scores_of_its_section(desk: Desk, lms: Lms, sender: Sender) -> None:
    """A TA of section A reads Ann's state and not Bob's; students read none."""
    launch(desk, lms, "u-bob")
    give(desk, "bob", 1.0)
    sender.run_once()
    tim, ida = (desk.visit(who).get("/staff/lessons/week1/scores").text for who in ("tim", "ida"))
    assert "Ann Lee" in tim
    assert "bob" not in tim
    assert "bob" in ida
    assert desk.visit("ann").get("/staff/lessons/week1/scores").status_code == 404
    assert "/staff/lessons/week1/scores" in desk.visit("ida").get("/staff/lessons/week1").text
