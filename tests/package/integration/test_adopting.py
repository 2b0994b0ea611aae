"""A course of nbgrader's moves in by `autograder adopt`: all of it, as it is, and its old place stays as it was."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import nbgrader as package
import pytest
from commands import nbgrader
from nbgrader.api import Gradebook

from autograder.cli.main import main
from autograder.gradebook import put_programs_on_path

GUIDE = Path(package.__file__).parent / "docs" / "source" / "user_guide"
FIXTURES = Path(package.__file__).parent / "tests" / "apps" / "files"
CONFIG = """
c = get_config()
c.CourseDirectory.root = "."
c.CourseDirectory.directory_structure = "{assignment_id}/{nbgrader_step}/{student_id}"
c.CourseDirectory.source_directory = "master"
c.CourseDirectory.submitted_directory = "handed in"
c.CourseDirectory.db_url = "sqlite:///marks.db"
c.IncludeHeaderFooter.header = "pages/header.ipynb"
c.AssignLatePenalties.plugin_class = "late_half.Half"
"""
PLUGIN = """from nbgrader.plugins import BasePlugin

class Half(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 0.5
"""
SCORES = {
    "bitdiddle": {
        "correct_squares": 0.0,
        "squares_invalid_input": 1.0,
        "correct_sum_of_squares": 0.0,
        "sum_of_squares_uses_squares": 0.5,
        "sum_of_squares_application": 0.0,
    },
    "hacker": {
        "correct_squares": 0.5,  # ours is 1: somebody had changed a test since
        "squares_invalid_input": 1.0,
        "correct_sum_of_squares": 0.5,
        "sum_of_squares_uses_squares": 0.5,
    },
}


@pytest.fixture(scope="module", autouse=True)
def _programs() -> None:
    """nbgrader starts `alembic` by its name."""
    put_programs_on_path()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """nbgrader's example course in folders of other names, released by nbgrader, with the scores of its own run."""
    root = tmp_path_factory.mktemp("former") / "old"
    shutil.copytree(GUIDE / "source" / "ps1", root / "ps1" / "master")
    for student in SCORES:
        shutil.copytree(GUIDE / "submitted" / student / "ps1", root / "ps1" / "handed in" / student)
        shutil.copytree(GUIDE / "submitted" / student / "ps1", root / "ps1" / "autograded" / student)
    (root / "pages").mkdir()
    shutil.copy(GUIDE / "source" / "header.ipynb", root / "pages")
    write(root / "nbgrader_config.py", CONFIG)
    write(root / "late_half.py", PLUGIN)
    write(root / "notes.txt", "what nobody knows")
    nbgrader(root, "generate_assignment", "ps1")
    with warnings.catch_warnings(action="ignore"), Gradebook(f"sqlite:///{root}/marks.db") as book:  # of its own making
        book.find_assignment("ps1").duedate = datetime(2015, 2, 1)
        for student, cells in SCORES.items():
            book.update_or_create_student(student)
            submission = book.update_or_create_submission("ps1", student, timestamp=datetime(2015, 2, 2, 15, 58, 23))
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    grade.auto_score = cells.get(grade.name)
                    grade.needs_manual_grade = grade.auto_score is None
        enter(book, "bitdiddle", "part-a", 0.5, "Nearly / 差一点")
        enter(book, "hacker", "part-b", 2.0, "")
        enter(book, "hacker", "sum_of_squares_equation", 1.0, "", is_waiting=True)
        book.find_submission("ps1", "hacker").extension = timedelta(days=3)
        book.find_submission_notebook("problem1", "ps1", "bitdiddle").late_submission_penalty = 0.5
        book.find_submission_notebook("problem2", "ps1", "bitdiddle").late_submission_penalty = 0.5
        book.db.commit()
    return root


def enter(book: Gradebook, student: str, cell: str, score: float, comment: str, *, is_waiting: bool = False) -> None:
    notebook = "problem2" if cell.startswith("part") else "problem1"
    grade = book.find_grade(cell, notebook, "ps1", student)
    grade.manual_score, grade.needs_manual_grade = score, is_waiting
    if comment:
        book.find_comment(cell, notebook, "ps1", student).manual_comment = comment


@pytest.fixture
def old(graded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(graded, tmp_path / "old"))


def look(root: Path) -> dict[str, object]:
    """Everything that can be seen of a tree: names, bytes, times of change, rights."""
    found: dict[str, object] = {}
    for path in [root, *sorted(root.rglob("*"))]:
        status = path.lstat()
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[str(path)] = (status.st_mode, status.st_mtime_ns, status.st_ino, data)
    return found


def read_rows(root: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The scores, comments and penalties in nbgrader's database, by what they are."""
    with sqlite3.connect(root / "gradebook" / "gradebook.db") as connection:
        of = (
            "join submitted_notebook s on s.id = x.notebook_id join submitted_assignment a on a.id = s.assignment_id "
            "join notebook n on n.id = s.notebook_id"
        )
        grades = (
            f"select a.student_id, n.name, b.name, x.auto_score, x.manual_score, x.needs_manual_grade from grade x {of}"
        )
        comments = f"select a.student_id, n.name, b.name, x.manual_comment from comment x {of}"
        penalties = "select a.student_id, n.name, s.late_submission_penalty from notebook n join submitted_notebook s"
        queries = {
            "grades": f"{grades} join base_cell b on b.id = x.cell_id order by 1, 2, 3",
            "comments": f"{comments} join base_cell b on b.id = x.cell_id where x.manual_comment != '' order by 1, 2, 3",
            "penalties": f"{penalties} on n.id = s.notebook_id join submitted_assignment a on a.id = s.assignment_id "
            "order by 1, 2",
        }
        return {name: connection.execute(query).fetchall() for name, query in queries.items()}


def adopt(old: Path, new: Path) -> int:
    return main(["adopt", str(old), "--into", str(new)])


@pytest.mark.long
def test_it_moves_as_it_is_and_the_old_place_stays_as_it_was(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every file at its place here, byte for byte, with its time; the database too; not a byte changes there."""
    new, before = tmp_path / "new", look(old)
    assert adopt(old, new) == 0
    said = capsys.readouterr().out
    assert look(old) == before
    moved = {
        "ps1/master": "solutions/ps1",
        "ps1/release": "assignments/ps1",
        "ps1/handed in/hacker": "gradebook/submitted/hacker/ps1",
        "ps1/handed in/bitdiddle": "gradebook/submitted/bitdiddle/ps1",
        "ps1/autograded/bitdiddle": "gradebook/autograded/bitdiddle/ps1",
    }
    for there, here in moved.items():
        files = [path.relative_to(old / there) for path in (old / there).rglob("*") if path.is_file()]
        assert files, there
        for file in files:
            assert (new / here / file).read_bytes() == (old / there / file).read_bytes()
            assert (new / here / file).stat().st_mtime_ns == (old / there / file).stat().st_mtime_ns
    assert (new / "gradebook" / "gradebook.db").read_bytes() == (old / "marks.db").read_bytes()
    assert "1 lesson with 2 notebooks; 2 submissions of 2 students, 2 with the time of the hand-in" in said
    assert "3 by hand, 1 comments, 2 penalties for being late (1 points), 1 due dates, 1 extensions" in said
    assert "ps1: problem1, problem2 (13 points); without a suite, so that their own test cells decide: problem1" in said
    assert "left where it is: notes.txt" in said
    assert 'c.IncludeHeaderFooter.header = str(_root / "header.ipynb")' in (new / "nbgrader_config.py").read_text()
    assert (new / "header.ipynb").read_bytes() == (old / "pages" / "header.ipynb").read_bytes()


def test_a_configuration_that_lies_elsewhere_says_where_its_course_is(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its `root` counts for folders and pages; the database, too, is where it says."""
    home = tmp_path / "home"
    text = CONFIG.replace('root = "."', f'root = "{old}"').replace("sqlite:///marks.db", f"sqlite:///{old}/marks.db")
    write(home / "nbgrader_config.py", text)
    assert adopt(home, tmp_path / "new") == 0
    assert f"its configuration says that its folders are in {old}" in capsys.readouterr().out
    assert (tmp_path / "new" / "header.ipynb").is_file()
    assert (tmp_path / "new" / "gradebook" / "gradebook.db").read_bytes() == (old / "marks.db").read_bytes()


def test_scores_stay_until_graded_again_and_a_person_keeps_the_last_word(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`regrade` shows what would change and writes nothing; `grade` says the same, and changes no score by hand, comment,
    mark for review or penalty.
    """
    new, at = tmp_path / "new", ["--root", str(tmp_path / "new")]
    assert adopt(old, new) == 0
    before, database = read_rows(new), (new / "gradebook" / "gradebook.db").read_bytes()
    change = "hacker/problem1/correct_squares: 0.5 -> 1"
    capsys.readouterr()
    assert main(["regrade", "ps1", *at]) == 3  # a score by hand waited for a person
    said = capsys.readouterr()
    assert "2 students run again, 1 score of 1 student changes" in said.out
    assert change in said.out
    assert "it waited for a person when the course moved here" in said.err
    assert (new / "gradebook" / "gradebook.db").read_bytes() == database
    assert main(["grade", "ps1", *at]) == 3
    said = capsys.readouterr()
    assert f"changed: {change} (correct_squares: not there -> PASSED); the file is the same" in said.out
    assert "another answer was handed in" not in said.err
    after = read_rows(new)
    assert [row for row in before["grades"] if row not in after["grades"]] == [
        ("hacker", "problem1", "correct_squares", 0.5, None, 0)
    ]
    assert [row[:4] for row in after["grades"] if row not in before["grades"]] == [
        ("hacker", "problem1", "correct_squares", 1.0)
    ]
    assert after["comments"] == before["comments"] == [("bitdiddle", "problem2", "part-a", "Nearly / 差一点")]
    assert after["penalties"] == before["penalties"]
    assert [row[2] for row in after["penalties"]] == [0.5, 0.5, None, None]


def test_an_answer_that_came_after_the_grade_is_seen_by_a_person(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was graded is known by nbgrader's own notebook: a score by hand for another answer is kept and marked."""
    path = old / "ps1" / "handed in" / "bitdiddle" / "problem2.ipynb"
    document = json.loads(path.read_text())
    cell = next(one for one in document["cells"] if one["metadata"].get("nbgrader", {}).get("grade_id") == "part-a")
    cell["source"] = "Something else."
    path.write_text(json.dumps(document))
    assert adopt(old, tmp_path / "new") == 0
    assert main(["grade", "ps1", "--root", str(tmp_path / "new"), "--student", "bitdiddle"]) == 3
    said = capsys.readouterr()
    assert "the score by hand, 0.5, is kept and marked for review: another answer was handed in" in said.err
    assert "bitdiddle/problem2" not in said.out


def test_a_second_run_copies_nothing_and_one_after_grading_is_refused(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It goes on where one was killed; where something else is there by now, nothing is written."""
    new = tmp_path / "new"
    assert adopt(old, new) == 0
    whole = {name: seen for name, seen in look(new).items() if not name.endswith("/.lock")}
    (new / "gradebook" / "gradebook.db").unlink()
    shutil.rmtree(new / "gradebook" / "submitted" / "hacker")
    capsys.readouterr()
    assert adopt(old, new) == 0
    assert "4 files copied" in capsys.readouterr().out
    assert {name: seen[3] for name, seen in look(new).items() if name in whole} == {n: s[3] for n, s in whole.items()}
    assert adopt(old, new) == 0
    assert " 0 files copied" in capsys.readouterr().out
    (new / "solutions" / "ps1" / "problem1.ipynb").write_text("{}")
    (new / "gradebook" / "submitted" / "hacker" / "ps1" / "timestamp.txt").unlink()
    before = look(new)
    assert adopt(old, new) == 1
    said = capsys.readouterr().err
    assert f"1 files are there already, and they are others: {new}/solutions/ps1/problem1.ipynb" in said
    assert "nothing was written" in said
    assert look(new) == before


def test_a_database_with_other_grades_is_not_replaced(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = tmp_path / "new"
    assert adopt(old, new) == 0
    assert main(["due", "ps1", "2026-01-05 12:00 UTC", "--root", str(new)]) == 0
    before = look(new)
    assert adopt(old, new) == 1
    assert "gradebook/gradebook.db" in capsys.readouterr().err
    assert look(new) == before


def test_a_new_course_takes_its_configuration_and_one_of_ones_own_is_told_what_it_lacks(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After `autograder init` the former stubs, header and rule for late work count; a changed file stays."""
    fresh, own = tmp_path / "fresh", tmp_path / "own"
    for root in (fresh, own):
        assert main(["init", str(root)]) == 0
    text = (own / "nbgrader_config.py").read_text() + "\n# mine\n"
    (own / "nbgrader_config.py").write_text(text)
    assert adopt(old, fresh) == 0
    assert 'load_subconfig("nbgrader_config_before.py")' in (fresh / "nbgrader_config.py").read_text()
    assert (fresh / "late_half.py").read_text() == PLUGIN
    assert (fresh / "solutions" / "lesson01").is_dir()
    capsys.readouterr()
    assert adopt(old, own) == 3
    said = capsys.readouterr().err
    assert (own / "nbgrader_config.py").read_text() == text
    assert "other stubs or marks of solutions" in said
    assert "are not in it: AssignLatePenalties, IncludeHeaderFooter" in said


def test_what_a_person_must_see_is_named(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Links of students, work without a source, names that are no student's; a time that only the database knew is kept."""
    secret = tmp_path / "secret"
    secret.write_text("not theirs")
    handed = old / "ps1" / "handed in"
    (handed / "hacker" / "link.txt").symlink_to(secret)
    (handed / "hacker" / "timestamp.txt").unlink()
    (old / "ps9" / "handed in" / "hacker").mkdir(parents=True)
    (old / "ps9" / "handed in" / "hacker" / "p.ipynb").write_text("{}")
    shutil.copytree(handed / "bitdiddle", handed / "+odd")
    (handed / "hacker" / "\x1b[2J").symlink_to(secret)
    (handed / "hacker" / os.fsdecode(b"\xff")).symlink_to(secret)
    old.chmod(0o750)
    assert adopt(old, tmp_path / "new") == 3
    said = capsys.readouterr()
    assert "link.txt: left out: a link" in said.err
    assert said.err.count("left out: a link") == 3
    assert "\x1b" not in said.err
    assert (tmp_path / "new" / "gradebook").stat().st_mode & 0o777 == 0o750
    assert "ps9: it was handed in, and has no source" in said.err
    assert "+odd: the folder's name can be no student's" in said.err
    submitted = tmp_path / "new" / "gradebook" / "submitted"
    assert not (submitted / "hacker" / "ps1" / "link.txt").exists()
    assert (submitted / "hacker" / "ps1" / "timestamp.txt").read_text() == "2015-02-02 15:58:23 UTC\n"
    assert "(1 from the database alone)" in said.out


def test_what_cannot_be_used_is_refused_before_anything_is_written(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No course, a configuration that does not load, a damaged database, a place inside of the old one."""
    new = tmp_path / "new"

    def refuse(change: Callable[[Path], object], words: str, into: Path | None = None) -> None:
        copy = Path(shutil.copytree(old, tmp_path / "copy"))
        change(copy)
        before = look(copy)
        assert adopt(copy, into or new) == 1
        assert words in capsys.readouterr().err
        assert look(copy) == before
        assert not new.exists()
        shutil.rmtree(copy)

    refuse(lambda root: shutil.rmtree(root / "ps1" / "master"), "this is no course of nbgrader's")
    refuse(lambda root: write(root / "nbgrader_config.py", "1 / 0"), "cannot be read (division by zero)")
    refuse(
        lambda root: write(root / "nbgrader_config.py", CONFIG.replace("student_id", "who")),
        "would not take it ('who')",
    )
    refuse(lambda root: write(root / "marks.db", "no database at all"), "the database is damaged")
    refuse(lambda root: None, "a course cannot move into itself", tmp_path / "copy" / "inner")
    monkeypatch.chdir(tmp_path)
    assert main(["adopt", str(old)]) == 1
    assert "hint: say where to: --into FOLDER" in capsys.readouterr().err
    assert adopt(tmp_path / "nowhere", new) == 1
    assert "there is no such folder" in capsys.readouterr().err


def test_a_database_on_a_server_is_named_without_its_password(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        old / "nbgrader_config.py", CONFIG.replace("sqlite:///marks.db", "postgresql://ta:hidden@db.example.org/marks")
    )
    assert adopt(old, tmp_path / "new") == 3
    said = capsys.readouterr()
    assert "postgresql://ta:***@db.example.org/marks: its database is on a server, and was not copied" in said.err
    assert "hidden" not in said.err + said.out
    assert not (tmp_path / "new" / "gradebook" / "gradebook.db").exists()


def test_a_database_of_an_old_nbgrader_or_one_in_use_is_copied_whole(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The copy alone is brought to today's form; what another program has written to its log only is there too."""
    early = Path(shutil.copytree(old, tmp_path / "early"))
    shutil.copy(FIXTURES / "gradebook.db", early / "marks.db")
    before = look(early)
    assert adopt(early, tmp_path / "first") == 0
    assert look(early) == before
    with Gradebook(f"sqlite:///{tmp_path}/first/gradebook/gradebook.db") as book:
        assert book.assignments == []
    writer = sqlite3.connect(old / "marks.db")
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("insert into student (id) values ('late-comer')")
    writer.commit()
    before = look(old)
    assert adopt(old, tmp_path / "second") == 0
    assert look(old) == before
    writer.close()
    with Gradebook(f"sqlite:///{tmp_path}/second/gradebook/gradebook.db") as book:
        assert book.find_student("late-comer")


def stock(root: Path, *words: str) -> None:
    """Run an nbgrader command in a process of its own, in which nothing of ours is."""
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.campaign
@pytest.mark.parametrize("student_files", ["example", "fixtures"])
def test_stock_nbgrader_there_and_ours_here_give_the_same_scores(student_files: str, tmp_path: Path) -> None:
    """nbgrader's quickstart course and the fixtures of its own tests, autograded there by its own command, here in the
    jail: no score of any cell differs.
    """
    old = tmp_path / "old"
    stock(tmp_path, "quickstart", str(old))
    if student_files == "example":
        shutil.copytree(GUIDE / "submitted", old / "submitted")
    else:
        shutil.copy(FIXTURES / "submitted-unchanged.ipynb", old / "source" / "ps1" / "p1.ipynb")
        for name in ("problem1", "problem2"):
            (old / "source" / "ps1" / f"{name}.ipynb").unlink()
        for name in ("unchanged", "changed", "locked-cell-changed", "grade-cell-changed", "cheat-attempt"):
            (old / "submitted" / name / "ps1").mkdir(parents=True)
            shutil.copy(FIXTURES / f"submitted-{name}.ipynb", old / "submitted" / name / "ps1" / "p1.ipynb")
    stock(old, "generate_assignment", "ps1", "--force")
    stock(old, "autograde", "ps1", "--create")
    assert adopt(old, tmp_path / "new") == 0
    before = read_rows(tmp_path / "new")
    assert main(["grade", "ps1", "--root", str(tmp_path / "new")]) == 0
    assert read_rows(tmp_path / "new") == before
    assert len(before["grades"]) >= 14
