"""The warm process: loads everything once, then forks a child for each request."""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import json
import marshal
import os
import signal
import socket
import sys
from typing import NoReturn

import matplotlib
import torch
from matplotlib import font_manager

from .. import wire
from ..removal import removing
from .accelerators import prepare
from .answers import OBJECTS, keep, resolve, serve
from .axes import make_waiting_axes
from .compiling import leave_uncompiled
from .elsewhere import stand_in
from .loaders import load_in_one_process
from .memory import use_huge_pages
from .notebook import Notebook
from .outputs import STREAMS
from .parsing import learn
from .processors import stay_on_processor
from .settings import SETTINGS
from .shell import Shell, make_shell
from .state import put_back_seeds, put_back_state, remember_filters, remember_settings
from .walls import (
    close_memory,
    close_walls,
    fork_into_new_pids,
    keep_orphans,
    link_data,
    open_own_pids,
    remove_own_folder,
    set_limits,
    wall_in,
)

_READY = b"R"
_LONGEST_MESSAGE = 1 << 17
_GARBAGE = 20_000  # objects more than there were, before garbage is looked for: a notebook lives for a moment


def main() -> None:
    """Load everything once, say so, then answer the requests on the control socket."""
    control = socket.socket(fileno=SETTINGS.control)
    preload(SETTINGS.preload)
    gc.freeze()
    remember_filters()
    shell = make_shell()
    warm_up(shell)
    stand_in()
    prepare()
    load_in_one_process()
    leave_uncompiled()
    devnull = os.open(os.devnull, os.O_RDONLY)
    os.dup2(devnull, 0)
    os.close(devnull)
    close_memory()
    own_pids = open_own_pids()
    if not SETTINGS.is_jail:
        keep_orphans()
    gc.collect()
    gc.freeze()
    use_huge_pages()
    stay_on_processor()
    control.send(b"{}")
    living: set[int] = set()
    removers: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, _LONGEST_MESSAGE, 1)
        if not message:
            end(living)
        request = json.loads(message)
        if request["op"] == "learn":
            learn(request["source"])
            gc.freeze()
            control.send(b"{}")
        elif request["op"] == "lacks":
            control.send(json.dumps({"lacks": [name for name in request["names"] if not is_there(name)]}).encode())
        elif request["op"] == "reap":
            status = reap(request["pid"], removers)
            living.discard(request["pid"])
            control.send(json.dumps({"status": status}).encode())
        else:
            living.add(fork_child(control, socket.socket(fileno=descriptors[0]), own_pids, shell))


def preload(names: list[str]) -> None:
    """Load what a lesson names, so that no child has to; what is not installed is not there for the notebook either."""
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
        if len(os.listdir("/proc/self/task")) > 1:
            raise RuntimeError(f"{name} cannot be preloaded: it starts threads, which no fork would keep")


def is_there(name: str) -> bool:
    """Whether a notebook could import a top-level module of this name."""
    try:
        return name in sys.modules or importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def warm_up(shell: Shell) -> None:
    """Load what notebooks use, so that children inherit it, and leave no trace of it."""
    torch.set_num_threads(1)
    put_back_state()
    notebook = Notebook(shell)
    notebook.cell(
        "import torch, torch.nn as nn, matplotlib.pyplot as plt\n"
        "figure, axes = plt.subplots(figsize=(1, 1)); axes.scatter([0, 1], [0, 1]); axes.plot([0, 1], 'k--')\n"
        "axes.set_title('x'); plt.show()\n"
        "net = nn.Sequential(nn.Linear(2, 2), nn.ReLU()); net(torch.rand(2, 2)).sum().backward(); print(net)\n"
        "net.state_dict(); torch.einsum('ij,jk->ik', torch.rand(2, 2), torch.rand(2, 2)).numpy()\n"
        "torch.rand(2, 2)",
        0,
    )
    matplotlib.rcdefaults()
    notebook.settle("")
    matplotlib.interactive(True)  # as the inline backend has it: what a cell drew is shown when it ends
    matplotlib.rcParams["axes.titley"] = 1.0  # where titles are anyway: looking for room takes a third of a drawing
    remember_settings()
    make_waiting_axes()
    notebook.evaluate(b"", {}, marshal.dumps(compile("torch.zeros(2)", "<suite>", "eval")))
    frame = wire.encode("x", {"list": [torch.rand(2, 2), 1, 2.0, "x", None, True], "id": notebook}, keep=keep)
    header, _ = wire.frame_sizes(frame[: wire.PREFIX.size])
    wire.decode(frame[wire.PREFIX.size :][:header], frame[wire.PREFIX.size + header :], resolve=resolve)
    put_back_seeds()
    # A font is an open file: forks would share it, and the place where it is read.
    font_manager._get_font.cache_clear()  # type: ignore[attr-defined]
    shell.reset(new_session=True)
    shell.user_ns["__spec__"] = None  # whoever spawns a process looks for it
    OBJECTS.clear()


def fork_child(control: socket.socket, channel: socket.socket, own_pids: int, shell: Shell) -> int:
    """Fork a child that answers on the channel; send its number and a pidfd on the control socket; return it."""
    pid = fork_into_new_pids(own_pids)
    if pid == 0:
        control.close()
        become_child(channel, shell)
    channel.close()
    handle = os.pidfd_open(pid)
    socket.send_fds(control, [json.dumps({"pid": pid}).encode()], [handle])
    os.close(handle)
    return pid


def reap(child: int, removers: set[int]) -> int:
    """Wait for a child that was killed with its group, and for all of that; return the child's wait status.

    What nobody waits for counts as a process of its user for ever, and in a container the first process may not wait.
    """
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-child, 0)
    removers |= {remove_own_folder(child)} - {0}
    removers -= {remover for remover in removers if os.waitpid(remover, os.WNOHANG)[0]}
    return status


def end(children: set[int]) -> NoReturn:
    """End, and these children with all that they started: who asked for them is gone, however that came."""
    for pid in children:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    if SETTINGS.folder:
        command = removing(SETTINGS.folder)
        os.execvp(command[0], command)  # noqa: S606 - it is a shell
    os._exit(0)


def become_child(channel: socket.socket, shell: Shell) -> None:
    """Wall this process in and answer on the channel until it closes. Never returns."""
    try:
        os.closerange(channel.fileno() + 1, 4096)
        os.setsid()  # a signal to its own process group must not reach the warm process
        wall_in()
        set_limits()
        os.makedirs(SETTINGS.workdir, exist_ok=True)
        os.makedirs(os.path.expanduser("~"), exist_ok=True)
        os.chdir(SETTINGS.workdir)
        shell.user_ns["_dh"][:] = [os.getcwd()]  # where `%cd -` leads back to
        link_data()
        close_walls()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        channel.sendall(_READY)
        sys.stdout, sys.stderr = STREAMS
        sys.path.insert(0, "")  # as in a kernel: what %%writefile wrote can be imported
        gc.set_threshold(_GARBAGE, 10, 10)
        gc.enable()
        serve(channel, shell)
    except BaseException as error:
        os.write(2, f"the child could not start: {error!r}\n".encode())
    finally:
        os._exit(wire.GIVEN_UP)
