"""The jail as a Jupyter kernel: nbclient runs notebooks in it by its name, and nothing gets out or stays behind."""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager, start_new_kernel
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

NAME = "autograder-jail"
REPOSITORY = Path(__file__).resolve().parents[3]


def our_processes() -> set[int]:
    """The processes below this one, in whatever namespace."""
    found: set[int] = set()
    waiting = [os.getpid()]
    while waiting:
        with contextlib.suppress(OSError):
            pid = waiting.pop()
            for task in os.listdir(f"/proc/{pid}/task"):
                below = {int(word) for word in Path(f"/proc/{pid}/task/{task}/children").read_text().split()}
                waiting += below - found
                found |= below
    return found


def our_folders() -> set[Path]:
    return {path for base in (tempfile.gettempdir(), "/tmp") for path in Path(base).glob("autograder-kernel-*")}


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """After each test, no process and no folder of a kernel is left."""
    processes, folders = our_processes(), our_folders()
    yield
    deadline = time.monotonic() + 10
    while (our_processes() - processes or our_folders() - folders) and time.monotonic() < deadline:
        time.sleep(0.02)  # the kernel of the machine clears a namespace after its first process is gone
    assert our_processes() - processes == set()
    assert our_folders() - folders == set()


def run(*sources: str, timeout_s: int = 60, interrupt: bool = False) -> list[list[dict[str, object]]]:
    """Run cells in the jail through nbclient; return each cell's outputs."""
    document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    client = NotebookClient(
        document, kernel_name=NAME, allow_errors=True, timeout=timeout_s, interrupt_on_timeout=interrupt
    )
    client.execute()
    return [cell.outputs for cell in document.cells]


def value(source: str) -> str:
    """A cell that prints the value of an expression, or the name of its exception."""
    return f"try: print({source})\nexcept BaseException as error: print(type(error).__name__)"


def test_the_kernel_is_installed_and_needs_its_name_only() -> None:
    """The kernelspec stands in the environment, is the repository's, and names our provisioner."""
    spec = KernelSpecManager().get_kernel_spec(NAME)
    assert Path(spec.resource_dir).is_relative_to(sys.prefix)
    installed = json.loads(Path(spec.resource_dir, "kernel.json").read_text())
    assert installed == json.loads(
        (REPOSITORY / "autograder" / "sandbox" / "kernel" / "spec" / "kernel.json").read_text()
    )
    assert spec.metadata["kernel_provisioner"]["provisioner_name"] == NAME
    assert spec.interrupt_mode == "signal"


def test_a_notebook_runs_and_sees_neither_repository_nor_network(tmp_path: Path) -> None:
    """torch, a plot, an error, a file of its own; and no repository, home, environment, network or foreign process."""
    (tmp_path / "answer").write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        torch, plot, error, own, *walls = run(
            "import torch; torch.ones(2).sum().item()",
            "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()",
            "1 / 0",
            "%%writefile own.py\nx = 5",
            "import own, os, socket, subprocess; print(own.x)",
            value(f"open({str(REPOSITORY / 'pyproject.toml')!r}).read()"),
            value(f"open({str(tmp_path / 'answer')!r}).read()"),
            value(f"socket.create_connection({address!r}, timeout=5)"),
            value("os.environ.get('PYTEST_CURRENT_TEST')"),
            value("sorted(os.listdir(os.path.expanduser('~')))"),
            value("open('/usr/x', 'w')"),
            value("open('/x', 'w')"),
            value("len([name for name in os.listdir('/proc') if name.isdigit()]) < 5"),
            value("socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 15)"),
            value("subprocess.run(['unshare', '-r', 'true']).returncode != 0"),
            value("open('big', 'wb').write(bytes(80 << 20))"),
        )
    assert torch[0]["data"]["text/plain"] == "2.0"  # type: ignore[index]
    assert [output["output_type"] for output in plot] == ["display_data"]
    assert "image/png" in plot[0]["data"]  # type: ignore[operator]
    assert error[0]["ename"] == "ZeroDivisionError"
    assert own[0]["text"] == "Writing own.py\n"
    said = [
        "".join(str(output.get("text", "")) for output in outputs if output.get("name") == "stdout")
        for outputs in walls
    ]
    assert [text.strip() for text in said] == [
        "5",
        "FileNotFoundError",
        "FileNotFoundError",
        "ConnectionRefusedError",
        "None",
        "['.ipython']",
        "OSError",
        "OSError",
        "True",
        "PermissionError",
        "True",
        "OSError",
    ]


def test_workers_of_a_notebook_share_memory_that_is_bounded() -> None:
    """A loader with worker processes hands its tensors over in /dev/shm, which is the kernel's own, and not endless."""
    loader = "from torch.utils.data import DataLoader\nitems = list(DataLoader(range(4), batch_size=2, num_workers=2))"
    _, loaded, own, full = run(
        f"import os, torch\n{loader}",
        value("[item.tolist() for item in items]"),
        value("os.listdir('/dev/shm')"),
        "for number in range(9):\n    with open(f'/dev/shm/{number}', 'wb') as file: file.write(bytes(40 << 20))",
    )
    assert [outputs[0]["text"] for outputs in (loaded, own)] == ["[[0, 1], [2, 3]]\n", "[]\n"]
    assert [output.get("ename") for output in full] == ["OSError"]


def test_lines_of_a_shell_run_and_show_what_they_print() -> None:
    """`!`, what IPython makes of `%ls`, and `%pip` need no terminal; bash reads them, and the status is kept."""
    shown, failed, status, listed, installer = run(
        "word = 'two'\n!echo $word; echo 你好 >&2\n!echo -e 'a\\tb' {1..2}",
        "!exit 3",
        value("_exit_code"),
        "%mkdir here\n%ls",
        "%pip --version\n!pip --version",
    )
    said = ["".join(str(output.get("text")) for output in outputs) for outputs in (shown, failed, status)]
    assert said == ["two\n你好\na\tb 1 2\n", "", "3\n"]
    assert "here" in str(listed[0]["text"])
    assert "".join(str(output["text"]) for output in installer).count(" from /") == 2


@pytest.mark.long
def test_what_torch_compiles_is_no_larger_than_a_file_may_be() -> None:
    """A compiler of C++ runs there, if the machine has one, and no headers are compiled ahead."""
    if shutil.which("g++") is None:
        return
    (outputs,) = run("import torch\nprint(torch.compile(lambda x: 2 * x + 1)(torch.ones(2)).tolist())", timeout_s=240)
    assert [output.get("text") for output in outputs if output.get("name") != "stderr"] == ["[3.0, 3.0]\n"]


def test_the_shared_folder_takes_no_file_once_the_kernel_listens() -> None:
    """Started as root, the folder of the sockets is no way to fill the machine's disk."""
    if os.getuid() != 0:
        return  # an ordinary user owns the folder inside and outside: see SECURITY.md
    manager, client = start_new_kernel(kernel_name=NAME)
    try:
        folder = Path(manager.connection_file).parent
        source = f"open('{folder}/x', 'w')"
        assert (
            client.execute_interactive(value(source), timeout=30, output_hook=lambda _: None)["content"]["status"]
            == "ok"
        )
        assert sorted(path.name for path in folder.iterdir()) == ["connection.json", *(f"k-{n}" for n in range(1, 6))]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_cell_that_takes_too_long_is_interrupted_and_the_rest_runs() -> None:
    """nbclient's timeout with interrupt: the cell ends in KeyboardInterrupt, the next one has the state of before.

    So it is where whoever starts the kernel has blocked the signal, as workers of our pools have.
    """
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        first, hangs, last = run("x = 1", "while True: pass", "x + 1", timeout_s=4, interrupt=True)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    assert first == []
    assert [output["ename"] for output in hangs] == ["KeyboardInterrupt"]
    assert last[0]["data"]["text/plain"] == "2"  # type: ignore[index]


@pytest.mark.long
def test_a_kernel_that_does_not_listen_is_killed_with_all_it_started() -> None:
    """A cell that ignores the interrupt and leaves processes behind: nbclient gives up, nothing survives."""
    source = (
        "import os, subprocess, time\nsubprocess.Popen(['sleep', '1000'], start_new_session=True)\n"
        "if os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)\n"
        "while True:\n    try: time.sleep(1000)\n    except BaseException: pass"
    )
    with pytest.raises(CellTimeoutError):
        run("pass", source, timeout_s=4)


def test_a_kernel_without_its_first_thread_is_dead() -> None:
    """Other threads keep its process: nobody waits for an answer to the end of each cell's time."""
    leave = "import ctypes, threading, time\nthreading.Thread(target=time.sleep, args=(300,)).start()"
    start = time.monotonic()
    with pytest.raises(DeadKernelError):
        run(leave, "ctypes.CDLL(None).syscall(60, 0)", "1 + 1", timeout_s=120, interrupt=True)
    assert time.monotonic() - start < 60


def test_a_kernel_that_breaks_its_control_connection_is_dead() -> None:
    """What is no message ends a connection for good, and who sends into it next would wait for ever."""
    spoil = (
        "import json, os, socket\nfrom ipykernel import get_connection_file\n"
        "port = json.load(open(get_connection_file()))['control_port']\n"
        "for number in range(3, 200):\n    try:\n        one = socket.socket(fileno=os.dup(number))\n"
        "        if str(one.getsockname()).endswith(f'-{port}'): one.send(b'\\xff' * 4096)\n"
        "    except OSError: pass\n"
    )
    faulthandler.dump_traceback_later(120, exit=True)  # no other time limit would end it
    try:
        for last in ("while True: pass", "import time; time.sleep(100)"):
            with pytest.raises(DeadKernelError):
                run(spoil + last, "1 + 1", timeout_s=20, interrupt=True)
    finally:
        faulthandler.cancel_dump_traceback_later()


def test_restart_and_shutdown(capfd: pytest.CaptureFixture[str]) -> None:
    """A restarted kernel has forgotten everything, and its client stays connected; it prints nothing of its own."""
    manager: KernelManager
    manager, client = start_new_kernel(kernel_name=NAME)
    try:
        assert manager.transport == "ipc"
        assert client.execute_interactive("x = 1", timeout=30)["content"]["status"] == "ok"
        manager.restart_kernel()
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive("x", timeout=30, output_hook=lambda _: None)
        assert reply["content"]["ename"] == "NameError"
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    assert capfd.readouterr().out == ""
