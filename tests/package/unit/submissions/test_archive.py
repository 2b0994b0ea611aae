"""A download is a tree of what strangers packed; what is refused is named, and nothing is unpacked to disk."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.submissions.archive import open_download
from autograder.submissions.found import METADATA, Budget, Found, FoundFile, FoundFolder
from autograder.submissions.problems import Problem
from autograder.submissions.zips import MOST_INNER_ENTRIES, Shelf


def zip_of(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_ipynb", ".ipynb").replace("_zip", ".zip"), data)
    return buffer.getvalue()


def list_files(item: Found, budget: Budget | None = None) -> Iterator[FoundFile | Problem]:
    """Yield what is in a download, however deep, or the download itself."""
    if isinstance(item, FoundFolder):
        yield from item.walk(budget or Budget())
    else:
        yield item


def read(path: Path) -> dict[str, bytes | str]:
    """Return the bytes of each file, or what is wrong with it, by path."""
    return {
        "/".join(item.parts) if isinstance(item, FoundFile) else item.file: (
            (lambda data: data.message if isinstance(data, Problem) else data)(item.read(Budget()))
            if isinstance(item, FoundFile)
            else item.message
        )
        for item in list_files(open_download(path, Shelf()))
    }


def test_a_file_is_listed_with_the_folders_and_zips_around_it(tmp_path: Path) -> None:
    """A zip counts as a folder, on disk and inside of another zip."""
    (tmp_path / "all.zip").write_bytes(zip_of(ann__a_ipynb=b"1", bo_zip=zip_of(a_ipynb=b"2"), notes=b"3"))
    assert read(tmp_path / "all.zip") == {"all/ann/a.ipynb": b"1", "all/bo/a.ipynb": b"2", "all/notes": b"3"}
    assert list(tmp_path.iterdir()) == [tmp_path / "all.zip"]


def test_a_folder_is_read_without_its_hidden_files(tmp_path: Path) -> None:
    """Each file has the time at which it was saved."""
    for name in ("ann/a.ipynb", "ann/.ipynb_checkpoints/a.ipynb", "__MACOSX/a.ipynb", METADATA):
        (tmp_path / "d" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "d" / name).write_bytes(b"1")
    assert set(read(tmp_path / "d")) == {"d/ann/a.ipynb", f"d/{METADATA}"}
    found = [file for file in list_files(open_download(tmp_path / "d", Shelf())) if isinstance(file, FoundFile)]
    assert found[0].handed_in_s == (tmp_path / "d" / "ann" / "a.ipynb").stat().st_mtime


def test_what_is_refused_does_not_stop_the_rest(tmp_path: Path) -> None:
    """A missing file, a damaged zip and another kind of archive are each a problem with a remedy."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "bad.zip").write_bytes(b"no zip")
    (tmp_path / "d" / "bad.7z").write_bytes(b"7z")
    (tmp_path / "d" / "a.ipynb").write_bytes(b"1")
    assert read(tmp_path / "d") == {
        "d/bad.7z": "only zips are read",
        "d/bad.zip": "it is not a whole zip",
        "d/a.ipynb": b"1",
    }
    assert list(read(tmp_path / "none.zip").values()) == ["there is no such file"]


def test_a_zip_of_somebodys_was_handed_in_when_the_zip_was(tmp_path: Path) -> None:
    """What its entries say was set by a clock of the student's own; it orders versions, and nothing else."""
    path = tmp_path / "ann.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.ipynb", (2001, 1, 1, 0, 0, 0)), b"1")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    (file,) = list_files(open_download(path, Shelf()))
    assert isinstance(file, FoundFile)
    assert file.handed_in_s == 1_700_000_000
    assert file.time_s is not None
    assert file.time_s < 1_000_000_000


def test_each_pays_from_a_budget_of_his_own(tmp_path: Path) -> None:
    """What unpacks to more than is left is refused; another budget is not touched by it."""
    (tmp_path / "a.zip").write_bytes(zip_of(a_ipynb=bytes(5000), b_ipynb=b"1"))
    large, small = list_files(open_download(tmp_path / "a.zip", Shelf()))
    assert isinstance(large, FoundFile)
    assert isinstance(small, FoundFile)
    mine, other = Budget(bytes_left=4000), Budget(bytes_left=4000)
    assert isinstance(large.read(mine), Problem)
    assert isinstance(small.read(mine), Problem)
    assert small.read(other) == b"1"


def test_files_and_folders_are_counted(tmp_path: Path) -> None:
    """Too many files end the walk with one problem; so do too many entries of an inner zip, and folders too deep."""
    (tmp_path / "a.zip").write_bytes(zip_of(a_ipynb=b"1", b_ipynb=b"2", c_ipynb=b"3"))
    found = list(list_files(open_download(tmp_path / "a.zip", Shelf()), Budget(files_left=1)))
    assert [isinstance(item, Problem) for item in found] == [False, True]
    (tmp_path / "b.zip").write_bytes(zip_of(b_zip=b"PK\x01\x02" * (MOST_INNER_ENTRIES + 1)))
    assert list(read(tmp_path / "b.zip").values()) == [f"it has more than {MOST_INNER_ENTRIES} entries"]
    (tmp_path / "c.zip").write_bytes(zip_of(**{"x/" * 3000 + "a.ipynb": b"1"}))
    assert list(read(tmp_path / "c.zip").values()) == ["its folders are too deep"]
    deep = tmp_path / "d"
    deep.joinpath(*["x"] * 60).mkdir(parents=True)
    assert list(read(deep).values()) == ["its folders are too deep"]


@pytest.mark.parametrize("count", [3, 70])
def test_a_zip_that_was_closed_is_opened_again(tmp_path: Path, count: int) -> None:
    """However many zips there are, on disk and in each other, each file can be read at any time."""
    (tmp_path / "d").mkdir()
    for number in range(count):
        inner = zip_of(inner_zip=zip_of(a_ipynb=str(number).encode()))
        (tmp_path / "d" / f"{number:03}.zip").write_bytes(inner)
    files = [file for file in list_files(open_download(tmp_path / "d", Shelf())) if isinstance(file, FoundFile)]
    assert [file.read(Budget()) for file in files] == [str(number).encode() for number in range(count)]
    assert files[0].read(Budget()) == b"0"


def test_a_zip_costs_what_it_is_long_whatever_names_it_holds(tmp_path: Path) -> None:
    """A name of 60,000 characters would be looked through again from each of its parts; it is refused instead."""
    path, start_s = tmp_path / "ann.zip", time.process_time()
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(40):
            archive.writestr(f"{number}" + ".ipynb" * 5_000 + "x" * 30_000, b"")
        archive.writestr("loops.ipynb", b"1")
    found = list(list_files(open_download(path, Shelf())))
    names = [item.label for item in found if isinstance(item, FoundFile) and (item.is_notebook or item.may_be_notebook)]
    assert (len(found), names) == (41, ["loops.ipynb"])
    assert time.process_time() - start_s < 1.0


def test_a_zip_costs_what_it_is_long_whatever_stands_beside_its_names(tmp_path: Path) -> None:
    """Extra fields are read once for each of them, all that follow copied: a zip that is full of them is refused."""
    path = tmp_path / "ann.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(100):
            archive.writestr(f"{number}.ipynb", b"")
        for info in archive.filelist:
            info.extra = b"\0" * 65_532
    start_s = time.process_time()
    (found,) = list_files(open_download(path, Shelf()))
    assert isinstance(found, Problem)
    assert found.message == "its entries have too much beside their names"
    assert time.process_time() - start_s < 0.5
