"""`autograder report`: the page about a real graded class holds the gradebook's numbers, and says who wrote alike."""

from __future__ import annotations

import html
import re
import statistics
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.classroom.similarity import SharingStudents, find_copies
from autograder.cli.main import main
from autograder.course import Course, load_lesson
from autograder.text import SWITCH_SCRIPT

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = '''"""relu leaks. / relu 漏了负数。"""
# notebook: activations
# scores: test_relu=0
# misconception: negative numbers leak through relu. / 以为 relu 会漏过负数。
# hint: Below 0 it is 0. / 小于 0 时为 0。

# %% relu
def relu(z):
    return torch.where(z > 0, z, 0.01 * z)
'''


def section(page: str, name: str) -> str:
    return page.split(f'<section id="{name}">')[1].split("</section>")[0]


def write(root: Path) -> str:
    assert main(["report", "lesson09", "--root", str(root)]) == 0
    return (root / "gradebook" / "reports" / "lesson09-class.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reported(_graded_once: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The class with a due date, a named misconception and one feedback page, and its report."""
    import shutil

    root = Path(shutil.copytree(_graded_once, tmp_path_factory.mktemp("report") / "course"))
    folder = root / "tests" / "lesson09" / "bank" / "wrong"
    folder.mkdir(parents=True)
    (folder / "relu_leaks.py").write_text(SAMPLE, encoding="utf-8")
    assert main(["due", "lesson09", "2026-01-05 12:00:00 UTC", "--root", str(root)]) == 0
    for student in ("sample-04", "=HYPERLINK(1)"):
        assert main(["feedback", "lesson09", "--root", str(root), "--student", student]) == 0
    return root, write(root)


def test_the_numbers_are_those_of_the_gradebook(reported: tuple[Path, str]) -> None:
    """Counts, mean, median, the bins of the chart and the mean of each question, reckoned from nbgrader's own database."""
    root, page = reported
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as book:
        submissions = book.assignment_submissions("lesson09")
        totals = [submission.score for submission in submissions]
        scores: dict[str, list[float]] = {}
        for submission in submissions:
            for notebook in submission.notebooks:
                for line in notebook.grades:
                    if line.auto_score is not None:
                        scores.setdefault(line.name, []).append(line.auto_score)
        points = {
            cell.name: cell.max_score for n in book.find_assignment("lesson09").notebooks for cell in n.grade_cells
        }

    def fact(name: str) -> str:
        return re.search(rf'id="{name}">([^<]*)<', page)[1]  # type: ignore[index]

    assert len(totals) == 7
    assert (fact("handed-in"), fact("complete"), fact("missing")) == ("7", "0", "1")
    assert fact("mean") == f"{statistics.fmean(totals):.1f}"
    assert fact("median") == f"{statistics.median(totals):.1f}"
    assert fact("range") == f"{min(totals):g}–{max(totals):g}"
    bins = dict(re.findall(r"(\d+–\d+): (\d+);", section(page, "totals")))
    assert bins == {f"{low}–{low + 5}": str(sum(low <= t < low + 5 for t in totals)) for low in range(0, 50, 5)}
    questions = section(page, "questions")
    for name, found in scores.items():
        row = questions.split(f'<small class="mono">{name}</small>')[1].split("</div>")[0]
        mean = statistics.fmean(found)
        assert f"{mean:.2f} / {points[name]:g} · {100 * mean / points[name]:.0f} %" in row, name
        full, none = sum(s == points[name] for s in found), sum(s == 0 for s in found)
        expected = f"full {full}, part {len(found) - full - none}, none {none}, open {7 - len(found)}"
        assert f'title="{expected}"' in row, name
    assert re.findall(r'(\w+)</small> <span class="hard"', questions) == ["test_relu"]
    assert '<span class="what">2. relu <small' in questions
    assert '<span lang="zh">1. 一层</span><span lang="en">1. One layer</span>' in questions


def test_it_says_what_was_misunderstood_and_who_needs_a_look(reported: tuple[Path, str]) -> None:
    """The misconception with its count and students, missing files and students, late work, what waits for a person."""
    _, page = reported
    mistakes = html.unescape(section(page, "mistakes"))
    shared = mistakes.split("of one student each")[0]
    assert '<span class="count">2</span><span lang="zh">以为 relu 会漏过负数。</span>' in shared
    assert "negative numbers leak through relu." in shared
    assert "sample-02" in mistakes
    assert "sample-04" in mistakes
    looks = section(page, "looks")
    assert [looks.count(f"{count} answers wait for a TA") for count in (5, 6)] == [1, 1]
    assert "autograder explanations lesson09 --cell explain_identity" in looks
    assert "hidden_layers.ipynb: not handed in" in looks
    assert "not in the roster" in looks
    assert "sample-99" in looks.split("Nothing handed in")[1]
    late = section(page, "late")
    assert re.findall(r'<td class="right number">([\d.]+)</td>', late) == ["2", "0"]
    assert "2026-01-07 10:30" in late
    assert "sample-04" in late
    assert "sample-01" not in late


def test_links_lead_to_the_students_pages(reported: tuple[Path, str]) -> None:
    """Who has a page is linked, relative to the report, also under a name that an address must spell otherwise."""
    root, page = reported
    links = set(re.findall(r'<a href="(\.\./[^"]*)"', page))
    assert links == {
        "../feedback/sample-04/lesson09/lesson09.html",
        "../feedback/%3DHYPERLINK%281%29/lesson09/lesson09.html",
    }
    assert (root / "gradebook" / "reports" / "../feedback/sample-04/lesson09/lesson09.html").is_file()


def test_a_copy_with_renamed_variables_is_listed_and_honest_work_is_not(reported: tuple[Path, str]) -> None:
    """Two students share a long answer under other names: listed, with both sources; the rest of the class is not."""
    _, page = reported
    alike = section(page, "alike")
    assert len(re.findall(r'<div class="item">', alike)) == 1
    shown = html.unescape(alike)
    assert re.findall(r"<span>(?:<a[^>]*>)?(sample-\d+)", shown) == ["sample-04", "sample-05"]
    assert '<code>hidden_layers/xor_network</code> <span class="number">100 %</span>' in shown
    assert "alike, 190 tokens" in shown
    assert ", other names" in shown
    assert "nand_row = layer(" in shown
    assert "at least 60 tokens long" in shown


def test_the_page_fetches_nothing_and_runs_nothing(graded_class: Path) -> None:
    """No address of the network, no script but ours, one file; a student's name, code and file names arrive as text."""
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    roster = graded_class / "gradebook" / "roster.csv"
    roster.write_text(roster.read_text(encoding="utf-8") + f'sample-98,"{attack}",x@example.edu,B\n', encoding="utf-8")
    page = write(graded_class)
    assert page.count("<script") == page.count(f"<script>{SWITCH_SCRIPT}</script>") == 1
    for living in ("<img src=x", "http://", "https://", "javascript:", "url(", "@import"):
        assert living not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "default-src 'none'" in page
    assert len(page) < 200_000


def test_a_report_before_grading_says_what_to_do(graded_class: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A student without a record is an error line with the command to run."""
    (graded_class / "gradebook" / "grades" / "lesson09" / "bitdiddle.json").unlink()
    assert main(["report", "lesson09", "--root", str(graded_class)]) == 1
    assert "autograder grade lesson09" in capsys.readouterr().err


def copies(answers: dict[str, str]) -> list[SharingStudents]:
    """Who wrote surprisingly alike answers to xor_network."""
    return find_copies(
        load_lesson(Course(REPOSITORY), "lesson09"),
        {("hidden_layers", "xor_network"): "def xor_network(X, hidden, output):\n"},
        {("hidden_layers", "xor_network"): answers},
    )


def test_what_is_short_common_or_like_the_reference_is_no_copy(classroom: Any) -> None:
    """One-liners, what a fair part of the class wrote, and the reference solution itself are not listed; a pair is."""
    reference = load_lesson(Course(REPOSITORY), "lesson09").notebook("hidden_layers").by_id["xor_network"].source
    short = "def xor_network(X, hidden, output):\n    return layer(W2, layer(W1, X, b1, hidden), b2, output)\n"
    assert copies({"a": short, "b": short}) == []
    assert copies({"a": reference, "b": reference}) == []
    assert copies(dict.fromkeys("abcde", classroom.LOOP)) == []
    assert copies({"a": classroom.LOOP, "b": classroom.COPIED, "c": classroom.FEW_LINES}) == []
    (pair,) = copies({"a": classroom.COPIED, "b": classroom.RENAMED, "c": classroom.LOOP})
    assert pair.students == ("a", "b")
    shared = pair.answers[0]
    assert (shared.share, shared.has_same_names, shared.has_same_comments) == (1.0, False, False)
    (same,) = copies({"a": classroom.RENAMED, "b": classroom.RENAMED.replace("    k", "    k ")})
    assert (same.answers[0].has_same_names, same.answers[0].has_same_comments) == (True, True)


def test_changed_lines_do_not_hide_a_copy_and_broken_code_is_read(classroom: Any) -> None:
    """A line more, another order of two statements, or a syntax error leave a long copy a copy."""
    edited = classroom.RENAMED.replace("    c = torch.cat", "    extra = 1\n    c = torch.cat")
    broken = classroom.COPIED.replace("for index in range(2):", "for index in range(2)")
    (found,) = copies({"a": classroom.COPIED, "b": edited, "c": broken})
    assert found.students == ("a", "b", "c")
    assert 0.8 <= found.answers[0].share < 1
