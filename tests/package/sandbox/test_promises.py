"""Each promise of the sandbox, tried against every runner that gives it. One test per promise, with a benign twin inside.

Started as root, the promises of the jail are tried a second time as an ordinary user (the last test).
"""

from __future__ import annotations

import contextlib
import errno
import mmap
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyseccomp
import pytest
import torch

from autograder.errors import StudentCrashed, StudentError, StudentRaised, StudentTimedOut, TooMuchToRead
from autograder.sandbox import PROMISES, RUNNERS, Budget, Limits, StudentProxy, WarmProcess, not_kept_by, open_student
from autograder.sandbox.seccomp import DENIED, WITHOUT_NAMESPACES
from autograder.sandbox.wire import PREFIX, Handle

BY_NAME = {promise.name: promise for promise in PROMISES}
BUDGET = Budget(cell_s=2.0, call_s=1.0)
LIMITS = Limits(memory_mib=512, processes=32, file_mib=8, disk_mib=16, inodes=512, output_chars=10_000)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the test of a promise against every runner that gives it."""
    if "warm" in metafunc.fixturenames:
        promise = BY_NAME.get(metafunc.function.__name__.removeprefix("test_"), BY_NAME["survives_nonsense"])
        metafunc.parametrize(
            "warm", [name for name in RUNNERS if promise not in not_kept_by(name)], indirect=True, scope="module"
        )


@pytest.fixture(scope="module")
def warm(request: pytest.FixtureRequest) -> Iterator[WarmProcess]:
    with WarmProcess(request.param, LIMITS) as process:
        yield process


FIND_CHANNEL = (
    "import os, stat\nchannel = max(n for n in range(3, 64) if os.path.exists(f'/proc/self/fd/{n}')"
    " and stat.S_ISSOCK(os.fstat(n).st_mode))\n"
)


def open_notebook(warm: WarmProcess, *cells: str) -> contextlib.AbstractContextManager[StudentProxy]:
    return open_student(warm, list(enumerate(cells)), "import torch", BUDGET)


def test_every_promise_has_a_test() -> None:
    """No promise is in the list that nothing tries."""
    tried = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert set(BY_NAME) <= tried
    assert not_kept_by("jail") == ()
    assert {promise.name for promise in not_kept_by("bare")} > {"hides_repository", "has_no_network", "filters_calls"}
    always = {"bounds_disk", "hides_processes"}
    without_own_user = {"bounds_processes", "has_no_rights", "cannot_be_read"}
    assert always <= {promise.name for promise in not_kept_by("landlock")} <= always | without_own_user


def test_comes_back(warm: WarmProcess) -> None:
    """A function that loops or sleeps for ever times out; the others of the notebook still answer."""
    with open_notebook(
        warm, "import time\ndef f():\n    while True: pass\ndef g():\n    time.sleep(1e6)\ndef h(): return 7"
    ) as s:
        start = time.monotonic()
        for name in ("f", "g"):
            with pytest.raises(StudentTimedOut):
                s.call(name)
        assert s.call("h") == 7
        assert time.monotonic() - start < 30
    trickle = (
        f"import os, time\ndef f():\n    os.write(channel, {PREFIX.pack(10, 1 << 25)!r})\n"
        "    for _ in range(1000):\n        os.write(channel, b'x')\n        time.sleep(0.02)\n"
    )
    with open_notebook(warm, FIND_CHANNEL + trickle, "def h(): return 7") as s:
        start = time.monotonic()
        with pytest.raises(StudentError):
            s.call("f")
        assert time.monotonic() - start < 15
        assert s.call("h") == 7


def test_survives_exit(warm: WarmProcess) -> None:
    """Every way to end the process is a CRASHED of that call; the notebook is run again for the next."""
    ways = {
        "a": "os._exit(0)",
        "b": "os.abort()",
        "c": "ctypes.string_at(0)",
        "d": "os.close(3) or [os.close(n) for n in range(3, 64) if os.path.exists(f'/proc/self/fd/{n}')]",
    }
    cells = ["import os, ctypes", *(f"def {name}():\n    {code}\n" for name, code in ways.items()), "def h(): return 7"]
    with open_notebook(warm, *cells) as s:
        for name in ways:
            with pytest.raises(StudentError):
                s.call(name)
            assert s.call("h") == 7


def test_survives_nonsense(warm: WarmProcess) -> None:
    """Bytes written to the channel by student code end that child as CRASHED, and nothing else."""
    source = (
        "import os\ndef f():\n    for n in range(3, 200):\n        try: os.write(n, b'\\xff' * 64)\n"
        "        except OSError: pass\n    return 1\ndef h(): return 7"
    )
    with open_notebook(warm, source) as s:
        with pytest.raises(StudentCrashed):
            s.call("f")
        assert s.call("h") == 7


@pytest.mark.parametrize(
    "damage",
    [
        "os.close(channel)",
        "import socket; socket.socket(fileno=os.dup(channel)).shutdown(socket.SHUT_RDWR)",
        "os.write(channel, b'')or os.write(channel, bytes(12))",
        f"os.write(channel, {PREFIX.pack(1 << 31, 0)!r})",
        f"os.write(channel, {PREFIX.pack(1, 1 << 60)!r})",
        f"os.write(channel, {PREFIX.pack(5, 0)!r} + b'[\"n\"]')",
        f"os.write(channel, {PREFIX.pack(8, 0)!r} + b'[\"d\",[]]')",
        "os.dup2(os.open('/dev/zero', os.O_RDWR), channel)",
    ],
)
def test_survives_a_damaged_channel(warm: WarmProcess, damage: str) -> None:
    """However the channel is damaged, that is the student's CRASHED (or no answer in time), never a fault of ours."""
    with open_notebook(warm, FIND_CHANNEL, f"def f():\n    {damage}\n    return 1", "def h(): return 7") as s:
        with pytest.raises((StudentCrashed, StudentTimedOut)):
            s.call("f")
        assert s.call("h") == 7


def test_survives_bad_cells(warm: WarmProcess) -> None:
    """Cells that exit, abort, kill or hang when they run are named; what stands around them still answers."""
    cells = [
        "a = 1",
        "import os; os._exit(0)",
        "b = 2",
        "while True: pass",
        "os.kill(os.getpid(), 9)",
        "c = 3",
        "1 / 0",
    ]
    with open_notebook(warm, *cells) as s:
        results = s.notebook.run()
        assert [s.read(name) for name in "abc"] == [1, 2, 3]
        errors = {index: type(result.error) for index, result in results.items() if result.error is not None}
        assert set(errors) == {1, 3, 4, 6}
        assert errors[3] is StudentTimedOut
        assert errors[6] is StudentRaised


def test_puts_state_back(warm: WarmProcess) -> None:
    """Default dtype and device, grad mode, threads, signal handlers, stdout, folder, limits, hooks: as before the notebook."""
    spoil = (
        "import torch, os, sys, signal, warnings, builtins\nhere = os.getcwd()\n"
        "torch.set_default_dtype(torch.float64); torch.set_grad_enabled(False); torch.set_num_threads(3)\n"
        "torch.set_default_device('meta'); os.chdir('/'); sys.stdout = None; sys.stderr.close()\n"
        "signal.signal(signal.SIGALRM, signal.SIG_IGN); signal.signal(signal.SIGTERM, lambda *a: None)\n"
        "sys.setrecursionlimit(200); sys.setswitchinterval(3); warnings.simplefilter('error'); sys.settrace(lambda *a: None)\n"
    )
    look = (
        "def f():\n    x = torch.ones(1, requires_grad=True) * 2\n"
        "    print('still here'); warnings.warn('x')\n"
        "    return [str(x.dtype), str(x.device), x.requires_grad, torch.get_num_threads(), os.getcwd() == here,\n"
        "            signal.getsignal(signal.SIGALRM) is signal.SIG_DFL, signal.getsignal(signal.SIGTERM) is signal.SIG_DFL,\n"
        "            sys.getrecursionlimit() > 500, sys.gettrace() is None, sys.getswitchinterval() < 1e-3]\n"
        "kept = 'my own'"
    )
    with open_notebook(warm, spoil, look) as s:
        assert s.call("f") == ["torch.float32", "cpu", True, 1, True, True, True, True, True, True]
        assert s.read("kept") == "my own"


GIVEN = "import numpy, sys, torch\ntorch.set_default_dtype(torch.float64); torch.set_grad_enabled(False); numpy.seterr(all='raise')"
LOOK_AT_STATE = "def look():\n    x = torch.ones(1, requires_grad=True) * 2\n    return [str(x.dtype), x.requires_grad, numpy.geterr()['over']]"


def test_puts_back_what_the_lesson_has_set(warm: WarmProcess) -> None:
    """What the lesson's first cell sets in torch and numpy holds for its questions, whatever the student sets after it."""
    spoil = "torch.set_default_dtype(torch.float32); torch.set_grad_enabled(True); numpy.seterr(all='ignore')"
    cells = list(enumerate([GIVEN, LOOK_AT_STATE, spoil]))
    with open_student(warm, cells, GIVEN) as s:
        assert s.call("look") == ["torch.float64", False, "raise"]
        assert s.evaluate("torch.set_default_dtype(torch.float32)\nlook()")[0] == "torch.float32"
        assert s.call("look") == ["torch.float64", False, "raise"]


def test_asks_again_as_the_cells_left_it(warm: WarmProcess) -> None:
    """Answers may need what the student has set: the notebook says that it left something, and can be asked so, too."""
    left = "torch.set_default_dtype(torch.float64); torch.set_grad_enabled(False); numpy.seterr(all='raise')"
    for source, leaves in ((left, True), ("", False)):
        with open_student(warm, list(enumerate(["import numpy, torch", LOOK_AT_STATE, source])), "import torch") as s:
            assert s.call("look") == ["torch.float32", True, "warn"]
            assert s.notebook.leaves_settings == leaves
            with StudentProxy(s.notebook, is_as_left=True) as other:
                wanted = ["torch.float64", False, "raise"] if leaves else ["torch.float32", True, "warn"]
                assert other.call("look") == wanted
                assert s.call("look") == ["torch.float32", True, "warn"]
                assert other.call("look") == wanted


def test_leaves_a_raised_limit_of_recursion(warm: WarmProcess) -> None:
    """Where a notebook raises it, answers recurse as deep as in a kernel."""
    walk = "import sys\nsys.setrecursionlimit(20_000)\ndef walk(n):\n    return 0 if n == 0 else 1 + walk(n - 1)"
    with open_notebook(warm, walk) as s:
        assert s.call("walk", 5000) == 5000


def test_sends_plain_values(warm: WarmProcess) -> None:
    """Lying subclasses arrive as what they are made of, other objects as handles; an honest tensor as it is."""
    source = (
        "import torch\nclass Int(int):\n    __eq__ = lambda *a: True\n    __hash__ = int.__hash__\n    __int__ = lambda s: 9\n"
        "class Text(str):\n    __eq__ = lambda *a: True\n    __hash__ = str.__hash__\n"
        "class List(list):\n    __iter__ = lambda s: iter([9])\n    __len__ = lambda s: 9\n"
        "class Liar(torch.Tensor):\n    @classmethod\n    def __torch_function__(c, *a, **k): return True\n"
        "class Any:\n    __eq__ = lambda *a: True\n    __bool__ = lambda s: True\n    __class__ = int\n"
        "    __reduce__ = lambda s: (print, ('called',))\n"
        "values = [Int(7), Text('x'), List([1, 2]), torch.arange(3.).as_subclass(Liar), Any()]\n"
        "honest = torch.arange(6.).reshape(2, 3)"
    )
    with open_notebook(warm, source) as s:
        number, text, items, tensor, other = s.read("values")
        assert [type(value) for value in (number, text, items, tensor)] == [int, str, list, torch.Tensor]
        assert (number, text, items, tensor.tolist()) == (7, "x", [1, 2], [0.0, 1.0, 2.0])
        assert type(other) is Handle
        with pytest.raises(AssertionError, match="Any"):
            bool(other)
        assert torch.equal(s.read("honest"), torch.arange(6.0).reshape(2, 3))


def test_is_mute(warm: WarmProcess) -> None:
    """Prints and figures during a question reach no output; those of a cell do."""
    source = "import os\nprint('of the cell')\ndef f(secret):\n    print(secret)\n    os.write(1, secret.encode()); os.write(2, b'2')\n    return 1"
    with open_notebook(warm, source, "after = 1") as s:
        results = s.notebook.run()
        assert s.call("f", "the hidden input") == 1
        texts = [item["text"] for result in s.notebook.run().values() for item in result.outputs]
        assert texts == ["of the cell\n"]
        assert results[1].outputs == ()


def test_bounds_memory(warm: WarmProcess) -> None:
    """20 GiB in one piece, in many pieces and in many processes are refused; a little is not."""
    one = "import torch\ndef f():\n    return torch.ones(20 << 28).sum()"
    pieces = "kept = []\ndef g():\n    while True: kept.append(bytearray(1 << 20))"
    many = (
        "import os, time\ndef m():\n    for _ in range(8):\n        if os.fork() == 0:\n"
        "            x = bytearray(300 << 20)\n            for i in range(0, len(x), 4096): x[i] = 1\n"
        "            time.sleep(60)\n    time.sleep(60)"
    )
    shared = (
        "import mmap\ndef n():\n    for _ in range(3):\n"
        "        if os.fork() == 0:\n            x = mmap.mmap(-1, 300 << 20)\n"
        "            for i in range(0, len(x), 4096): x[i] = 1\n            time.sleep(60)\n    time.sleep(60)"
    )
    cells = list(enumerate((one, pieces, many, shared, "def h(): return torch.ones(1 << 20).sum()")))
    with open_student(warm, cells, "import torch", Budget(call_s=20.0)) as s:  # longer than it takes to free all that
        for name in ("f", "g"):
            with pytest.raises(StudentError, match=r"memory|MemoryError"):
                s.call(name)
        for name in ("m", "n"):
            with pytest.raises(StudentCrashed, match="more than 512 MiB of memory"):
                s.call(name)
        assert s.call("h") == torch.tensor(float(1 << 20))


def test_bounds_output(warm: WarmProcess) -> None:
    """A flood of prints is cut; the cells after it still run."""
    with open_notebook(warm, "for _ in range(2000): print('x' * 10_000)", "def h(): return 7") as s:
        results = s.notebook.run()
        assert 0 < sum(len(item["text"]) for item in results[0].outputs) < 11_000
        assert s.call("h") == 7


def test_bounds_files(warm: WarmProcess) -> None:
    """A file of 64 MiB cannot be written where 8 are allowed; one of 1 MiB can."""
    source = "import os\ndef f(n):\n    with open('x', 'wb') as file: file.write(b'0' * (n << 20))\n    return os.path.getsize('x')"
    with open_notebook(warm, source) as s:
        with pytest.raises(StudentError):
            s.call("f", 64)
        assert s.call("f", 1) == 1 << 20


def test_bounds_time(warm: WarmProcess) -> None:
    """Many slow calls end with the notebook's time, many large values with the time to read them; the next one answers."""
    source = "import time\nmuch = [[]] * 30_000\ndef f():\n    time.sleep(0.3)\n    return 7"
    budgets = (Budget(notebook_s=1.0), "f", StudentTimedOut), (Budget(trusted_s=0.1), "g", TooMuchToRead)
    for budget, name, kind in budgets:
        with open_student(warm, [(0, source), (1, "def g(): return much")], "", budget) as s, s.notebook.meter:
            s.call(name)
            start, spent = time.monotonic(), time.thread_time()
            with pytest.raises(kind):  # noqa: PT012
                for _ in range(100):
                    s.call(name)
            assert time.monotonic() - start < 5
            assert time.thread_time() - spent < 1
    with open_notebook(warm, source) as s:
        assert [s.call("f") for _ in range(4)] == [7] * 4


def test_copies_are_alike(warm: WarmProcess) -> None:
    """Each draws the number that comes after the cells, and knows nothing of what another was asked."""
    source = (
        "import random, numpy, torch\ncalls = []\n"
        "def f(x):\n    calls.append(x)\n"
        "    return [len(calls), random.random(), float(numpy.random.rand()), float(torch.rand(()))]"
    )
    with open_notebook(warm, source) as s:
        first, again = s.call("f", "a secret"), s.call("f", 1)
        with s.apart() as other:
            apart = other.call("f", 2)
        s.renew()
        assert first == apart == s.call("f", 3)
        assert first[0] == 1
        assert again[0] == 2
        assert again[1:] != first[1:]


def test_starts_afresh(warm: WarmProcess) -> None:
    """What one notebook leaves in modules, builtins and files is not there in the next."""
    name = f"planted-{os.getpid()}"  # what another run left on the machine is not this one's
    names = (
        "import builtins, torch, os, tempfile\n"
        "folders = [tempfile.gettempdir(), os.path.dirname(os.getcwd()), '/dev/shm', '/var/tmp']\n"
        f"paths = [os.path.join(folder, '{name}') for folder in folders]\n"
    )
    first = names + (
        "builtins.planted = 1\ntorch.planted = 1\nfor path in paths:\n"
        "    try: open(path, 'w').write('x')\n    except OSError: pass"
    )
    look = names + "found = [hasattr(builtins, 'planted'), hasattr(torch, 'planted'), *map(os.path.exists, paths)]"
    with open_notebook(warm, first, look) as s:
        assert s.read("found")[:3] == [True, True, True]
    with open_notebook(warm, look) as s:
        assert s.read("found") == [False] * 6


def test_bounds_processes(warm: WarmProcess) -> None:
    """A fork bomb runs into the limit; a single fork does not."""
    bomb = "import os, time\ndef f():\n    while True:\n        if os.fork() == 0: time.sleep(30)"
    single = "import subprocess\ndef h(): return subprocess.run(['true']).returncode"
    with open_notebook(warm, bomb, "def h(): return 7") as s:
        with pytest.raises(StudentError):
            s.call("f")
        assert s.call("h") == 7
    with open_notebook(warm, single) as s:
        assert s.call("h") == 0


def test_bounds_disk(warm: WarmProcess) -> None:
    """Many files fill neither the machine's disk nor its inodes."""
    source = (
        "import os\ndef f(count, size):\n    for n in range(count):\n"
        "        with open(f'/tmp/{n}', 'wb') as file: file.write(b'0' * size)\n    return count"
    )
    with open_notebook(warm, source) as s:
        assert s.call("f", 3, 1000) == 3
        for count, size in ((40, 1 << 20), (2000, 0)):
            with pytest.raises(StudentRaised, match="No space left"):
                s.call("f", count, size)


def test_hides_repository(warm: WarmProcess) -> None:
    """Nothing below the repository can be listed, read or written, by whatever path."""
    here = Path(__file__).resolve()
    root = here.parents[3]
    secret = root / "pyproject.toml"
    source = (
        "import os\ndef f(path):\n    try: return open(path, 'rb').read()[:4]\n    except OSError as e: return type(e).__name__\n"
        "def g(path):\n    try: return os.listdir(path)\n    except OSError as e: return type(e).__name__\n"
        "def w(path):\n    try: open(path, 'w').write('x'); return 'written'\n    except OSError as e: return type(e).__name__"
    )
    with open_notebook(warm, source) as s:
        for path in (here, secret, f"/proc/1/root{secret}", f"/proc/self/root{here}"):
            assert s.call("f", str(path)) in ("FileNotFoundError", "PermissionError")
        assert s.call("g", str(root)) in ("FileNotFoundError", "PermissionError", [], [".venv"])
        assert s.call("w", str(root / "gradebook" / "gradebook.db")) in (
            "FileNotFoundError",
            "OSError",
            "PermissionError",
        )
        assert s.call("f", "/usr/bin/env") != "FileNotFoundError"
    assert not (root / "gradebook" / "x").exists()


def test_hides_home(warm: WarmProcess) -> None:
    """The home folder is the child's own and empty, and no other is there."""
    source = (
        "import os\nhome = os.path.expanduser('~')\nfound = os.listdir(home) + os.listdir('.')\nopen(os.path.join(home, 'own'), 'w').close()\n"
        "def g(path):\n    try: return os.listdir(path)\n    except OSError as e: return type(e).__name__"
    )
    with open_notebook(warm, source) as s:
        assert s.read("home").startswith("/tmp/")
        assert s.read("found") == []
        for home in (os.path.expanduser("~"), "/home", "/root"):
            assert s.call("g", home) in ("FileNotFoundError", "PermissionError", [".pyenv"])


def test_hides_environment(monkeypatch: pytest.MonkeyPatch, warm: WarmProcess) -> None:
    """A variable set before the warm process starts is not seen, in os.environ or in /proc."""
    monkeypatch.setenv("AUTOGRADER_SECRET", "hunter2")
    source = (
        "import os\ndef f():\n    parts = [str(dict(os.environ))]\n    for pid in (*range(1, 2000), os.getppid(), 'self'):\n"
        "        try: parts.append(open(f'/proc/{pid}/environ').read())\n        except OSError: pass\n    return ' '.join(parts)"
    )
    with WarmProcess(warm.runner, LIMITS) as fresh, open_notebook(fresh, source) as s:
        text = s.call("f")
        assert "LANG" in text
        assert "hunter2" not in text


def test_hides_processes(warm: WarmProcess) -> None:
    """No process number leads out of the child, and no signal does."""
    source = (
        "import os, signal\npids = [int(p) for p in os.listdir('/proc') if p.isdigit()]\n"
        "def f(pid):\n    try: os.kill(pid, 0); return 'there'\n    except OSError as e: return type(e).__name__"
    )
    with open_notebook(warm, source) as s:
        assert s.read("pids") == [1]
        assert s.call("f", os.getpid()) == "ProcessLookupError"
        assert s.call("f", 1) == "there"


def test_signals_nobody(warm: WarmProcess) -> None:
    """A process of the same user outside lives on, with the limits that it has; one's own child can be ended."""
    source = (
        "import os, resource, signal, subprocess\n"
        "def f(pid, number):\n    try: os.kill(pid, number); return 'sent'\n    except OSError as e: return type(e).__name__\n"
        "def limit(pid):\n    try: resource.prlimit(pid, resource.RLIMIT_CPU, (1, 1)); return 'set'\n"
        "    except OSError as e: return type(e).__name__\n"
        "def everybody():\n    try: os.kill(-1, 0); return 'sent'\n    except OSError as e: return type(e).__name__\n"
        "def own():\n    child = subprocess.Popen(['sleep', '60'])\n    child.kill()\n    return child.wait()"
    )
    with open_notebook(warm, source) as s:
        assert s.call("own") == -9
        assert s.notebook._child is not None
        user = Path(f"/proc/{s.notebook._child.pid}").stat().st_uid
        status = Path(f"/proc/{s.notebook._child.pid}/status").read_text()
        user = int(status.split("Uid:")[1].split()[0])
        become = {"user": user, "group": user, "extra_groups": []} if os.getuid() == 0 else {}
        other = subprocess.Popen(["sleep", "60"], **become)
        try:
            for number in (0, 15, 9):
                assert s.call("f", other.pid, number) in ("ProcessLookupError", "PermissionError")
            assert s.call("limit", other.pid) in ("ProcessLookupError", "PermissionError")
            assert s.call("everybody") in ("sent", "PermissionError", "ProcessLookupError")  # its own in a jail
            assert other.poll() is None
            assert Path(f"/proc/{other.pid}/limits").read_text().split("Max cpu time")[1].split()[0] == "unlimited"
        finally:
            other.kill()
            other.wait()


def test_shares_nothing(warm: WarmProcess) -> None:
    """What one child puts in its folders, queues and sockets, another that lives at the same time does not find."""
    plant = (
        "import os, socket, tempfile\nown = [os.path.join(folder, 'planted') for folder in (tempfile.gettempdir(), os.path.expanduser('~'))]\n"
        "for path in (*own, '/dev/shm/planted', '/tmp/planted'):\n    try: open(path, 'w').write('x')\n    except OSError: pass\n"
        "try:\n    s = socket.socket(socket.AF_UNIX); s.bind('\\0planted'); s.listen()\n"
        "    c = socket.socket(socket.AF_UNIX); c.connect('\\0planted'); c.send(b'x'); sent = s.accept()[0].recv(1)\n"
        "except OSError as e: sent = type(e).__name__\n"
        "found = [os.path.exists(path) for path in own]"
    )
    look = (
        "import os, socket\n"
        "def f(paths):\n    found = []\n    for path in paths:\n"
        "        try: found.append(open(path).read())\n        except OSError: found.append('')\n    return found\n"
        "try: s = socket.socket(socket.AF_UNIX); s.connect('\\0planted'); connected = True\n"
        "except OSError: connected = False\n"
    )
    with open_notebook(warm, plant) as first, open_notebook(warm, look) as second:
        assert first.read("found") == [True, True]
        assert first.read("sent") in (b"x", "PermissionError")
        there = [*first.read("own"), "/dev/shm/planted", "/tmp/planted", "/proc/sysvipc/shm", "/proc/keys"]
        assert second.call("f", there) == [""] * 6
        assert second.read("connected") is False
        for kind in ("ipc", "net", "mnt", "pid", "uts") if warm.runner == "jail" else ():
            names = {_namespace(proxy, kind) for proxy in (first, second)} | {os.readlink(f"/proc/self/ns/{kind}")}
            assert len(names) == 3, kind


def _namespace(proxy: StudentProxy, kind: str) -> str:
    assert proxy.notebook._child is not None
    return (
        subprocess.run(
            ["stat", "-L", "-c", f"{kind}:[%i]", f"/proc/{proxy.notebook._child.pid}/ns/{kind}"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
        or f"{kind} of {proxy.notebook._child.pid} is hidden"
    )


def test_cannot_be_read(warm: WarmProcess) -> None:
    """Warm process and child belong to root in /proc though they run as another; the child reads its own status."""
    with open_notebook(
        warm, "import ctypes\ndumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)\nname = open('/proc/self/comm').read()"
    ) as s:
        assert s.read("dumpable") == 0
        assert s.read("name").strip()
        assert s.notebook._child is not None
        status = Path(f"/proc/{s.notebook._child.pid}/status").read_text()
        parent = int(status.split("PPid:")[1].split()[0])
        for pid in (s.notebook._child.pid, parent):
            text = Path(f"/proc/{pid}/status").read_text()
            assert int(text.split("Uid:")[1].split()[0]) != 0
            assert Path(f"/proc/{pid}/mem").stat().st_uid == 0


def test_has_no_network(warm: WarmProcess) -> None:
    """A server on the machine's loopback cannot be reached, by TCP or by an abstract socket."""
    source = (
        "import socket\ndef f(kind, address):\n    try:\n        s = socket.socket(kind)\n        s.settimeout(1)\n"
        "        s.connect(tuple(address) if isinstance(address, list) else address); return 'connected'\n"
        "    except OSError as e: return 'refused'\n"
        "def letter(path):\n    try: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b'x', path); return 'sent'\n"
        "    except OSError as e: return 'refused'\n"
        "def own():\n    a, b = socket.socketpair()\n    a.send(b'x')\n    return b.recv(1)"
    )
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind(f"\0autograder-{os.getpid()}")
        abstract.listen()
        with open_notebook(warm, source) as s:
            assert s.call("f", int(socket.AF_INET), list(server.getsockname())) == "refused"
            assert s.call("f", int(socket.AF_UNIX), f"\0autograder-{os.getpid()}") == "refused"
            assert s.call("own") == b"x"
            with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as named:
                os.chmod(folder, 0o755)
                named.bind(f"{folder}/log")
                os.chmod(f"{folder}/log", 0o777)
                assert s.call("letter", f"{folder}/log") == "refused"


def test_has_no_rights(warm: WarmProcess) -> None:
    """No capability, no way to root, and a system that cannot be written."""
    source = (
        "import os\nstatus = dict(line.split(':\\t', 1) for line in open('/proc/self/status').read().splitlines() if ':\\t' in line)\n"
        "ids = [os.getuid(), os.geteuid(), os.getgid()]\n"
        "def w(path):\n    try: open(path, 'w'); return 'written'\n    except OSError as e: return type(e).__name__\n"
        "def root():\n    try: os.setuid(0); return 'root'\n    except OSError as e: return type(e).__name__"
    )
    with open_notebook(warm, source) as s:
        status = s.read("status")
        for name in ("CapInh", "CapPrm", "CapEff", "CapAmb", *(["CapBnd"] if warm.runner == "jail" else [])):
            assert int(status[name], 16) == 0
        assert status["NoNewPrivs"] == "1"
        assert 0 not in s.read("ids")
        assert s.call("root") != "root"
        for path in ("/usr/bin/x", "/x", "/etc/x", "/jail/x", "/jail/environment/x", "/dev/x"):
            assert s.call("w", path) != "written"
        assert s.call("w", "x") == "written"


def test_leaves_nothing(warm: WarmProcess) -> None:
    """A daemon that left its session and its parent is dead as soon as the child is."""
    mark = f"autograder-daemon-{os.getpid()}"
    source = (
        "import os, subprocess, sys\ndef leave():\n    try: os.setsid()\n    except OSError: pass\n"
        "def f(mark):\n"
        "    p = subprocess.Popen([sys.executable, '-c', 'import os, time\\ntry: os.setsid()\\nexcept OSError: pass\\n"
        "time.sleep(600)', mark])\n"
        "    if os.fork() == 0:\n        leave()\n        if os.fork() == 0:\n            while True: pass\n        os._exit(0)\n"
        "    return p.pid"
    )

    def alive() -> str:
        return subprocess.run(["pgrep", "-f", mark], capture_output=True, text=True, check=False).stdout

    with open_notebook(warm, source) as s:
        s.call("f", mark)
        assert alive()
    assert not alive()


def test_holds_no_descriptor(warm: WarmProcess) -> None:
    """Only the standard descriptors and one socket are open, and none of them is a file of the machine."""
    source = (
        "import os, stat\ndef f():\n    kinds = []\n    for n in range(256):\n        try: mode = os.fstat(n).st_mode\n"
        "        except OSError: continue\n        kinds.append([n, 'socket' if stat.S_ISSOCK(mode) else 'device' if stat.S_ISCHR(mode) else 'file'])\n"
        "    return kinds"
    )
    with open_notebook(warm, source) as s:
        kinds = s.call("f")
        assert [kind for n, kind in kinds if n < 3] == ["device"] * 3
        assert [kind for n, kind in kinds if n >= 3] == ["socket"]


def test_hides_the_machine(warm: WarmProcess) -> None:
    """Neither /proc nor a call tells of others; what a program may ask of itself is answered."""
    source = (
        "import ctypes, mmap, os, sys\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "def there(paths):\n    found = []\n    for path in paths:\n        try: open(path).close()\n        except OSError: continue\n"
        "        found.append(path)\n    return found\nown = there(['/proc/self/stat'])\n"
        "network = there(['/proc/self/net/tcp', '/proc/self/task/self/net/dev', '/proc/self/mountinfo'])\n"
        "def call(n, *args):\n    return [libc.syscall(ctypes.c_long(n), *map(ctypes.c_long, args)), ctypes.get_errno()]\n"
        "def look(flags):\n    with open(os.__file__, 'rb') as file:\n"
        "        try: return os.preadv(file.fileno(), [bytearray(9)], 0, flags)\n        except OSError as e: return e.errno\n"
        "def drop(advice):\n    with mmap.mmap(-1, 1 << 16) as own:\n"
        "        try: own.madvise(advice); return 0\n        except OSError as e: return e.errno\n"
        "def fetch():\n    with open(os.__file__, 'rb') as file:\n"
        "        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED); return len(file.read())\n"
    )
    telling = ("stat", "loadavg", "meminfo", "uptime", "vmstat", "diskstats", "interrupts", "schedstat", "pressure")
    calls = [pyseccomp.resolve_syscall(pyseccomp.system_arch(), name) for name in ("mincore", "getpid")]
    with open_notebook(warm, source) as s:
        assert s.call("there", [f"/proc/{name}" for name in (*telling, "pressure/cpu")]) == []
        assert s.read("own") == ["/proc/self/stat"]
        assert warm.runner == "jail" or s.read("network") == []
        assert s.call("call", calls[0], 0, 0, 0) == [-1, errno.EPERM]
        assert s.call("call", calls[1])[0] > 0
        assert s.call("look", os.RWF_NOWAIT) == errno.EOPNOTSUPP
        assert s.call("look", 0) == 9
        assert [s.call("drop", advice) for advice in (20, 21)] == [errno.EPERM] * 2
        assert s.call("call", resolve("madvise"), 0, 0, 20 | 1 << 40) == [-1, errno.EPERM]
        assert s.call("drop", mmap.MADV_DONTNEED) == 0
        assert s.call("fetch") > 1000


def test_cannot_starve_itself(warm: WarmProcess) -> None:
    """Its own children and daemons take its processor, and it cannot stand back: limits stay what they are."""
    busy = "sh -c 'while :; do :; done' &"
    source = (
        "import os, subprocess\n"
        "def spin():\n    while True: pass\n"
        f"def children():\n    for _ in range(20): subprocess.Popen(['sh', '-c', {busy[6:-3]!r}])\n    spin()\n"
        f"def daemons():\n    subprocess.run(['sh', '-c', {busy * 20!r}])\n    spin()\n"
        "def last():\n    os.nice(19)\n    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))\n"
        "    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
        "    return [os.nice(0), os.sched_getscheduler(0), len(os.sched_getaffinity(0))]"
    )
    with open_notebook(warm, source) as s:
        assert s.call("last") == [os.nice(0), os.sched_getscheduler(0), len(os.sched_getaffinity(0))]
        for name in ("children", "daemons"):
            s.renew()
            start = time.monotonic()
            with pytest.raises(StudentTimedOut):
                s.call(name)
            assert time.monotonic() - start < 2.5, name


def resolve(name: str) -> int:
    """Return the number of a system call."""
    return int(pyseccomp.resolve_syscall(pyseccomp.system_arch(), name))


def test_filters_calls(warm: WarmProcess) -> None:
    """Every call of the deny-list is refused, for whatever reason it is there; ordinary ones work."""
    numbers = {}
    for names in (*DENIED.values(), *(WITHOUT_NAMESPACES.values() if warm.runner == "landlock" else ())):
        found = {name: pyseccomp.resolve_syscall(pyseccomp.system_arch(), name) for name in names}
        found = {name: number for name, number in found.items() if number >= 0}
        assert found, names
        numbers |= found
    source = (
        "import ctypes, os, socket\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "def f(n, *args):\n    r = libc.syscall(ctypes.c_long(n), *map(ctypes.c_long, args))\n    return [r, ctypes.get_errno()]\n"
        "def g(family):\n    try: socket.socket(family, socket.SOCK_DGRAM); return 'made'\n    except OSError as e: return e.errno\n"
    )
    with open_notebook(warm, source) as s:
        for name, number in numbers.items():
            assert s.call("f", number, 0, 0, 0, 0, 0) == [-1, 1], name
        clone, ioctl, clone3, getpid = map(resolve, ("clone", "ioctl", "clone3", "getpid"))
        for flag in (0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x08000000):  # a namespace each
            assert s.call("f", clone, flag | 17, 0, 0, 0, 0) == [-1, 1]
        assert s.call("f", clone3, 0, 0) == [-1, 38]
        for command in (0x5412, 0x5412 | 1 << 40, 0x541C):  # typing for the terminal's owner
            assert s.call("f", ioctl, 0, command, 0) == [-1, 1]
        for family in (socket.AF_NETLINK, socket.AF_PACKET, socket.AF_ALG, socket.AF_VSOCK):
            assert s.call("g", int(family)) == 1
        assert s.call("g", int(socket.AF_UNIX)) == ("made" if warm.runner == "jail" else 1)
        assert s.call("f", getpid)[0] > 0
        assert s.call("f", resolve("fcntl"), 0, 1026 | 1 << 40, 0) == [-1, 1]  # tells of what others read in a folder
        if warm.runner == "landlock":
            for kind in (2, 3, 2 | 0x800, 2 | 1 << 40):  # a pair of these can send to any path
                assert s.call("f", resolve("socketpair"), 1, kind, 0, 0) == [-1, 1]
            for family in (0, 2, 30):
                assert s.call("f", resolve("socketpair"), family, 1, 0, 0) == [-1, 1]
            for option in (36, 36 | 1 << 40):  # its orphans stay the child's
                assert s.call("f", resolve("prctl"), option, 1) == [-1, 1]
            for mode in (0x200, 0x203, 0x200 | 1 << 40):  # empties a file though it is opened for reading only
                assert s.call("f", resolve("openat"), -100, 0, mode) == [-1, 1]
            assert s.call("f", resolve("openat2"), -100, 0, 0, 0) == [-1, 38]
        if os.uname().machine == "x86_64":  # the same calls by the numbers of the x32 interface
            with contextlib.suppress(StudentCrashed):
                assert s.call("f", 0x40000000 | numbers["unshare"], 0)[0] == -1


KILLED = """
import sys, time
from autograder.sandbox import WarmProcess, open_student
cell = "import ctypes, subprocess, sys\\nctypes.CDLL(None).prctl(1, 0)\\n" \\
    f"p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', {sys.argv[2]!r}])"
warm = WarmProcess(sys.argv[1])
with open_student(warm, [(0, cell)]) as student:
    student.notebook.run()
    print(warm._folder, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("runner", ["jail", "landlock"])
def test_a_grader_that_is_killed_leaves_nothing(runner: str) -> None:
    """Even of a notebook that asked not to be told of its parent's end: no process and no folder."""
    mark = f"autograder-orphan-{os.getpid()}"
    grader = subprocess.Popen([sys.executable, "-c", KILLED, runner, mark], stdout=subprocess.PIPE, text=True)

    def is_left() -> bool:
        return bool(subprocess.run(["pgrep", "-f", f"time.sleep.*{mark}"], capture_output=True, check=False).stdout)

    assert grader.stdout is not None
    folder = grader.stdout.readline().strip()
    assert is_left()
    grader.kill()
    grader.communicate()
    end_s = time.monotonic() + 20
    while (is_left() or Path(folder).exists()) and time.monotonic() < end_s:  # dying takes a moment
        time.sleep(0.05)
    assert not is_left()
    assert not Path(folder).exists()


def test_landlock_shows_data_of_root_and_removes_whatever_was_written(tmp_path: Path) -> None:
    """Data in a folder that only its owner enters are read; folders that Python cannot walk are gone in the end."""
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "a.txt").write_text("given")
    tmp_path.chmod(0o700)
    deep = "for _ in range(3000): os.mkdir('d'); os.chdir('d')"
    cells = [
        "import os\ntext = open('data/a.txt').read()\ntry: open('data/a.txt', 'a'); kept = False\nexcept OSError: kept = True",
        "os.mkdir('closed', 0o300); open('closed/x', 'w').close()",
        deep,
    ]
    limits = Limits(data=(("data", str(tmp_path / "given")),))
    with WarmProcess("landlock", limits) as warm:
        with open_notebook(warm, *cells) as s:
            assert [s.read("text"), s.read("kept")] == ["given", True]
            assert [result.error for result in s.notebook.run().values()] == [None] * 3
        folder = warm._folder
        assert folder is not None
        assert folder.exists()
    assert not folder.exists()


AS_ORDINARY_USER = """
import os, subprocess, sys

def show(path):
    # A folder on the way that only root may enter is replaced, in this mount namespace, by one that holds just the path.
    parent = path
    walls = []
    while parent != "/":
        parent = os.path.dirname(parent)
        if not os.stat(parent).st_mode & 1:
            walls.append(parent)
    if walls:
        aside = os.path.join(sys.argv[1], "aside")
        os.makedirs(aside, exist_ok=True)
        subprocess.run(["mount", "--bind", path, aside], check=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", walls[-1]], check=True)
        os.makedirs(path)
        subprocess.run(["mount", "--bind", aside, path], check=True)
        subprocess.run(["umount", aside], check=True)

for path in sys.argv[2].split(":"):
    show(path)
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
os.environ["HOME"] = os.environ["TMPDIR"] = sys.argv[1]
os.execv(sys.argv[3], sys.argv[3:])
"""


@pytest.mark.long
def test_an_ordinary_user_gets_the_same_promises() -> None:
    """What depends on who started the grader holds for nobody as it does for root."""
    if os.getuid() != 0:
        return  # then everything above was tried as an ordinary user
    with tempfile.TemporaryDirectory(prefix="ag") as home:
        os.chmod(home, 0o777)
        names = " or ".join(f"test_{promise.name}[" for promise in not_kept_by("bare"))
        paths = dict.fromkeys([sys.base_prefix, str(Path(__file__).resolve().parents[3]), sys.prefix])
        tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", names.replace("[", ""), __file__]
        command = [
            "unshare",
            "--mount",
            "/usr/bin/env",
            sys.executable,
            "-c",
            AS_ORDINARY_USER,
            home,
            ":".join(paths),
            *tests,
        ]
        run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "skipped" not in run.stdout


def test_a_temporary_folder_of_ones_own_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TMPDIR may be a folder that nobody else can enter, whoever starts the grader."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setattr(tempfile, "tempdir", str(private))
    with WarmProcess() as warm, open_student(warm, [(0, "x = 3")]) as student:
        assert student.read("x") == 3
