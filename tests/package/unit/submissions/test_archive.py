"""What a download holds is listed, whoever packed it; what is refused is named, and nothing is unpacked to disk."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from autograder.submissions.archive import METADATA, FoundFile, read_downloads
from autograder.submissions.problems import Problem


def zip_of(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_ipynb", ".ipynb").replace("_zip", ".zip"), data)
    return buffer.getvalue()


def test_a_file_is_listed_with_the_folders_and_zips_around_it(tmp_path: Path) -> None:
    """A zip counts as a folder, on disk and inside of another zip; other files are not listed."""
    (tmp_path / "all.zip").write_bytes(zip_of(ann__a_ipynb=b"1", bo_zip=zip_of(a_ipynb=b"2"), notes=b"3"))
    found = list(read_downloads([tmp_path / "all.zip"]))
    assert [(file.name, file.data) for file in found if isinstance(file, FoundFile)] == [
        ("all/ann/a.ipynb", b"1"),
        ("all/bo/a.ipynb", b"2"),
    ]
    assert len(found) == 2
    assert list(tmp_path.iterdir()) == [tmp_path / "all.zip"]


def test_a_folder_is_read_without_its_hidden_files(tmp_path: Path) -> None:
    """Each file has the time at which it was saved."""
    for name in ("ann/a.ipynb", "ann/.ipynb_checkpoints/a.ipynb", "__MACOSX/a.ipynb", METADATA):
        (tmp_path / "d" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "d" / name).write_bytes(b"1")
    found = [file for file in read_downloads([tmp_path / "d"]) if isinstance(file, FoundFile)]
    assert [(file.name, file.is_metadata) for file in found] == [("d/ann/a.ipynb", False), (f"d/{METADATA}", True)]
    assert found[0].time_s == (tmp_path / "d" / "ann" / "a.ipynb").stat().st_mtime


def test_what_is_refused_does_not_stop_the_rest(tmp_path: Path) -> None:
    """A missing file, a damaged zip and another kind of archive are each a problem with a remedy."""
    (tmp_path / "bad.zip").write_bytes(b"no zip")
    (tmp_path / "bad.7z").write_bytes(b"7z")
    (tmp_path / "a.ipynb").write_bytes(b"1")
    paths = [tmp_path / name for name in ("none.zip", "bad.zip", "bad.7z", "a.ipynb")]
    *refused, last = read_downloads(paths)
    assert [item.message for item in refused if isinstance(item, Problem) and item.hint] == [
        "there is no such file",
        "it is not a whole zip",
        "only zips are read",
    ]
    assert isinstance(last, FoundFile)
