"""What a student sends by himself is counted, and its names are believed to be nothing but names."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Course, HandedIn, Lesson, Settings, SourceCell, SourceNotebook
from autograder.files import hash_parts
from autograder.submissions import Upload, read_uploads
from autograder.submissions.uploads import Uploaded


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    cells = (SourceCell(0, "code", "", "a", is_solution=True),)
    notebooks = tuple(SourceNotebook(name, Path(name), cells, None, "") for name in ("gates", "layers"))
    return Lesson("week1", Course(tmp_path), notebooks)


def notebook(source: str) -> bytes:
    """Return a notebook with an answer in the lesson's one cell."""
    marked = {"nbgrader": {"grade_id": "a", "solution": True, "grade": False, "locked": False, "schema_version": 3}}
    cell = {"cell_type": "code", "source": source, "metadata": marked, "outputs": [], "execution_count": None}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


GATES, LAYERS = notebook("gates = 1"), notebook("layers = 1")


def read(lesson: Lesson, **files: bytes) -> Uploaded:
    return read_uploads(lesson, [Upload(name, lambda data=data: data) for name, data in files.items()])  # type: ignore[misc]


def pack(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def test_notebooks_are_found_by_themselves_and_in_zips(lesson: Lesson) -> None:
    """Any subset, under the names that browsers give, or a zip of them: each with its own bytes and hash."""
    alone = read(lesson, **{"gates (1).ipynb": GATES})
    assert [(one.notebook, one.digest) for one in alone.notebooks] == [("gates", hash_parts(GATES))]
    packed = read(lesson, **{"work.zip": pack({"w/gates.ipynb": GATES, "w/layers.ipynb": LAYERS})})
    assert {one.notebook: one.data for one in packed.notebooks} == {"gates": GATES, "layers": LAYERS}
    assert not packed.problems


@pytest.mark.parametrize(
    "name", ["../../gates.ipynb", "/etc/gates.ipynb", "C:\\x\\gates.ipynb", "gates.ipynb\n", "a/../gates.ipynb"]
)
def test_a_name_is_only_a_name(lesson: Lesson, name: str) -> None:
    """Folders in a name lead nowhere: the notebook is found, and the name that is kept has none of them."""
    [found] = read(lesson, **{name: GATES}).notebooks
    assert found.notebook == "gates"
    assert "/" not in found.name
    assert "\\" not in found.name


def test_what_is_not_taken_is_named(lesson: Lesson) -> None:
    """A stranger's notebook, a text, an archive that is no zip and a broken zip: nothing is taken, each is named."""
    other = json.dumps({"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}).encode()
    files = {"other.ipynb": other, "notes.docx": b"x", "work.rar": b"x", "broken.zip": b"PK\x03\x04"}
    result = read(lesson, **files)
    assert result.notebooks == ()
    assert {problem.file for problem in result.problems} == set(files)


def test_two_that_differ_are_not_guessed_between(lesson: Lesson) -> None:
    """Two files that could be one notebook, both answered: none is taken, and both are named."""
    result = read(lesson, **{"a/gates.ipynb": GATES, "gates.ipynb": notebook("gates = 2")})
    assert result.notebooks == ()
    assert any("differ" in problem.message for problem in result.problems)


def test_a_zip_that_unpacks_to_far_more_is_refused(lesson: Lesson) -> None:
    """A megabyte that would become a gigabyte is named, and what else was sent is taken."""
    bomb = pack({"layers.ipynb": bytes(1 << 28)})
    result = read(lesson, **{"bomb.zip": bomb, "gates.ipynb": GATES})
    assert [one.notebook for one in result.notebooks] == ["gates"]
    assert any("unpacks" in problem.message for problem in result.problems)


def test_files_beside_notebooks_are_taken_where_the_lesson_allows_them(lesson: Lesson) -> None:
    """By its names and patterns and up to its sizes, alone or in a zip; what is not allowed is named, and why."""
    settings = Settings(files=(HandedIn("helpers.py"), HandedIn("*.npz", 1)))
    lesson = replace(lesson, notebooks=tuple(replace(one, settings=settings) for one in lesson.notebooks))
    inside = {"w/gates.ipynb": GATES, "w/helpers.py": b"x = 1", "w/.hidden.npz": b"no"}
    found = read(lesson, **{"w.zip": pack(inside), "big.npz": bytes((1 << 20) + 1), "notes.txt": b"no"})
    assert [(one.name, one.data, one.digest) for one in found.beside] == [
        ("helpers.py", b"x = 1", hash_parts(b"x = 1"))
    ]
    assert {"big.npz", "notes.txt"} <= {problem.file for problem in found.problems}
    alone = read(lesson, **{"helpers.py": b"x = 1"})
    assert not alone.beside
    assert "together with a notebook" in alone.problems[-1].message
    zips = {f"{number}.zip": pack({"helpers.py": bytes([number])}) for number in (1, 2)}
    two = read(lesson, **{"gates.ipynb": GATES}, **zips)
    assert not two.beside
    many = {f"{number:03}.npz": bytes([number]) for number in range(70)}
    assert len(read(lesson, **{"gates.ipynb": GATES, "many.zip": pack(many)}).beside) == 64
