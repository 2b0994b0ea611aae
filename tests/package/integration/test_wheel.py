"""The wheel: everything that the package needs is in it, and it works where there is no repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
LIBRARIES = Path(sysconfig.get_path("purelib"))
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]


def run(*command: object, cwd: Path | None = None, path: str = "/usr/bin:/bin") -> str:
    """Run a program with nothing of this environment; return what it printed."""
    environment = {"PATH": path, "HOME": os.environ.get("HOME", "/tmp")}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this repository, built from a copy: a build leaves files behind."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, copy)
    shutil.copytree(REPOSITORY / "autograder", copy / "autograder")  # with caches, which must not get into the wheel
    target = copy.parent / "wheel"
    run(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", target, copy)
    (path,) = target.glob("*.whl")
    return path


def list_files() -> Iterator[str]:
    """Yield the files of the package, as they are named in the wheel."""
    for path in (REPOSITORY / "autograder").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(REPOSITORY).as_posix()


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    """Code, stubs, pages, templates, the kernel's spec at its place for Jupyter; no test, no lesson, no cache."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        modes = [info.external_attr >> 16 for info in archive.infolist() if "/programs/" in info.filename]
    assert len(modes) == 2  # they are run in the jail by name
    assert all(mode & 0o111 == 0o111 for mode in modes)
    about = {name for name in names if name.split("/")[0].startswith("autograder_course-")}
    assert names - about == set(list_files())
    assert len([name for name in about if name.endswith("share/jupyter/kernels/autograder-jail/kernel.json")]) == 1
    assert len([name for name in about if name.endswith("licenses/LICENSE")]) == 1


def make_environment(root: Path, wheel: Path) -> Path:
    """Make an environment with the wheel alone; return the folder of its programs."""
    run(sys.executable, "-m", "venv", "--without-pip", root)
    run(*PIP, "--python", root / "bin" / "python", "install", "--no-deps", "--no-index", "--no-compile", wheel)
    return root / "bin"


def libraries_of(programs: Path) -> Path:
    return programs.parent / LIBRARIES.relative_to(sys.prefix)


def test_installed_from_the_wheel_it_begins_a_course(wheel: Path, tmp_path: Path) -> None:
    """In an environment of its own, with the libraries of this one: `autograder init` writes all files of a course."""
    programs = make_environment(tmp_path / "environment", wheel)
    (libraries_of(programs) / "libraries.pth").write_text(f"{LIBRARIES}\n")
    run(programs / "autograder", "init", "course", cwd=tmp_path)
    made = {path.relative_to(tmp_path / "course").as_posix() for path in (tmp_path / "course").rglob("*")}
    assert {".gitignore", ".github/workflows/test.yml", "solutions/lesson01/limits.ipynb"} <= made
    place = "import autograder; print(autograder.__file__)"
    assert run(programs / "python", "-c", place, cwd=tmp_path).startswith(str(tmp_path))
    assert (programs.parent / "share" / "jupyter" / "kernels" / "autograder-jail" / "kernel.json").exists()


@pytest.mark.campaign
def test_installed_from_the_wheel_it_grades_in_the_jail(wheel: Path, tmp_path: Path) -> None:
    """`make grade` of a new course, in an environment that has all in it, as pip and pipx make one: the jail sees that
    environment alone.
    """
    programs = make_environment(tmp_path / "environment", wheel)
    for path in LIBRARIES.iterdir():
        if not path.name.startswith(("autograder", "__editable__")) and not path.name.endswith(".pth"):
            copy_linked(path, libraries_of(programs) / path.name)
    for name in ("alembic", "jupyter"):
        script = (Path(sys.executable).parent / name).read_text().splitlines()[1:]
        (programs / name).write_text("\n".join([f"#!{programs}/python", *script]) + "\n")
        (programs / name).chmod(0o755)
    path = f"{programs}:/usr/bin:/bin"
    run("autograder", "init", "course", cwd=tmp_path, path=path)
    printed = run("make", "grade", cwd=tmp_path / "course", path=path)
    assert "3 students, 3 graded now" in printed
    assert "UNGRADED" not in printed
    record = (tmp_path / "course" / "gradebook" / "grades" / "lesson01" / "sample-01.json").read_text()
    assert '"runner": "jail"' in record
    assert "3 pages" in printed


def copy_linked(source: Path, target: Path) -> None:
    """Copy a file or folder by links to the same files where the disk allows it."""
    if source.is_dir():
        shutil.copytree(source, target, copy_function=link_or_copy, ignore=shutil.ignore_patterns("__pycache__"))
    elif not target.exists():
        link_or_copy(str(source), str(target))


def link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
