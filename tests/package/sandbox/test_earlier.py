"""What comes into the jail beside the cells: read-only data, and earlier notebooks that can be imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import SourceCell, SourceNotebook
from autograder.errors import StudentCrashed
from autograder.sandbox import (
    EarlierCells,
    Limits,
    StudentNotebook,
    StudentProxy,
    WarmProcess,
    open_student,
    reference_cells,
    warm_process,
)

SPOIL = """
text, word = open('data/a.csv').read(), open('deep/word.txt').read()
import os, shutil
tries = [lambda: open('data/a.csv', 'w'), lambda: open('data/new', 'w'), lambda: os.remove('data/a.csv'),
         lambda: os.rename('data', 'mine'), lambda: os.chmod('data/a.csv', 0o777), lambda: open('deep/word.txt', 'w'),
         lambda: open('/jail/data/0/a.csv', 'w'), lambda: os.symlink('/etc', 'data/link')]
ends = []
for attempt in tries:
    try:
        attempt()
        ends.append('done')
    except OSError as error:
        ends.append(os.strerror(error.errno))
shutil.rmtree('data', ignore_errors=True)
"""


def test_data_are_read_by_all_and_written_by_nobody(tmp_path: Path) -> None:
    """Files and folders, in cells and in copies; every try to change them is the student's own error."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1,2")
    (tmp_path / "word.txt").write_text("hello")
    data = (("data", str(tmp_path / "data")), ("deep/word.txt", str(tmp_path / "word.txt")))
    with warm_process("jail", Limits(data=data)) as own, open_student(own, [(0, SPOIL)]) as student:
        assert (student.read("text"), student.read("word")) == ("1,2", "hello")
        assert "done" not in student.read("ends")
        assert student.evaluate("open('data/a.csv').read()") == "1,2"
        assert student.evaluate("import os\nos.listdir('data')") == ["a.csv"]
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["a.csv"]
    assert (tmp_path / "data" / "a.csv").read_text() == "1,2"


CELLS = ("1 / 0", "print('noise')\n%matplotlib inline", "def f(x):\n    return x + 1", "import other\ng = other.g")
USE = "import engine\nfrom engine import f, g\ncount = engine.count if hasattr(engine, 'count') else 0"


def test_an_earlier_notebook_is_imported_as_a_module(warm: WarmProcess) -> None:
    """As in a notebook, a cell that fails ends no other; what it shows is not shown here; one imports the other."""
    with StudentNotebook(warm, [(0, "open('engine.py', 'w').write('f = 0')"), (1, USE)]) as notebook:
        notebook.put_earlier([EarlierCells("other", ("def g(x):\n    return 2 * x",)), EarlierCells("engine", CELLS)])
        results = notebook.run()
        assert (results[1].error, results[1].outputs) == (None, ())
        with StudentProxy(notebook) as student:
            assert (student.call("f", 1), student.call("g", 4)) == (2, 8)
        with StudentProxy(notebook, is_anew=True) as student:
            assert student.call("f", 1) == 2


def test_what_is_not_there_says_why(warm: WarmProcess) -> None:
    """An import of it raises the sentence; one that ends the process is the end of the cell that imports."""
    with StudentNotebook(warm, [(0, "import engine"), (1, "import bad"), (2, "x = 1")]) as notebook:
        notebook.put_earlier(
            [
                EarlierCells("engine", problem="not handed in"),
                EarlierCells("bad", ("import os; os._exit(1)",)),
            ]
        )
        results = notebook.run()
        assert "not handed in" in str(results[0].error)
        assert isinstance(results[1].error, StudentCrashed)
        assert results[2].error is None


REFERENCE = (
    SourceCell(0, "code", "!pip list\nimport math\n%matplotlib inline", is_locked=True),
    SourceCell(1, "code", "%%time\nsecret = 1"),
    SourceCell(2, "code", "def f(x):\n    # the trick\n    return x + 1\nf(1)", "f", is_solution=True),
    SourceCell(3, "code", "hidden_test = f(41)", "test_f", is_grade=True, is_locked=True),
)
LOOK = """
import engine, inspect, linecache
from engine import f
try:
    source = inspect.getsource(f)
except OSError:
    source = ''
seen = str(vars(engine)) + str(linecache.cache)
found = [word for word in ('the tr' + 'ick', 'hidden' + '_test') if word in seen]
"""


def test_a_solution_that_is_lent_has_no_source_and_no_tests(warm: WarmProcess) -> None:
    """Compiled code alone enters the process: no comment of it, and no test cell."""
    source = SourceNotebook("engine", Path("engine.ipynb"), REFERENCE, None, "")
    with StudentNotebook(warm, [(0, LOOK)]) as notebook:
        notebook.put_earlier([reference_cells(source)])
        assert notebook.run()[0].error is None
        with StudentProxy(notebook) as student:
            assert student.call("f", 1) == 2
            assert (student.read("source"), student.read("found")) == ("", [])
            assert student.evaluate("'hidden_test' in vars(engine)", engine=student.read("engine")) is False
    cells = b"".join(cell for cell in reference_cells(source).cells if isinstance(cell, bytes))
    assert b"the trick" not in cells
    assert b"hidden_test" not in cells


def test_below_a_magic_of_python_is_python(warm: WarmProcess) -> None:
    """A lent solution keeps what stands below `%%time`, and nothing of what is a file or another language."""
    cells = [SourceCell(0, "code", "%%time\ndef f(x):\n    return x + 1", "f", is_solution=True)]
    cells.append(SourceCell(1, "code", "%%writefile a.py\nf = None", "a"))
    cells.append(SourceCell(2, "code", "files = !ls\nf?\ntext = 'a=%d' % 3", "b"))
    cells.append(SourceCell(3, "code", "lines = '''\n%d of it\n'''", "c"))
    with StudentNotebook(warm, [(0, "import engine")]) as notebook:
        notebook.put_earlier([reference_cells(SourceNotebook("engine", Path("engine.ipynb"), tuple(cells), None, ""))])
        notebook.run()
        with StudentProxy(notebook) as student:
            assert student.evaluate("engine.f(1), engine.files, engine.text") == (2, None, "a=3")
            assert student.evaluate("engine.lines") == "\n%d of it\n"


@pytest.mark.parametrize("name", ["torch", "random"])
def test_an_earlier_notebook_replaces_no_module_that_is_loaded(warm: WarmProcess, name: str) -> None:
    """What the program itself has loaded stays what it is."""
    with StudentNotebook(warm, [(0, f"import {name}\nis_other = hasattr({name}, 'mine')")]) as notebook:
        notebook.put_earlier([EarlierCells(name, ("mine = 1",))])
        notebook.run()
        with StudentProxy(notebook) as student:
            assert student.read("is_other") is False
