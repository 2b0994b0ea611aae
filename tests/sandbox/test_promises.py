"""Each promise of the sandbox, tried against every runner that gives it. One test per promise, with a benign twin inside."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from autograder.errors import StudentCrashed, StudentError, StudentRaised, StudentTimedOut
from autograder.sandbox.promises import PROMISES
from autograder.sandbox.runner import Limits, WarmProcess
from autograder.sandbox.student import Budget, StudentProxy

BY_NAME = {promise.name: promise for promise in PROMISES}
BUDGET = Budget(cell_s=4.0, call_s=1.5)
LIMITS = Limits(memory_mib=512, processes=32, file_mib=8, disk_mib=16, inodes=512, output_chars=10_000)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the test of a promise against every runner that gives it."""
    if "warm" in metafunc.fixturenames:
        promise = BY_NAME[metafunc.function.__name__.removeprefix("test_")]
        metafunc.parametrize("warm", ["jail", "bare"] if promise.is_bare else ["jail"], indirect=True, scope="module")


@pytest.fixture(scope="module")
def warm(request: pytest.FixtureRequest) -> Iterator[WarmProcess]:
    with WarmProcess(request.param, LIMITS) as process:
        yield process


def open_notebook(warm: WarmProcess, *cells: str) -> StudentProxy:
    return StudentProxy(warm, list(enumerate(cells)), "import torch", BUDGET)


def test_every_promise_has_a_test() -> None:
    """No promise is in the list that nothing tries."""
    tried = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert set(BY_NAME) <= tried


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


def test_bounds_memory(warm: WarmProcess) -> None:
    """20 GiB in one piece, in many pieces and in many processes are refused; a little is not."""
    one = "import torch\ndef f():\n    return torch.ones(20 << 28).sum()"
    pieces = "kept = []\ndef g():\n    while True: kept.append(bytearray(1 << 20))"
    many = (
        "import os, time\ndef m():\n    for _ in range(8):\n        if os.fork() == 0:\n"
        "            x = bytearray(300 << 20)\n            for i in range(0, len(x), 4096): x[i] = 1\n"
        "            time.sleep(60)\n    time.sleep(60)"
    )
    with open_notebook(warm, one, pieces, many, "def h(): return torch.ones(1 << 20).sum()") as s:
        for name in ("f", "g", "m"):
            with pytest.raises(StudentError):
                s.call(name)
        assert s.call("h") == torch.tensor(float(1 << 20))


def test_bounds_output(warm: WarmProcess) -> None:
    """A flood of prints is cut; the cells after it still run."""
    with open_notebook(warm, "for _ in range(2000): print('x' * 10_000)", "def h(): return 7") as s:
        results = s.run()
        assert 0 < sum(len(item["text"]) for item in results[0].outputs) < 11_000
        assert s.call("h") == 7


def test_bounds_files(warm: WarmProcess) -> None:
    """A file of 64 MiB cannot be written where 8 are allowed; one of 1 MiB can."""
    source = "import os\ndef f(n):\n    with open('x', 'wb') as file: file.write(b'0' * (n << 20))\n    return os.path.getsize('x')"
    with open_notebook(warm, source) as s:
        with pytest.raises(StudentError):
            s.call("f", 64)
        assert s.call("f", 1) == 1 << 20


def test_starts_afresh(warm: WarmProcess) -> None:
    """What one notebook leaves in modules, builtins and files is not there in the next."""
    first = "import builtins, torch, os\nbuiltins.planted = 1\ntorch.planted = 1\nopen('/tmp/planted', 'w').write('x')\nopen('/dev/shm/planted', 'w').write('x')"
    look = "import builtins, torch, os\nfound = [hasattr(builtins, 'planted'), hasattr(torch, 'planted'), os.path.exists('/tmp/planted'), os.path.exists('/dev/shm/planted')]"
    with open_notebook(warm, first, look) as s:
        assert s.read("found") == [True, True, True, True]
    with open_notebook(warm, look) as s:
        assert s.read("found") == [False, False, False, False]


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
    root = here.parents[2]
    secret = root / "pyproject.toml"
    source = (
        "import os\ndef f(path):\n    try: return open(path, 'rb').read()[:4]\n    except OSError as e: return type(e).__name__\n"
        "def g(path):\n    try: return os.listdir(path)\n    except OSError as e: return type(e).__name__\n"
        "def w(path):\n    try: open(path, 'w').write('x'); return 'written'\n    except OSError as e: return type(e).__name__"
    )
    with open_notebook(warm, source) as s:
        for path in (here, secret, f"/proc/1/root{secret}", f"/proc/self/root{here}"):
            assert s.call("f", str(path)) in ("FileNotFoundError", "PermissionError")
        assert s.call("g", str(root)) in ("FileNotFoundError", [], [".venv"])
        assert s.call("w", str(root / "gradebook" / "gradebook.db")) in (
            "FileNotFoundError",
            "OSError",
            "PermissionError",
        )
        assert s.call("f", "/usr/bin/env") != "FileNotFoundError"
    assert not (root / "gradebook" / "x").exists()


def test_hides_home(warm: WarmProcess) -> None:
    """The home folder is the child's own and empty, and no other is there."""
    source = "import os\nhome = os.path.expanduser('~')\nfound = os.listdir(home) if os.path.isdir(home) else []\nhomes = os.path.exists('/home')"
    with open_notebook(warm, source) as s:
        assert s.read("home") == "/tmp/home"
        assert s.read("found") == []
        assert s.read("homes") is False


def test_hides_environment(monkeypatch: pytest.MonkeyPatch, warm: WarmProcess) -> None:
    """A variable set before the warm process starts is not seen, in os.environ or in /proc."""
    monkeypatch.setenv("AUTOGRADER_SECRET", "hunter2")
    source = (
        "import os\ndef f():\n    parts = [str(dict(os.environ))]\n    for pid in os.listdir('/proc'):\n"
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


def test_has_no_network(warm: WarmProcess) -> None:
    """A server on the machine's loopback cannot be reached, by TCP or by an abstract socket."""
    source = (
        "import socket\ndef f(kind, address):\n    s = socket.socket(kind)\n    s.settimeout(1)\n"
        "    try: s.connect(tuple(address) if isinstance(address, list) else address); return 'connected'\n"
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
        for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            assert int(status[name], 16) == 0
        assert status["NoNewPrivs"] == "1"
        assert 0 not in s.read("ids")
        assert s.call("root") != "root"
        for path in ("/usr/bin/x", "/x", "/etc/x", "/jail/x", "/jail/environment/x", "/dev/x"):
            assert s.call("w", path) != "written"
        assert s.call("w", "/tmp/x") == "written"


def test_leaves_nothing(warm: WarmProcess) -> None:
    """A daemon that left its session and its parent is dead as soon as the child is."""
    mark = f"autograder-daemon-{os.getpid()}"
    source = (
        "import os, subprocess, sys\ndef f(mark):\n"
        "    p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', mark], start_new_session=True)\n"
        "    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0:\n            while True: pass\n        os._exit(0)\n"
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


def test_filters_calls(warm: WarmProcess) -> None:
    """Calls that change walls fail with a refusal; ordinary ones work."""
    numbers = {
        "unshare": 272,
        "setns": 308,
        "mount": 165,
        "ptrace": 101,
        "keyctl": 250,
        "bpf": 321,
        "memfd": 319,
        "io_uring": 425,
    }
    source = (
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "def f(n, *args):\n    r = libc.syscall(n, *args)\n    return [r, ctypes.get_errno()]\n"
    )
    if os.uname().machine != "x86_64":
        pytest.skip("the call numbers in this test are those of x86_64")
    with open_notebook(warm, source) as s:
        for name, number in numbers.items():
            assert s.call("f", number, 0, 0, 0, 0, 0) == [-1, 1], name
        assert s.call("f", 39)[0] > 0
