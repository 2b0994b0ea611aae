"""Wherever a name is missing, the error of the cell that was to bind it is named, however that binds it."""

from __future__ import annotations

import time

import pytest

from autograder.errors import StudentMissing, StudentRaised
from autograder.sandbox import StudentNotebook, WarmProcess, open_student

IMPORT = "import no_such_module"
FAILED = "ModuleNotFoundError: No module named 'no_such_module'"


@pytest.mark.parametrize(
    "cell",
    [
        f"{IMPORT} as wanted",
        "from no_such_module import (\n    other,\n    wanted,\n)",
        "from no_such_module import other as \\\n    wanted",
        f"{IMPORT}\na, wanted = 1, 2",
        f"{IMPORT}\nfor wanted in range(3):\n    pass",
        f"{IMPORT}\nwith open('x') as wanted:\n    pass",
        f"{IMPORT}\nif (wanted := 1):\n    pass",
        f"{IMPORT}\nfirst, *wanted = range(3)",
        f"%matplotlib inline\n{IMPORT}\n!ls\na = wanted = 1",
        f"%%time\n{IMPORT}\n(a, wanted) = 1, 2",
        "from no_such_module import *",
    ],
)
def test_the_failed_import_is_named_however_the_name_is_bound(warm: WarmProcess, cell: str) -> None:
    """In the answer to a question, and for the error of a later cell."""
    with open_student(warm, [(0, "x = 1"), (1, cell), (2, "wanted"), (3, "later = wanted")]) as student:
        with pytest.raises(StudentMissing, match=FAILED):
            student.read("wanted")
        with pytest.raises(StudentMissing, match=f"wanted.*{FAILED}"):
            student.read("later")
        assert FAILED in student.notebook.reason_missing("wanted", 2)
        assert student.notebook.reason_missing("wanted", 1) == ""


def test_what_only_a_function_has_is_no_reason(warm: WarmProcess) -> None:
    """A local name, one that is used, one within a text: no cell was to bind it."""
    cell = f"{IMPORT}\ndef f(wanted):\n    wanted = 1\nprint(wanted)\n'''\nwanted = 2\n'''"
    with open_student(warm, [(0, cell)]) as student, pytest.raises(StudentMissing) as raised:
        student.read("wanted")
    assert raised.value.reason == ""


def test_a_cell_that_does_not_compile_is_named_for_what_it_would_define(warm: WarmProcess) -> None:
    cells = [(0, "def wanted(x):\n    return x +")]
    with open_student(warm, cells) as student, pytest.raises(StudentMissing, match="SyntaxError"):
        student.call("wanted", 1)


def test_a_function_that_lacks_an_import_says_so(warm: WarmProcess) -> None:
    cells = [(0, f"{IMPORT} as wanted"), (1, "def f(x):\n    return wanted.one(x)")]
    with open_student(warm, cells) as student, pytest.raises(StudentRaised, match=FAILED):
        student.call("f", 1)


def test_reading_cells_for_reasons_is_bounded(warm: WarmProcess) -> None:
    """Cells of all sizes that cannot be read or take long, and a chain of a hundred names: a moment each."""
    chain = [f"n{number} = n{number + 1}\n{'(' * 50}\n" for number in range(60)]
    large = ["1 / 0\n" + "a = [" * 50_000, "1 / 0\n" + " " * 300_000, "1 / 0\n" + "a," * 9_000 + "a = 1"]
    cells = list(enumerate([*large, *chain, *(f"m{n} = m{n - 1}" for n in range(60))]))
    with StudentNotebook(warm, cells) as notebook:
        notebook.run()
        start_s = time.process_time()
        for number in range(60):
            notebook.reason_missing(f"n{number}")
            notebook.reason_missing(f"m{number}", 100)
        assert time.process_time() - start_s < 1.0
