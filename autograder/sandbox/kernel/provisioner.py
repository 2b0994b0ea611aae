"""The jail as a Jupyter kernel provisioner: nbclient, papermill or nbgrader run notebooks in it by naming a kernel.

The kernel speaks through sockets in a folder of its own (`transport: ipc`), so that it needs no network. It is an
ordinary ipykernel otherwise, and starts as slowly as one; grading uses the warm process instead.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Integer

from autograder.errors import SandboxError
from autograder.sandbox import seccomp
from autograder.sandbox.clock import read_children
from autograder.sandbox.jail import build_jail, font_cache, jail_user, passable_folder
from autograder.sandbox.limits import Limits

__all__ = ["JailProvisioner"]

_PROGRAM = "ipykernel_launcher"
_PATH = "/jail/kernel.py"
_SOCKETS = 5
_START_S = 60.0
_SEND_S = 10.0


class JailProvisioner(LocalProvisioner):
    """Starts the kernel in a bubblewrap jail: no network, no home, no repository, no environment, nothing of root."""

    memory_mib = Integer(12_288, help="Address space of one process of the kernel, in MiB.").tag(config=True)
    disk_mib = Integer(256, help="Size of each of the kernel's own /tmp and /dev/shm, in MiB.").tag(config=True)
    processes = Integer(128, help="How many processes and threads the kernel may have.").tag(config=True)

    _folder: Path | None = None
    _staging: Path | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare a folder for the kernel's sockets, and a connection file there that only this kernel can read."""
        if self.parent is None:
            raise SandboxError("the jail's kernel needs a kernel manager")
        # A send into a connection that the kernel broke waits, for ever if nobody says how long.
        self.parent.context.sndtimeo = int(_SEND_S * 1000)
        user = jail_user()
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="autograder-kernel-", dir=passable_folder()))
            self.parent.transport = "ipc"
            self.parent.ip = str(self._folder / "k")
            self.parent.connection_file = str(self._folder / "connection.json")
        kwargs = dict(await super().pre_launch(**kwargs))
        self._give_folder_to(user)
        if user is not None:
            os.chown(self._folder / "connection.json", user, user)
        return kwargs

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch the kernel behind the walls, and return when its sockets are there."""
        if _PROGRAM not in cmd:
            raise SandboxError(f"only kernels of {_PROGRAM} can be jailed", hint="see the kernel's kernel.json")
        assert self._folder is not None
        for path in self._folder.glob("k-*"):
            path.unlink()
        limits = {
            "memory_mib": self.memory_mib,
            "processes": self.processes,
            "file_mib": Limits().file_mib,
            "open_files": 512,
        }
        program = [_PATH, json.dumps(limits), "--IPKernelApp.log_level=50"]
        program += cmd[cmd.index(_PROGRAM) + 1 :]
        files = {_PATH: Path(__file__).with_name("program.py")}
        self._staging = Path(tempfile.mkdtemp(prefix="autograder-", dir=passable_folder()))
        with tempfile.TemporaryFile() as filter:
            filter.write(seccomp.compile_filter(has_route=True))
            filter.seek(0)
            command = build_jail(
                program,
                str(self._staging),
                font_cache(),
                files,
                ["--seccomp", str(filter.fileno())],
                self._folder,
                self.disk_mib,
            )
            kwargs |= {"cwd": "/", "env": {"PATH": os.defpath}, "pass_fds": [filter.fileno()]}
            info = await super().launch_kernel(command, **kwargs)
        await self._wait_for_sockets()
        return info

    async def _wait_for_sockets(self) -> None:
        """Wait until the kernel listens; then, if root started it, it can put nothing more into the shared folder."""
        assert self._folder is not None
        deadline = asyncio.get_running_loop().time() + _START_S
        while len(list(self._folder.glob("k-*"))) < _SOCKETS:
            if await self.poll() is not None:
                raise SandboxError("the kernel ended as it started", hint="run `autograder doctor`")
            if asyncio.get_running_loop().time() > deadline:
                await self.kill()
                raise SandboxError(f"the kernel did not start in {_START_S:g} s", hint="run `autograder doctor`")
            await asyncio.sleep(0.02)
        self._give_folder_to(None)

    def _give_folder_to(self, user: int | None) -> None:
        if self._folder is None or os.getuid() != 0:
            return
        self._folder.chmod(0o700 if user else 0o711)  # first: a kernel may be reading its connection file
        os.chown(self._folder, user or 0, user or 0)

    async def poll(self) -> int | None:
        """Return how the kernel ended, None while it runs. One that can hear nobody any more is ended."""
        status = await super().poll()
        if status is None and self.process is not None and (self._is_deaf() or _is_hollow(self.process.pid)):
            self.process.kill()
            status = self.process.wait()
        return status

    def _is_deaf(self) -> bool:
        """Whether the kernel broke its control connection, by sending into it what is no message."""
        socket = getattr(self.parent, "_control_socket", None)  # there once the kernel was started
        return socket is not None and not socket.getsockopt(zmq.EVENTS) & zmq.POLLOUT

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the jail; an interrupt to the kernel in it, past all that a notebook holds."""
        if signum != signal.SIGINT:
            await super().send_signal(signum)
        elif self.process is not None and (kernel := _find_kernel(self.process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(kernel, signum)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove what the kernel left behind; its processes ended with the jail."""
        await super().cleanup(restart)
        if self._staging is not None:
            shutil.rmtree(self._staging, ignore_errors=True)
            self._staging = None
        if self._folder is not None and not restart:
            with contextlib.suppress(OSError):
                shutil.rmtree(self._folder)
            self._folder = None


def _find_kernel(jail: int) -> int:
    """Return the process of the program in a jail, 0 if it is not there."""
    with contextlib.suppress(OSError, IndexError):
        for _ in range(2):  # bubblewrap, and the first process of its namespace
            jail = read_children(jail, jail)[0]
        return jail
    return 0


def _is_hollow(jail: int) -> bool:
    """Whether the program in a jail has ended its first thread while others of it go on."""
    with contextlib.suppress(OSError):
        with open(f"/proc/{_find_kernel(jail)}/stat", "rb", buffering=0) as file:
            stat = file.read(4096)
        return stat[stat.rindex(b")") + 2 :].startswith(b"Z")
    return False
