"""Cells run as IPython runs them, though several statements go in one piece and plain Python is not searched for magics."""

from __future__ import annotations

import pytest

from autograder.errors import StudentMissing, StudentRaised
from autograder.sandbox import WarmProcess, open_student

CELLS = [
    "a = 1\nb = a + 1\nb",
    "c = 1\nraise ValueError('no')\nd = 2",
    "e = 1\nreturn",
    "f = 1\nfrom __future__ import annotations\ng: nowhere = 2\ng",
    "import asyncio\nawait asyncio.sleep(0)\nh = 3\nh",
    "i = 4;\ni + 1;",
    "j = 5\n%timeit -n 1 -r 1 -o pass\nk = !echo six\nk[0]",
    "\n\nl = 7\nl +",
    "m = 8\nfor n in range(3):\n    n\n'end'",
]


def test_cells_do_what_ipython_does(warm: WarmProcess) -> None:
    """Last expressions show, errors stop where they are, magics, awaits and late future imports work."""
    with open_student(warm, list(enumerate(CELLS))) as student:
        results = student.notebook.run()
        shown = {
            number: [item["text"] for item in result.outputs if item.get("show") == "execute_result"]
            for number, result in results.items()
        }
        assert shown == {0: ["2"], 1: [], 2: [], 3: ["2"], 4: ["3"], 5: [], 6: ["'six'"], 7: [], 8: ["'end'"]}
        errors = {number: result.error for number, result in results.items() if result.error is not None}
        assert {number: error.type_name for number, error in errors.items() if isinstance(error, StudentRaised)} == {
            1: "ValueError",
            2: "SyntaxError",
            7: "SyntaxError",
        }
        (frame,) = errors[1].frames  # type: ignore[union-attr]
        assert (frame.line, frame.text) == (2, "raise ValueError('no')")
        values = {name: student.read(name) for name in "abcefghijmn"}
        assert values == {"a": 1, "b": 2, "c": 1, "e": 1, "f": 1, "g": 2, "h": 3, "i": 4, "j": 5, "m": 8, "n": 2}
        for name in ("d", "l"):
            with pytest.raises(StudentMissing):
                student.read(name)


def test_a_check_that_left_harm_behind_is_not_run_again(warm: WarmProcess) -> None:
    """A function that fails at once but ends the process later costs no other cell, though a visible check calls it."""
    deadly = (
        "import os, threading\n"
        "def harm():\n"
        "    threading.Timer(0.6, os._exit, [9]).start()\n"
        "    raise RuntimeError('later')\n"
        "def slow():\n"
        "    import time\n"
        "    time.sleep(1.2)\n"
        "    return 7"
    )
    with open_student(warm, [(0, deadly), (1, "harm()")], test_cells=[1]) as student:
        results = student.notebook.run()
        assert isinstance(results[1].error, StudentRaised)
        assert student.call("slow") == 7
        with pytest.raises(StudentRaised, match="later"):
            student.call("harm")
        assert student.call("slow") == 7


LEARNED = "def check(x):\n    assert x == 2, 'not two'\n    return x\n\ncheck(b)\nresult = check(b)\nresult"


def test_learned_cells_do_what_others_do(warm: WarmProcess) -> None:
    """A cell that the warm process has compiled shows, raises and is named as in its own place, in every notebook."""
    alone = "y: nowhere = 3\nz = 4\nz"
    warm.learn([LEARNED, alone, "broken(\n", "one_line = 1"])
    cells = [
        (4, "b = 2"),
        (5, LEARNED),
        (7, "b = 3"),
        (9, LEARNED),
        (10, "from __future__ import annotations\n1"),
        (11, alone),
    ]
    with open_student(warm, cells) as student:
        results = student.notebook.run()
        assert [item["text"] for item in results[5].outputs] == ["2"]
        error = results[9].error
        assert isinstance(error, StudentRaised)
        assert [(frame.cell, frame.line) for frame in error.frames] == [(9, 5), (9, 2)]
        assert results[11].error is None
        assert [item["text"] for item in results[11].outputs] == ["4"]
    for has_ended in (False, True):
        if has_ended:
            warm.close()  # another one learns them too
        with open_student(warm, [(1, alone)]) as student:
            error = student.notebook.run()[1].error
            assert isinstance(error, StudentRaised)
            assert error.type_name == "NameError"


def test_every_child_draws_the_same_numbers(warm: WarmProcess) -> None:
    """A notebook that sets no seed gets the same random numbers whenever it is run."""
    source = "import random, numpy, torch\ndrawn = [torch.rand(1).item(), float(numpy.random.rand()), random.random()]"
    drawn = []
    for _ in range(2):
        with open_student(warm, [(0, source)]) as student:
            student.notebook.run()
            drawn.append(student.read("drawn"))
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == 3


LOOK = """
import io
picture = io.BytesIO()
ax.plot([0, 2], [1, 3], 'k--')
ax.set_title('x')
ax.figure.savefig(picture, format='png')
[ax.figure.number, plt.gcf().number, plt.get_fignums(), ax is plt.gca(), picture.getvalue()]
"""


def test_fresh_axes_are_all_alike(warm: WarmProcess) -> None:
    """Axes that waited since before the fork draw as new ones do, and follow settings that were changed since."""
    cell = (
        "import matplotlib.pyplot as plt\n"
        "def dark():\n"
        "    plt.rcParams['axes.facecolor'] = 'black'\n"
        "def draw(ax):\n"
        "    plt.sca(ax)\n"
        "    plt.plot([1, 2], [3, 4])\n"
        "    return len(ax.lines)"
    )
    with open_student(warm, [(0, cell)]) as student:
        student.notebook.run()
        seen = [student.evaluate(LOOK, ax=student.evaluate("fresh_axes()")) for _ in range(7)]
        assert seen[0][:4] == [1, 2, [1, 2], False]
        assert all(look == seen[0] for look in seen)
    with open_student(warm, [(0, cell)]) as student:
        student.notebook.run()
        assert student.call("draw", student.evaluate("fresh_axes()")) == 1
        student.call("dark")
        dark = student.evaluate(LOOK, ax=student.evaluate("fresh_axes()"))
        assert dark[:4] == seen[0][:4]
        assert dark[4] != seen[0][4]


def test_modules_of_a_notebook_may_have_the_names_of_ours(warm: WarmProcess) -> None:
    """A student's wire.py or state.py is what `import` finds, with modules of the same names in the jail's program."""
    names = ("inside", "wire", "state", "answers", "settings", "notebook")
    cells = [(index, f"%%writefile {name}.py\nwhose = 'mine'\n") for index, name in enumerate(names)]
    cells.append((len(names), f"import {', '.join(names)}\nfound = [{', '.join(f'{name}.whose' for name in names)}]"))
    with open_student(warm, cells) as student:
        assert student.read("found") == ["mine"] * len(names)
