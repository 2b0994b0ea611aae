"""Cells run as IPython runs them, though several statements go in one piece and plain Python is not searched for magics."""

from __future__ import annotations

import pytest

from autograder.errors import StudentMissing, StudentRaised
from autograder.sandbox import WarmProcess, find_runner, open_student

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


def test_an_underscore_is_what_was_shown_last(warm: WarmProcess) -> None:
    """As in a kernel: it and two before it, unless the notebook has a use of its own for the name."""
    cells = ["1 + 1", "a = _\n[_]", "b = (_, __)\nfor _ in 'xy': pass", "3", "c = _"]
    with open_student(warm, list(enumerate(cells))) as student:
        assert all(result.error is None for result in student.notebook.run().values())
        assert [student.read(name) for name in "abc"] == [2, ([2], 2), "y"]


MEASURED = (
    "counted = []\ndef count():\n    counted.append(1)\n"
    "def line():\n    own = 1\n    get_ipython().run_line_magic('timeit', 'own; count()')",
    "%timeit count()\na = len(counted)",
    "%%timeit x = 5\ny = x\ncount()",
    "b = len(counted)\n%timeit -r 2 count()\nc = len(counted)",
    "t = %timeit -o -q -n 4 -r 2 count()\nd = len(counted)",
    "e = (t.loops, t.repeat, t.best < 1)\nline()\nf = len(counted)",
)


def test_timeit_takes_moments_where_it_is_not_told_how_often(warm: WarmProcess) -> None:
    """Three runs, as a line, above a cell and in a function; what it is told, it does."""
    with open_student(warm, list(enumerate(MEASURED))) as student:
        results = student.notebook.run()
        assert [result.error for result in results.values()] == [None] * len(MEASURED)
        assert [student.read(name) for name in "abcdef"] == [3, 6, 8, 16, (4, 2, True), 19]


def test_lines_of_a_shell_are_for_bash(warm: WarmProcess) -> None:
    """What follows a `!` is read by the shell that a notebook usually has."""
    with open_student(warm, [(0, "!echo -e 'a\\tb' {1..2} > file"), (1, "lines = !cat file; echo {3..4}")]) as student:
        assert student.evaluate("list(lines)") == ["a\tb 1 2", "3 4"]


def test_streams_have_descriptors_that_show_nothing(warm: WarmProcess) -> None:
    """A program may be given them; what it writes there goes nowhere, and what is printed is shown."""
    cell = (
        "import faulthandler, subprocess, sys\nfaulthandler.enable()\n"
        "done = subprocess.run(['echo', 'lost'], stdout=sys.stdout, stderr=sys.stderr).returncode\n"
        "print(done, sys.stdout.name, sys.stderr.fileno())"
    )
    with open_student(warm, [(0, cell)]) as student:
        (result,) = student.notebook.run().values()
        assert (result.error, result.outputs) == (None, ({"stream": "stdout", "text": "0 stdout 2\n"},))


def test_processes_can_be_spawned(warm: WarmProcess) -> None:
    """As well as forked: they look for what names the program they begin with."""
    cell = (
        "import multiprocessing\nwith multiprocessing.get_context('spawn').Pool(1) as pool: c = pool.map(abs, [-1, 2])"
    )
    with open_student(warm, [(0, cell)]) as student:
        assert student.read("c") == [1, 2]


def test_names_are_stored(warm: WarmProcess) -> None:
    """`%store` keeps a name for this notebook, as in a kernel."""
    with open_student(warm, [(0, "d = 5\n%store d\ndel d"), (1, "%store -r d\ne = d + 1")]) as student:
        assert [result.error for result in student.notebook.run().values()] == [None, None]
        assert student.read("e") == 6


LOOPS = [
    "import asyncio\nasync def double(x):\n    await asyncio.sleep(0)\n    return 2 * x",
    "task = asyncio.create_task(double(1))",
    "other = asyncio.ensure_future(double(2))\nloop = asyncio.get_running_loop()",
    "f = await task + await other",
    "async def main():\n    return await asyncio.create_task(double(3))\ng = asyncio.run(main())",
]


def test_a_task_begins_in_one_cell_and_ends_in_another(warm: WarmProcess) -> None:
    """There is a loop wherever a cell needs one, and where it brings its own, that runs."""
    with open_student(warm, list(enumerate(LOOPS))) as student:
        assert [result.error for result in student.notebook.run().values()] == [None] * len(LOOPS)
        assert (student.read("f"), student.read("g")) == (6, 6)


@pytest.mark.parametrize("runner", ["landlock", "bare"])
def test_a_notebook_changes_its_folder_whatever_the_runner(runner: str) -> None:
    """`%cd` remembers where it was, in a folder of the notebook's own."""
    if find_runner(runner).find_problem():
        return
    cells = [
        "import os\nstart = os.getcwd()\nos.mkdir('below')\n%cd below\nfirst = os.path.basename(os.getcwd())",
        "%cd -\n%bookmark here\nis_back = os.getcwd() == start",
    ]
    with WarmProcess(runner) as process, open_student(process, list(enumerate(cells))) as student:
        results = student.notebook.run()
        assert [result.error for result in results.values()] == [None, None]
        assert (student.read("first"), student.read("is_back")) == ("below", True)


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


TRICKY = [
    "a = 1\na + 1",
    "a = 'x;'\na",
    "a = 2\na; # quiet",
    "a = 3\nNone",
    "# nothing\n# at all",
    "\n  \n",
    '"""A docstring."""\nprint(__doc__, __name__)\n__doc__',
    "4\n5\nprint(_, __, ___)\n_",
    "for a in range(3):\n    a",
    "def f(x):\n    raise ValueError(x)\n\nf(1)\nf(2)",
    "b = 1\nf(3)",
    "class Odd:\n    def __repr__(self):\n        return f('odd')\n\nOdd()",
    "b = 2\nb[",
    "b = 3\n  b = 4",
    "b = 5\nreturn",
    "b = 6\n(yield)",
    "b = 7\nfrom __future__ import annotations\nc: nowhere = b\nc",
    "def g(x: nowhere):\n    return x\n\ng.__annotations__",
    "from __future__ import division, no_such\nb",
    "import asyncio\nawait asyncio.sleep(0)\nb",
    "async def h():\n    return 1\n\nawait h() + 1",
    "async def h():\n    return 1\n\nh.__name__",
    "%%writefile tricky.py\nd = 1\n",
    "import tricky\ne = %env HOME\ntricky.d",
    "%%capture seen\nprint('in')\n'out'",
    "print(seen.stdout, len(seen.outputs))\nk = !echo six\nk[0]",
    "print('before')\nget_ipython().run_cell('i = 9\\ni')\nprint('after')\ni",
    "get_ipython().run_cell('j = 9\\nraise KeyError(j)').error_in_exec.args\n\n",
    "print('one')\nimport sys\nprint('two', file=sys.stderr)\ndisplay(3, 'four')",
    "'\\d'\na = 1 is 1",
    "assert (1, 'never fails')\na",
    "import warnings\nwarnings.warn('once')\nwarnings.warn('once', stacklevel=2)",
    "l = 1\nraise SystemExit(3)",
    "l = 2\nraise KeyboardInterrupt",
    "l = 3\nimport bdb; raise bdb.BdbQuit('quit')",
    "l = 4\nexit()",
    "import builtins\n[hasattr(builtins, name) for name in ('exit', 'quit', 'get_ipython', '_')]",
    "import sys\n[type(sys.displayhook).__name__, sys.excepthook == sys.__excepthook__]",
    "import inspect\n[frame.function for frame in inspect.stack()][:2]",
    "inspect.getsource(f), inspect.getsource(g)\n",
    "shell = get_ipython()\n[shell.last_execution_succeeded, shell.last_execution_result.result, shell.execution_count]",
    "import matplotlib.pyplot as plt\nplt.figure(figsize=(1, 1))\nlen(plt.plot([1, 2]))",
    "plt.figure(figsize=(1, 1))\n1 / 0",
    "def seen(result):\n    print(result.success, result.result, result.execution_count, result.info.transformed_cell)\n"
    "    print(result.info.raw_cell == result.info.transformed_cell, result.error_before_exec, result.error_in_exec)\n\n"
    "shell.events.register('post_run_cell', seen)\n'seen'",
    "1\n2",
    "raise IndexError(\n    'seen'\n)",
    "class Leave:\n    __repr__ = lambda self: 'leave'\n    def __call__(self):\n        raise OSError('callback')\n\nleave = Leave()\nshell.events.register('post_execute', leave)",
    "shell.events.unregister('post_execute', leave)\nshell.events.unregister('post_run_cell', seen)",
    "def mend(shell, kind, value, trace, tb_offset=None):\n    print('mended', kind.__name__)\n\n"
    "shell.set_custom_exc((LookupError,), mend)\n{}['x']",
    "shell.ast_node_interactivity = 'all'\n1\n2",
    "1\n2\nshell.ast_node_interactivity = 'last_expr'",
    "old, sys.displayhook = sys.displayhook, print\n6",
    "shell.display_trap.hook = print\n7",
    "8\n9",
    "import ast\nclass Double(ast.NodeTransformer):\n    def visit_Constant(self, node):\n"
    "        return ast.Constant(node.value * 2)\n\nshell.ast_transformers.append(Double())\n10",
    "11\n12",
    "shell.ast_transformers.clear()\nshell.input_transformers_post.append(lambda lines: [x.replace('13', '14') for x in lines])",
    "shell.display_trap.hook = old\n13",
    "shell.events.register('pre_run_cell', lambda info: print('before', info.raw_cell))",
    "15\n16",
    "old_any, builtins.any = builtins.any, lambda items: False\n17",
    "m = 1\nm + 1",
    "builtins.any = old_any\nm",
    "sorted((name, repr(globals()[name])) for name in 'abceijklm')\n",
]
TO_IPYTHON = """
def unchanged(lines):
    return lines
get_ipython().input_transformers_post.append(unchanged)
get_ipython().events.register("pre_run_cell", unchanged)
"""


def test_cells_of_plain_python_do_what_ipython_does_with_them(warm: WarmProcess) -> None:
    """What a cell shows, raises and leaves behind is the same by our way and, in a notebook with hooks, by IPython's."""
    ways = []
    for first in ("\n\n", TO_IPYTHON):
        with open_student(warm, list(enumerate([first, *TRICKY]))) as student:
            ways.append(student.notebook.run())
    ours, ipythons = ways
    for number, source in enumerate(TRICKY, 1):
        assert ours[number].outputs == ipythons[number].outputs, source
        errors = [way[number].error for way in ways]
        assert repr(errors[0]) == repr(errors[1]), source
        assert vars(errors[0] or student) == vars(errors[1] or student), source
    assert ours[len(TRICKY)].error is None


def test_who_has_a_cell_that_takes_long_is_not_run_in_vain(warm: WarmProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first notebook with it is run at once until its time is over, and then anew; the next one cell by cell."""
    monkeypatch.setattr("autograder.sandbox.running._AT_ONCE_S", 0.3)
    monkeypatch.setattr("autograder.sandbox.running._SLOW_S", 0.3)
    cells = [(0, "a = 1"), (1, "import time\ntime.sleep(0.5)"), (2, "b = 2")]
    forks = []
    for changed in ("b = 2", "b = 3"):
        before = warm.forks
        with open_student(warm, [*cells[:2], (2, changed)]) as student:
            assert all(result.error is None for result in student.notebook.run().values())
            assert student.read("b") == int(changed[-1])
            forks.append(warm.forks - before)
    assert forks == [2, 1]
