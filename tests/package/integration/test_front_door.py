"""nbgrader is the front door too: its own commands, run as a TA runs them, on a course of ours."""

from __future__ import annotations

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from commands import nbgrader
from nbgrader.api import Gradebook

from autograder.audit import build_submission, load_bank
from autograder.cli.main import main
from autograder.course import Course, load_lesson

REPOSITORY = Path(__file__).resolve().parents[3]
PROGRAMS = Path(sys.executable).parent
SPY = "import os\nopen({path!r}, 'a').write('here')\n"
Scores = dict[tuple[str, str, str], tuple[float | None, bool]]


def nbgrader_itself(root: Path, *words: str) -> str:
    """Run an nbgrader command as a process of its own, with nothing of ours on its path; return what it printed."""
    run = subprocess.run(
        [PROGRAMS / "nbgrader", *words],
        cwd=root,
        env={"PATH": "/usr/bin:/bin", "HOME": str(root), "JUPYTER_PLATFORM_DIRS": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def scores(root: Path) -> Scores:
    """Every automatic score in nbgrader's database and whether it waits for a person, by student, notebook and cell."""
    found: Scores = {}
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as book:
        for submission in book.assignment_submissions("lesson09"):
            for notebook in submission.notebooks:
                for row in notebook.grades:
                    key = (submission.student_id, notebook.name, row.name)
                    found[key] = (row.auto_score, bool(row.needs_manual_grade))
    return found


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real lesson with three students, graded by `nbgrader autograde`. One of them looks for the answers."""
    root = tmp_path_factory.mktemp("front") / "course"
    for folder in ("solutions", "assignments"):
        shutil.copytree(REPOSITORY / folder / "lesson09", root / folder / "lesson09")
    shutil.copytree(REPOSITORY / "tests" / "lesson09", root / "tests" / "lesson09")
    (root / "gradebook").mkdir()
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    assert main(["sample", "lesson09", "--students", "3", "--root", str(root)]) == 0
    path = root / "gradebook/submitted/sample-02/lesson09/gates.ipynb"
    document = nbformat.read(path, 4)
    next(cell for cell in document.cells if cell.cell_type == "code").source += "\n" + SPY.format(
        path=str(root / "was_here")
    )
    nbformat.write(document, path)
    (root / "gradebook/submitted/sample-03/lesson09/activations.ipynb").unlink()
    nbgrader_itself(root, "autograde", "lesson09")
    return root


def copy_submissions(course: Path, root: Path) -> Path:
    """Return a course of its own with the same submissions, and an empty gradebook."""
    shutil.copytree(course, root, ignore=lambda folder, names: ["gradebook"] if folder == str(course) else [])
    shutil.copytree(course / "gradebook" / "submitted", root / "gradebook" / "submitted")
    return root


def test_autograde_gives_the_scores_of_grade(course: Path, tmp_path: Path) -> None:
    """Cell for cell the same in both databases, a missing notebook included; no student code ran beside the answers."""
    root = copy_submissions(course, tmp_path / "other")
    assert main(["grade", "lesson09", "--root", str(root)]) == 3
    expected = scores(root)
    assert len(expected) == 3 * sum(len(n.graded_cells) for n in load_lesson(Course(root), "lesson09").notebooks)
    assert scores(course) == expected
    assert len({score for score, _ in expected.values()}) > 3
    assert not (course / "was_here").exists()
    records = course / "gradebook" / "grades" / "lesson09"
    assert sorted(path.stem for path in records.glob("*.json")) == ["sample-01", "sample-02", "sample-03"]


def test_options_do_what_they_say_or_are_refused(course: Path, tmp_path: Path) -> None:
    """--student, --notebook and --force; --no-execute, another database and unknown names are refused with a reason."""
    root = copy_submissions(course, tmp_path / "other")
    nbgrader(root, "autograde", "lesson09", "--student", "sample-01", "--notebook", "ga*")
    assert {
        (student, notebook) for (student, notebook, _), (score, _) in scores(root).items() if score is not None
    } == {("sample-01", "gates")}
    folder = root / "gradebook/autograded/sample-01/lesson09"
    assert sorted(path.name for path in folder.iterdir()) == ["gates.ipynb", "timestamp.txt"]
    before = (folder / "gates.ipynb").stat().st_mtime_ns
    assert "1 students, 0 graded now" in nbgrader(
        root, "autograde", "lesson09", "--student", "sample-01", "--notebook", "gates"
    )
    assert (folder / "gates.ipynb").stat().st_mtime_ns == before
    nbgrader(root, "autograde", "lesson09", "--student", "sample-01", "--notebook", "gates", "--force")
    assert (folder / "gates.ipynb").stat().st_mtime_ns != before
    for words, reason in (
        (["--no-execute"], "--no-execute is not supported"),
        (["--db", f"sqlite:///{tmp_path}/x.db"], "another database is not supported"),
        (["--student", "nobody"], "nothing was handed in for lesson09 by 'nobody'"),
        (["--notebook", "nothing"], "no notebook of lesson09 is named nothing"),
        (["--Autograde.create_student=False", "--student", "sample-02"], "not in the database: sample-02"),
    ):
        assert reason in nbgrader(root, "autograde", "lesson09", *words, code=1)
    assert "there is no lesson 'lesson99'" in nbgrader(root, "autograde", "lesson99", code=1)


def test_what_cannot_be_graded_is_an_error_of_nbgraders_kind(
    make_course: Callable[..., Path], hand_in: Callable[..., Path]
) -> None:
    """A damaged file is named and ends in exit code 1 without a score; the others are graded."""
    root = make_course("activations")
    hand_in(root, "whole", "activations")
    hand_in(root, "damaged", "activations").write_bytes(b'{"cells": [')
    printed = nbgrader(root, "autograde", "lesson09", code=1)
    assert "damaged/activations.ipynb: activations.ipynb is not a notebook: it breaks off" in printed
    assert {score for (student, _, _), (score, _) in scores(root).items() if student == "damaged"} == {None}
    assert sum(score or 0 for (student, _, _), (score, _) in scores(root).items() if student == "whole") == 15


def test_generate_assignment_makes_our_release(course: Path, tmp_path: Path) -> None:
    """The same notebooks as in assignments/, without a database at first."""
    root = copy_submissions(course, tmp_path / "other")
    shutil.rmtree(root / "assignments")
    nbgrader(root, "generate_assignment", "lesson09")
    names = sorted(path.name for path in (REPOSITORY / "assignments/lesson09").iterdir())
    assert sorted(path.name for path in (root / "assignments/lesson09").iterdir()) == names
    for name in names:
        made, ours = (nbformat.read(base / "assignments/lesson09" / name, 4) for base in (root, REPOSITORY))
        assert made == ours, name


@pytest.mark.long
def test_validate_works_on_what_students_have(course: Path, tmp_path: Path) -> None:
    """A released notebook fails its visible asserts, a solved one passes them, in a folder without any of ours."""
    released, solved = tmp_path / "released.ipynb", tmp_path / "solved.ipynb"
    shutil.copy(REPOSITORY / "assignments/lesson09/activations.ipynb", released)
    answers = load_lesson(Course(REPOSITORY), "lesson09").notebook("activations").by_id
    document = nbformat.read(released, 4)
    for cell in document.cells:
        answer = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if answer is not None and answer.is_solution:
            cell.source = answer.source
    nbformat.write(document, solved)
    said = nbgrader_itself(tmp_path, "validate", released.name, solved.name)
    assert "The following" in said
    assert said.endswith("Success! Your notebook passes all the tests.\n")
    assert said.count("Success!") == 1


def test_manual_grades_survive_and_reach_feedback_and_export(course: Path) -> None:
    """A person's score and comment are there after autograding again, on nbgrader's page and in its table; our page stays."""
    url = f"sqlite:///{course}/gradebook/gradebook.db"
    with Gradebook(url) as book:
        book.find_grade("explain_identity", "hidden_layers", "lesson09", "sample-01").manual_score = 1.5
        book.find_comment("explain_identity", "hidden_layers", "lesson09", "sample-01").manual_comment = "nearly there"
        book.db.commit()
    nbgrader(course, "autograde", "lesson09", "--student", "sample-01", "--force")
    assert main(["feedback", "lesson09", "--student", "sample-01", "--root", str(course)]) == 0
    folder = course / "gradebook/feedback/sample-01/lesson09"
    ours = (folder / "lesson09.html").read_bytes()
    for words in ([], ["--force"]):
        nbgrader(course, "generate_feedback", "lesson09", *words)
        assert (folder / "lesson09.html").read_bytes() == ours
        page = (folder / "hidden_layers.html").read_text()
        assert "nearly there" in page
        assert (folder / "gates.html").exists()
    nbgrader(course, "export", "--to", "grades.csv")
    with (course / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    with Gradebook(url) as book:
        for student, row in rows.items():
            submission = book.find_submission("lesson09", student)
            assert float(row["score"]) == submission.score
            assert float(row["max_score"]) == submission.max_score == 100
    assert set(rows) == {"sample-01", "sample-02", "sample-03"}


def test_zip_collect_puts_submissions_where_grade_finds_them(course: Path, tmp_path: Path) -> None:
    """Zips and bare files, with and without a time; a name that leads out of the folder is left out."""
    root = copy_submissions(course, tmp_path / "other")
    shutil.rmtree(root / "gradebook/submitted")
    archive = root / "gradebook/downloaded/lesson09/archive"
    archive.mkdir(parents=True)
    gates = (root / "solutions/lesson09/gates.ipynb").read_bytes()
    with zipfile.ZipFile(archive / "all.zip", "w") as file:
        file.writestr("bit_diddle_2026-01-05-12-00-00_gates.ipynb", gates)
        file.writestr("bit_diddle_2026-01-04-12-00-00_gates.ipynb", b"{}")
        file.writestr("hacker_hidden_layers.ipynb", (root / "solutions/lesson09/hidden_layers.ipynb").read_bytes())
        file.writestr(".._gates.ipynb", gates)
    (archive / "hacker_gates.ipynb").write_bytes(gates)
    (archive / "readme.txt").write_text("x")
    nbgrader(root, "zip_collect", "lesson09")
    submitted = root / "gradebook/submitted"
    found = sorted(str(path.relative_to(submitted)) for path in submitted.rglob("*") if path.is_file())
    assert found == [
        "bit_diddle/lesson09/gates.ipynb",
        "bit_diddle/lesson09/timestamp.txt",
        "hacker/lesson09/gates.ipynb",
        "hacker/lesson09/hidden_layers.ipynb",
    ]
    assert (submitted / "bit_diddle/lesson09/gates.ipynb").read_bytes() == gates
    assert (submitted / "bit_diddle/lesson09/timestamp.txt").read_text().startswith("2026-01-05 12:00:00")
    assert not (root / "gradebook/lesson09").exists()


# --- formgrader ----------------------------------------------------------------------------------------------------


@pytest.fixture
def formgrader(course: Path, tmp_path: Path) -> Iterator[Callable[[str, str], object]]:
    """A real server with nbgrader's extension; return a function that sends a request to the formgrader's API."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jupyter_server",
        "--allow-root",
        "--no-browser",
        f"--port={port}",
        "--ip=127.0.0.1",
    ]
    command += ["--ServerApp.port_retries=0", "--IdentityProvider.token=t", f"--ServerApp.root_dir={course}"]
    command += ["--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}"]
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    log = tmp_path / "server.log"

    def send(method: str, path: str) -> object:
        url = f"http://127.0.0.1:{port}/{path}"
        request = urllib.request.Request(
            url, method=method, headers={"Authorization": "token t"}, data=b"" if method == "POST" else None
        )
        with urllib.request.urlopen(request, timeout=120) as reply:
            return json.loads(reply.read())

    with log.open("wb") as file:
        server = subprocess.Popen(command, cwd=course, env=environment, stdout=file, stderr=file)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                send("GET", "api/status")
                break
            except OSError:
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
        yield send
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.mark.long
def test_the_formgraders_button_grades_in_the_jail(course: Path, formgrader: Callable[[str, str], object]) -> None:
    """The lists show lesson and students; autograding one by the button goes the same way, and so does its feedback."""
    before = scores(course)
    assignments = formgrader("GET", "formgrader/api/assignments")
    assert isinstance(assignments, list)
    assert [(item["name"], item["num_submissions"], item["max_score"]) for item in assignments] == [
        ("lesson09", 3, 100.0)
    ]
    submissions = formgrader("GET", "formgrader/api/submissions/lesson09")
    assert isinstance(submissions, list)
    assert {item["student"]: item["autograded"] for item in submissions} == {f"sample-0{n}": True for n in (1, 2, 3)}
    path = course / "gradebook/submitted/sample-02/lesson09/gates.ipynb"
    page = course / "gradebook/autograded/sample-02/lesson09/gates.ipynb"
    stamp = page.stat().st_mtime_ns
    document = nbformat.read(path, 4)
    next(cell for cell in document.cells if cell.cell_type == "code").source += "\n" + SPY.format(
        path=str(course / "was_here")
    )
    nbformat.write(document, path)
    reply = formgrader("POST", "formgrader/api/submission/lesson09/sample-02/autograde")
    assert isinstance(reply, dict)
    assert reply["success"], reply
    assert "sample-02/gates.ipynb" in reply["log"]
    assert page.stat().st_mtime_ns != stamp
    assert scores(course) == before
    assert not (course / "was_here").exists()
    reply = formgrader("POST", "formgrader/api/assignment/lesson09/sample-02/generate_feedback")
    assert isinstance(reply, dict)
    assert reply["success"], reply
    assert (course / "gradebook/feedback/sample-02/lesson09/gates.html").exists()


# --- the whole bank ------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_the_bank_gets_the_same_scores_both_ways(tmp_path: Path) -> None:
    """Sample answers handed in as students; every cell is equal. All of them where AUTOGRADER_WHOLE_BANK is set."""
    lesson = load_lesson(Course(REPOSITORY), "lesson09")
    answers = sorted(load_bank(lesson), key=lambda answer: (answer.notebook, str(answer.path)))
    step = 1 if os.environ.get("AUTOGRADER_WHOLE_BANK") else max(1, len(answers) // 40)
    roots = [tmp_path / "ours", tmp_path / "theirs"]
    for root in roots:
        for folder in ("solutions", "tests"):
            shutil.copytree(REPOSITORY / folder / "lesson09", root / folder / "lesson09")
        shutil.copy(REPOSITORY / "nbgrader_config.py", root)
        for number, answer in enumerate(answers[::step]):
            folder = root / "gradebook" / "submitted" / f"s{number:03}" / "lesson09"
            folder.mkdir(parents=True)
            notebook = lesson.notebook(answer.notebook)
            (folder / f"{answer.notebook}.ipynb").write_bytes(build_submission(notebook, answer.cells))
    assert main(["grade", "lesson09", "--root", str(roots[0])]) == 3  # each handed in one notebook of several
    nbgrader(roots[1], "autograde", "lesson09")
    ours, theirs = (scores(root) for root in roots)
    assert len({student for student, _, _ in ours}) == len(answers[::step]) >= 40
    assert ours == theirs
