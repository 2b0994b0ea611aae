"""Settings of a lesson: read strictly, and the nearest place wins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course, HandedIn, Lesson, Settings, load_lesson
from autograder.errors import CourseError


def write(root: Path, name: str = "nb", cells: list[dict[str, Any]] | None = None, **autograder: Any) -> Path:
    """Write a source notebook whose cells have this `autograder` metadata; return the lesson's folder."""
    folder = root / "solutions" / "l"
    folder.mkdir(parents=True, exist_ok=True)
    made = [
        {"cell_type": "code", "source": "", "metadata": {"autograder": own, "nbgrader": {"grade_id": f"c{number}"}}}
        for number, own in enumerate(cells or [])
    ]
    document = {"cells": made, "metadata": {"autograder": autograder}, "nbformat": 4}
    (folder / f"{name}.ipynb").write_text(json.dumps(document))
    return folder


def load(root: Path, toml: str = "") -> Lesson:
    (root / "solutions" / "l" / "lesson.toml").write_text(toml, encoding="utf-8")
    return load_lesson(Course(root), "l")


def test_a_lesson_without_settings_is_as_it_was(tmp_path: Path) -> None:
    """No file and an empty one: the defaults, and the same digest, so that no grade is another's."""
    write(tmp_path)
    before = load_lesson(Course(tmp_path), "l").notebook("nb")
    after = load(tmp_path).notebook("nb")
    assert before.settings == after.settings == Settings()
    assert before.digest == after.digest
    assert (after.settings.order, after.settings.show_hidden, after.data) == (99, "at once", ())


def test_the_nearest_place_wins(tmp_path: Path) -> None:
    """The notebook's metadata before its table, its table before the top of the file; a cell has its own."""
    write(tmp_path, cells=[{"cell_s": 4}, {}], cell_s=3)
    write(tmp_path, "other")
    toml = "call_s = 1\ncell_s = 1\nmemory_mib = 1\n[notebooks.nb]\ncell_s = 2\nmemory_mib = 2\n"
    lesson = load(tmp_path, toml)
    near, far = lesson.notebook("nb").settings, lesson.notebook("other").settings
    assert (near.call_s, near.cell_s, near.memory_mib) == (1, 3, 2)
    assert (far.call_s, far.cell_s, far.memory_mib) == (1, 1, 1)
    assert (near.cell(0).cell_s, near.cell(1).cell_s, near.cell(7).cell_s) == (4, None, None)


def test_everything_that_can_be_said_is_read(tmp_path: Path) -> None:
    """All keys at once, in the forms of the documentation."""
    folder = write(tmp_path)
    (folder / "big").mkdir()
    toml = """
        call_s = 5
        cell_s = 60
        notebook_s = 180
        judging_s = 4
        memory_mib = 4096
        disk_mib = 512
        output_chars = 1000
        preload = ["pandas", "sklearn.svm"]
        data = ["big"]
        files = ["helpers.py", {pattern = "*.npz", most_mib = 20}]
        show_hidden = "after due"
        [notebooks.nb]
        order = 2
        after = []
        bonus = true
    """
    notebook = load(tmp_path, toml).notebook("nb")
    assert notebook.settings == Settings(
        call_s=5,
        cell_s=60,
        notebook_s=180,
        judging_s=4,
        memory_mib=4096,
        disk_mib=512,
        output_chars=1000,
        preload=("pandas", "sklearn.svm"),
        data=("big",),
        files=(HandedIn("helpers.py"), HandedIn("*.npz", 20)),
        show_hidden="after due",
        order=2,
        bonus=True,
    )
    assert notebook.data == (folder / "big",)


@pytest.mark.parametrize(
    ("toml", "message", "hint"),
    [
        ("cell_s = ", "is not valid TOML", "cell_s = 60"),
        ("cel_s = 60", "cel_s: there is no such setting", "did you mean cell_s?"),
        ("colour = 1", "colour: there is no such setting", "memory_mib"),
        ("cell_s = '60'", "cell_s: Expected number, got text", "write seconds"),
        ("cell_s = true", "cell_s: Expected number, got bool", "write seconds"),
        ("cell_s = 0", "cell_s: Expected number > 0", "write seconds"),
        ("cell_s = nan", "cell_s: Expected number", "write seconds"),
        ("cell_s = inf", "cell_s: Expected number <= 86400", "write seconds"),
        ("memory_mib = 1.5", "memory_mib: Expected whole number", "whole mebibytes"),
        ("preload = 'pandas'", "preload: Expected array", "preload = "),
        ("preload = ['a-b']", "preload: 'a-b' is no name of a module", "preload = "),
        ("data = ['../tests']", "data: '../tests' is no path", "data = "),
        ("data = ['/etc']", "data: '/etc' is no path", "data = "),
        ("files = ['../x.py']", "files: '../x.py' is no name", "files = "),
        ("files = ['*.ipynb']", "files: '[*].ipynb' is no name", "files = "),
        ("files = [{patern = 'x'}]", r"files\[0\].patern: there is no such setting", "did you mean pattern?"),
        ("files = [{pattern = 'x', most_mib = 0}]", r"files\[0\].most_mib: Expected whole number >= 1", "mebibytes"),
        ("show_hidden = 'no'", "show_hidden: Invalid enum value 'no'", '"after due"'),
        ("order = 1", "order is a setting of one notebook", "notebooks.NAME"),
        ("notebooks = 1", "notebooks: is no table", "docs/instructor.md"),
        ("[notebooks.bn]", "notebooks.bn: there is no such notebook", "did you mean nb?"),
        ("[notebooks.nb]\ncell = 1", "notebooks.nb.cell: there is no such setting", "cell_s"),
        ("[notebooks.nb]\nbonus = 1", "notebooks.nb.bonus: Expected bool", "true or false"),
    ],
)
def test_what_is_wrong_is_refused_with_file_key_and_advice(tmp_path: Path, toml: str, message: str, hint: str) -> None:
    """Nothing is ignored: the error names the file and the key, and the hint what was probably meant."""
    write(tmp_path)
    with pytest.raises(CourseError, match=rf"lesson\.toml: {message}") as caught:
        load(tmp_path, toml)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("cells", "metadata", "message"),
    [
        ([], {"orders": 1}, r"nb\.ipynb: metadata\.autograder\.orders: there is no such setting"),
        ([{"cel_s": 1}], {}, r"nb\.ipynb: cell 0 \(c0\): metadata\.autograder\.cel_s: there is no such setting"),
        ([{"bonus": "yes"}], {}, r"nb\.ipynb: cell 0 \(c0\): metadata\.autograder\.bonus: Expected bool"),
        ([3], {}, r"nb\.ipynb: cell 0 \(c0\): metadata\.autograder: is no table"),
    ],
)
def test_metadata_is_read_as_strictly(tmp_path: Path, cells: Any, metadata: dict[str, Any], message: str) -> None:
    """The error names the notebook, the cell and the key."""
    write(tmp_path, cells=cells, **metadata)
    with pytest.raises(CourseError, match=message):
        load(tmp_path)


def test_a_changed_setting_is_another_digest_of_that_notebook_only(tmp_path: Path) -> None:
    """So what is graded with other settings is graded again, and nothing else is."""
    write(tmp_path)
    write(tmp_path, "other")
    first = load(tmp_path, "[notebooks.nb]\ncell_s = 1")
    second = load(tmp_path, "[notebooks.nb]\ncell_s = 2")
    assert first.notebook("nb").digest != second.notebook("nb").digest
    assert first.notebook("other").digest == second.notebook("other").digest


def test_data_is_a_folder_of_that_name_or_what_is_named(tmp_path: Path) -> None:
    """Without the setting, the folder `data` if it is there; what is named and is not there is refused."""
    folder = write(tmp_path)
    (folder / "data").mkdir()
    assert load(tmp_path).notebook("nb").data == (folder / "data",)
    assert load(tmp_path, "data = []").notebook("nb").data == ()
    with pytest.raises(CourseError, match="gone is named as data and is not there"):
        _ = load(tmp_path, "data = ['gone']").notebook("nb").data


def test_a_notebook_comes_after_those_that_it_names(tmp_path: Path) -> None:
    """Whatever their names and orders are; a circle and a name that is none are refused."""
    for name in ("a", "b", "c"):
        write(tmp_path, name)
    lesson = load(tmp_path, "[notebooks.a]\nafter = ['c']\norder = 1\n[notebooks.c]\norder = 2")
    assert [notebook.name for notebook in lesson.notebooks] == ["c", "a", "b"]
    with pytest.raises(CourseError, match=r"a\.ipynb: it is to come after b, and at last after itself"):
        load(tmp_path, "[notebooks.a]\nafter = ['b']\n[notebooks.b]\nafter = ['a']")
    with pytest.raises(CourseError, match=r"a\.ipynb: it is to come after x, and there is no such notebook"):
        load(tmp_path, "[notebooks.a]\nafter = ['x']")


def test_lending_is_said_of_one_notebook(tmp_path: Path) -> None:
    """Nothing is lent without it, and it is no setting of a whole lesson."""
    write(tmp_path)
    write(tmp_path, "other")
    lesson = load(tmp_path, "[notebooks.nb]\nlend = true")
    assert [notebook.settings.lend for notebook in lesson.notebooks] == [True, False]
    with pytest.raises(CourseError, match="lend is a setting of one notebook"):
        load(tmp_path, "lend = true")
