"""Files are copied whole with their times; what is no file, or is there already as another, is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.starting.copies import Copies, Copy, copy_files


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a file, a read-only one, a cache, and a link of each kind."""
    old = tmp_path / "old"
    (old / "inner").mkdir(parents=True)
    (old / "a.txt").write_text("a")
    (old / "inner" / "b.txt").write_text("b")
    (old / "inner" / "b.txt").chmod(0o444)
    os.utime(old / "inner" / "b.txt", (1_000_000_000, 1_000_000_000))
    (old / "inner" / "b.pyc").write_text("cache")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "c.txt").write_text("c")
    (old / "link").symlink_to(tmp_path / "elsewhere")
    (old / "file").symlink_to(tmp_path / "elsewhere" / "c.txt")
    (old / "round").symlink_to(old)
    (old / "broken").symlink_to(tmp_path / "nowhere")
    os.mkfifo(old / "pipe")
    return old


def list_names(copies: Copies, root: Path) -> set[str]:
    return {one.target.relative_to(root).as_posix() for one in copies.files}


def test_links_of_students_are_left_out_and_those_of_instructors_followed(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    theirs, ours = Copies(["*.pyc"]), Copies(["*.pyc"])
    theirs.add_folder(old, new, is_trusted=False)
    assert list_names(theirs, new) == {"a.txt", "inner/b.txt"}
    assert {path.name: why for path, why in theirs.left_out} == {
        **dict.fromkeys(("link", "file", "round", "broken"), "a link"),
        "pipe": "no file",
    }
    ours.add_folder(old, new, is_trusted=True)
    assert list_names(ours, new) == {"a.txt", "inner/b.txt", "link/c.txt", "file"}
    assert {path.name for path, _ in ours.left_out} == {"round", "broken", "pipe"}


def test_a_copy_has_the_bytes_and_the_time_and_can_be_changed(old: Path, tmp_path: Path) -> None:
    copy = Copy(old / "inner" / "b.txt", tmp_path / "new" / "b.txt")
    assert list(copy_files([copy])) == [copy]
    status = copy.target.stat()
    assert (copy.target.read_text(), status.st_mtime, status.st_mode & 0o777) == ("b", 1_000_000_000, 0o644)
    assert [path.name for path in copy.target.parent.iterdir()] == ["b.txt"]


def test_what_is_there_already_is_left_alone_and_another_file_refuses_all(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    copies = Copies()
    for name in ("a.txt", "inner/b.txt"):
        copies.add_file(old / name, new / name, is_trusted=False)
    (new / "a.txt").write_text("a")
    assert [one.target.name for one in copies.list_new()] == ["b.txt"]
    (new / "a.txt").write_text("mine")
    with pytest.raises(CourseError, match=r"1 files are there already, and they are others: .*a\.txt"):
        copies.list_new()
    (new / "a.txt").unlink()
    (new / "a.txt").symlink_to(old / "a.txt")
    with pytest.raises(CourseError, match="they are others"):
        copies.list_new()


def test_a_file_that_cannot_be_copied_ends_it_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"gone\.txt: cannot be copied"):
        list(copy_files([Copy(tmp_path / "gone.txt", tmp_path / "new" / "gone.txt")]))
    assert list((tmp_path / "new").iterdir()) == []
