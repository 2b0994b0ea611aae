"""Late work: nbgrader's due date, extensions and plugin, and what `autograder grade` makes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from commands import nbgrader
from nbgrader.api import Gradebook

from autograder.cli.main import main
from autograder.gradebook import read_time

PLUGIN = '''from nbgrader.plugins import BasePlugin

class PerDay(BasePlugin):
    """Takes 2 points of a notebook for each day begun."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 2.0 * -(-total_seconds_late // 86400)
'''


def grade(root: Path, *options: str) -> int:
    return main(["grade", "lesson09", "--root", str(root), *options])


def due(root: Path, *options: str) -> int:
    return main(["due", "lesson09", *options, "--root", str(root)])


def penalties(root: Path, student: str = "sample-04") -> dict[str, float | None]:
    """What nbgrader's own database holds."""
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as book:
        rows = book.find_submission("lesson09", student).notebooks
        return {row.name: row.late_submission_penalty for row in rows}


def use_plugin(root: Path, source: str = PLUGIN, name: str = "late_per_day") -> None:
    (root / f"{name}.py").write_text(source)
    with (root / "nbgrader_config.py").open("a") as file:
        file.write(f'\nc.AssignLatePenalties.plugin_class = "{name}.PerDay"\n')


def row(printed: str, student: str) -> list[str]:
    """The cells of a student's line in the table."""
    line = next(line for line in printed.splitlines() if f" {student} " in line and "│" in line)
    return [cell.strip() for cell in line.strip("│").split("│")]


def test_a_plugin_takes_points_per_day_and_a_second_run_changes_nothing(
    graded_class: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """46.5 hours late are two days: 4 points of each notebook; table, export and feedback agree; who is on time loses nothing."""
    use_plugin(graded_class)
    assert due(graded_class, "2026-01-05 20:00 +0800") == 0
    assert "lesson09 is due 2026-01-05 12:00:00 UTC" in capsys.readouterr().out
    assert grade(graded_class) == 3
    printed = capsys.readouterr().out
    assert "0 graded now" in printed
    assert row(printed, "sample-04")[2:] == ["27", "13", "32", "2", "8", "2", "", "", ""]
    assert row(printed, "sample-01")[1:] == ["示例一", "27", "15", "42", "", "", "2", "", "", ""]
    assert penalties(graded_class) == {"activations": 4.0, "hidden_layers": 4.0}
    assert penalties(graded_class, "sample-01") == {"activations": None, "hidden_layers": None}
    database = graded_class / "gradebook" / "gradebook.db"
    before = database.read_bytes()
    assert grade(graded_class) == 3
    assert database.read_bytes() == before
    assert grade(graded_class, "--force", "--student", "sample-04") == 0
    assert penalties(graded_class) == {"activations": 4.0, "hidden_layers": 4.0}
    assert main(["export", "lesson09", "--root", str(graded_class)]) == 3
    table = (graded_class / "gradebook" / "exports" / "lesson09.csv.csv").read_text(encoding="utf-8-sig")
    assert ",incomplete,,32,50,2,8,2026-01-07 10:30:00," in table
    assert main(["feedback", "lesson09", "--root", str(graded_class), "--student", "sample-04"]) == 0
    page = graded_class / "gradebook" / "feedback" / "sample-04" / "lesson09" / "lesson09.html"
    text = page.read_text(encoding="utf-8")
    assert "迟交 2 天，扣 8 分" in text
    assert "late by 2 day(s): 8 points taken" in text
    assert "32" in text.split('class="total"')[1].split("</div>")[0]


def test_an_extension_takes_effect_and_can_be_taken_back(
    graded_class: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One day more is one day late; two days more is in time, and the late columns are gone; 0 days is as before."""
    use_plugin(graded_class)
    due(graded_class, "2026-01-05 12:00:00 UTC")
    grade(graded_class)
    for days, expected in (("1", 2.0), ("2", None), ("0", 4.0)):
        assert due(graded_class, "--student", "sample-04", "--days", days) == 0
        capsys.readouterr()
        assert grade(graded_class) == 3
        assert penalties(graded_class) == {"activations": expected, "hidden_layers": expected}
        assert ("late" in capsys.readouterr().out) is (expected is not None)
    assert due(graded_class, "--student", "nobody", "--days", "1") == 1
    assert "the gradebook has nothing of 'nobody'" in capsys.readouterr().err
    assert due(graded_class, "--student", "sample-04") == 1


def test_a_penalty_never_exceeds_the_score(graded_class: Path) -> None:
    """A plugin that takes more than there is takes all, one that gives takes nothing: as nbgrader does."""
    due(graded_class, "2026-01-05 12:00:00 UTC")
    use_plugin(graded_class, PLUGIN.replace("2.0 *", "20.0 *"), "late_harsh")
    grade(graded_class)
    assert penalties(graded_class) == {"activations": 13.0, "hidden_layers": 27.0}
    use_plugin(graded_class, PLUGIN.replace("2.0 *", "-2.0 *"), "late_kind")
    grade(graded_class)
    assert penalties(graded_class) == {"activations": 0.0, "hidden_layers": 0.0}


def test_nbgraders_own_plugin_takes_nothing_or_everything(
    graded_class: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a plugin of the course, being late is shown and costs nothing; nbgrader's "zero" takes the whole score."""
    due(graded_class, "2026-01-05 12:00:00 UTC")
    capsys.readouterr()
    assert grade(graded_class) == 3
    assert row(capsys.readouterr().out, "sample-04")[4:7] == ["40", "2", ""]
    assert penalties(graded_class) == {"activations": None, "hidden_layers": None}
    with (graded_class / "nbgrader_config.py").open("a") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    assert grade(graded_class) == 3
    assert row(capsys.readouterr().out, "sample-04")[4:7] == ["0", "2", "40"]
    assert penalties(graded_class) == {"activations": 13.0, "hidden_layers": 27.0}


def test_release_and_a_changed_lesson_keep_the_due_date(graded_class: Path) -> None:
    """Entering the lesson again, because a cell changed, leaves due date and extension as they were."""
    due(graded_class, "2026-01-05 12:00:00 UTC")
    due(graded_class, "--student", "sample-04", "--days", "1")
    path = graded_class / "solutions" / "lesson09" / "activations.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('"points": 3', '"points": 4'), encoding="utf-8")
    assert grade(graded_class) == 3
    assert main(["release", "lesson09", "--root", str(graded_class)]) == 0
    with Gradebook(f"sqlite:///{graded_class}/gradebook/gradebook.db") as book:
        assert book.find_assignment("lesson09").duedate == datetime(2026, 1, 5, 12)
        submission = book.find_submission("lesson09", "sample-04")
        assert submission.extension.days == 1
        assert submission.max_score == 53
        assert submission.total_seconds_late == 22.5 * 3600


def test_a_due_date_that_nbgraders_command_set_first_stays(make_course: Callable[..., Path]) -> None:
    """`nbgrader db assignment add --duedate` on a course without a database, then a release: the date is still there."""
    root = make_course("activations")
    nbgrader(root, "db", "assignment", "add", "lesson09", "--duedate=2026-01-05 12:00:00 UTC")
    assert main(["release", "lesson09", "--root", str(root)]) == 0
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as book:
        assert book.find_assignment("lesson09").duedate == datetime(2026, 1, 5, 12)
        assert [notebook.name for notebook in book.find_assignment("lesson09").notebooks] == ["activations"]


def test_a_broken_plugin_is_an_error_of_the_course(graded_class: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plugin that is not there, raises, or gives no number ends in one line and changes no penalty."""
    due(graded_class, "2026-01-05 12:00:00 UTC")
    use_plugin(graded_class, "raise ImportError('not here')", "late_absent")
    assert grade(graded_class) == 1
    assert "the plugin for late work cannot be loaded" in capsys.readouterr().err
    for number, (body, said) in enumerate((("1 / 0", "ZeroDivisionError"), ("float('nan')", "gave nan"))):
        use_plugin(graded_class, PLUGIN.replace("2.0 * -(-total_seconds_late // 86400)", body), f"late_broken_{number}")
        assert grade(graded_class) == 1
        assert said in capsys.readouterr().err
    assert penalties(graded_class) == {"activations": None, "hidden_layers": None}


def test_a_timestamp_that_is_none_stops_nobody(graded_class: Path) -> None:
    """What a student wrote into timestamp.txt cannot end the run: no time is known, and the table says so."""
    due(graded_class, "2026-01-05 12:00:00 UTC")
    folder = graded_class / "gradebook" / "submitted" / "sample-04" / "lesson09"
    (folder / "timestamp.txt").write_text("9" * 90)
    assert grade(graded_class) == 3
    assert main(["export", "lesson09", "--root", str(graded_class)]) == 3
    table = (graded_class / "gradebook" / "exports" / "lesson09.csv.csv").read_text(encoding="utf-8-sig")
    assert "timestamp.txt cannot be read: whether it is late is not known" in table


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-01-05 12:00:00 UTC", 12),
        ("2026-01-05 12:00:00 +0800", 4),
        ("2026-01-05 12:00:00 +08:00", 4),
        ("2026-01-05T12:00:00+08:00", 4),
        ("2026-01-05 12:00 America/New_York", 17),
        ("2026-01-05 12:00:00", 12),
        ("", None),
        ("garbage", None),
        ("9" * 50, None),
    ],
)
def test_times_are_read_in_their_zone(text: str, hour: int | None) -> None:
    """An offset counts as hours and minutes, a zone by its name, and none is UTC."""
    assert read_time(text) == (None if hour is None else datetime(2026, 1, 5, hour))


def test_a_table_gives_extensions_to_many(
    graded_class: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By id or name of the roster, also before anything is handed in; if one of them is nobody, nobody gets any."""
    (tmp_path / "more.csv").write_text("学号,天数\nsample-04,2\nsample-01,1\n", encoding="utf-8")
    assert due(graded_class, "2026-01-05 20:00 +0800", "--extensions", str(tmp_path / "more.csv")) == 0
    assert "sample-01: 1 day more\nsample-04: 2 days more\n" in capsys.readouterr().out
    assert grade(graded_class) == 3
    assert "late" not in capsys.readouterr().out
    (tmp_path / "more.csv").write_text("id,days\nsample-04,0\nsample-98,1\n", encoding="utf-8")
    assert due(graded_class, "--extensions", str(tmp_path / "more.csv")) == 1
    assert "sample-98" in capsys.readouterr().err
    assert due(graded_class) == 0
    assert "sample-04: 2 days more" in capsys.readouterr().out
    (tmp_path / "more.csv").write_text("id,days\nsample-99,1\n", encoding="utf-8")  # in the roster, without a file
    assert due(graded_class, "--extensions", str(tmp_path / "more.csv")) == 0
    assert "sample-99: 1 day more" in capsys.readouterr().out
