"""The walls around a child: namespaces or Landlock, capabilities, system calls, limits. It sets them itself."""

from __future__ import annotations

import base64
import ctypes
import os
import resource
import signal

from ..landlock import give_up_files
from ..removal import removing
from .settings import SETTINGS

_LIBC = ctypes.CDLL(None, use_errno=True)
_WITH_PYTHON = ctypes.PyDLL(None, use_errno=True)  # the interpreter's lock stays with the caller
_CLONE_NEWNS, _CLONE_NEWCGROUP, _CLONE_NEWUTS, _CLONE_NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
_CLONE_NEWPID, _CLONE_NEWNET = 0x20000000, 0x40000000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND, _MS_REC, _MS_PRIVATE = 2, 4, 8, 0x1000, 0x4000, 0x40000
_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_SET_PDEATHSIG = 4, 22, 24, 38, 1
_PR_SET_CHILD_SUBREAPER = 36
_OF_ITS_OWN = (
    "cmdline",
    "comm",
    "fd",
    "io",
    "limits",
    "maps",
    "smaps_rollup",
    "stat",
    "statm",
    "status",
)
"""What a notebook under Landlock reads of itself in /proc: beside it are the machine's network and mounts."""
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def close_memory() -> None:
    """Let no other process of this user read the memory of this one, nor that of its children."""
    _check(_LIBC.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")


def open_own_pids() -> int:
    """Return a descriptor of this process's PID namespace, -1 without a jail: children stay in it then."""
    return os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if SETTINGS.is_jail else -1


def fork() -> int:
    """Fork this process, which has one thread, and tell nobody in it; return what os.fork does, in both processes.

    What Python and its libraries do after a fork (new locks, new seeds) writes to some 300 pages that are shared till
    then. A notebook cannot ask to be called there either.
    """
    pid: int = _WITH_PYTHON.fork()
    _check(pid, "fork")
    return pid


def fork_into_new_pids(own_pids: int) -> int:
    """Fork a child that is the first process of a PID namespace; return what `fork` does, in both processes."""
    if own_pids < 0:
        return fork()
    _check(_LIBC.unshare(_CLONE_NEWPID), "unshare")
    pid = fork()
    if pid == 0:
        os.close(own_pids)
    else:
        _check(_LIBC.setns(own_pids, _CLONE_NEWPID), "setns")
    return pid


def wall_in() -> None:
    """Give this child namespaces and a file system of its own, or let it give up all files but its own; then drop every
    capability. Without walls it only ends with the warm process.
    """
    if not SETTINGS.is_jail:
        _check(_LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "pdeathsig")
        if SETTINGS.walls == "landlock":
            _make_own_folder()
        return
    namespaces = _CLONE_NEWNS | _CLONE_NEWUTS | _CLONE_NEWIPC | _CLONE_NEWNET | _CLONE_NEWCGROUP
    _check(_LIBC.unshare(namespaces), "unshare")
    _mount(None, b"/", None, _MS_REC | _MS_PRIVATE)
    space = f"size={SETTINGS.disk_mib}m,nr_inodes={SETTINGS.inodes},mode=0777".encode()
    _mount(b"tmpfs", b"/tmp", b"tmpfs", _MS_NOSUID | _MS_NODEV, space)
    _mount(b"tmpfs", b"/dev/shm", b"tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, space)
    _mount_processes()
    for name, path in SETTINGS.data:
        _bind(path, os.path.join(SETTINGS.workdir, name))
    _drop_capabilities()
    _check(_LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def _drop_capabilities() -> None:
    for number in range(64):
        if _LIBC.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0) < 0:
            break  # there are no more, or there were no rights to drop
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _check(_LIBC.capset(header, (ctypes.c_uint32 * 6)()), "capset")


def _make_own_folder() -> None:
    """Make the folder in which this child's notebook runs, with a home in it; orphans of the notebook stay its own."""
    keep_orphans()
    own = own_folder(os.getpid())
    SETTINGS.workdir, home = f"{own}/work", f"{own}/home"
    os.makedirs(home, 0o700)
    os.environ |= {"HOME": home, "TMPDIR": own, "IPYTHONDIR": f"{home}/.ipython"}


def keep_orphans() -> None:
    """Let what loses its parent become a child of this process, which it is below."""
    _check(_LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "subreaper")


def own_folder(pid: int) -> str:
    """Return the folder of a child under Landlock."""
    return f"{_ALL_FOLDERS}/{pid}"


_ALL_FOLDERS = SETTINGS.workdir


def remove_own_folder(pid: int) -> int:
    """Begin to remove the folder of a child that is dead; return the process that does it, 0 if there is none."""
    if SETTINGS.walls != "landlock":
        return 0
    remover = fork()
    if remover == 0:
        try:
            command = removing(own_folder(pid))
            os.execvp(command[0], command)  # noqa: S606 - it is a shell
        finally:
            os._exit(0)
    return remover


def close_walls() -> None:
    """Give up what was needed to set up: under Landlock all files of others, then system calls."""
    if SETTINGS.walls == "landlock":
        own = [f"/proc/{os.getpid()}/{name}" for name in _OF_ITS_OWN]
        data = [path for _, path in SETTINGS.data]
        give_up_files([*SETTINGS.readable, *own, *data], [own_folder(os.getpid())], _DEVICES)
        _drop_capabilities()
    filter_system_calls()


def set_limits() -> None:
    """Set the limits of one process, on top of what is mapped already."""
    with open("/proc/self/statm") as statm:
        mapped = int(statm.read().split()[0]) * resource.getpagesize()
    limits = {
        resource.RLIMIT_CPU: SETTINGS.cpu_s,
        resource.RLIMIT_AS: mapped + (SETTINGS.memory_mib << 20),
        resource.RLIMIT_NPROC: SETTINGS.processes,
        resource.RLIMIT_FSIZE: SETTINGS.file_mib << 20,
        resource.RLIMIT_NOFILE: SETTINGS.open_files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for number, limit in limits.items():
        if number == resource.RLIMIT_NPROC and not SETTINGS.has_own_user:
            continue  # counted per user, so it would count the whole machine
        resource.setrlimit(number, (limit, limit))


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def filter_system_calls() -> None:
    """Load the seccomp program that the trusted side compiled, if it sent one."""
    if SETTINGS.seccomp:
        code = base64.b64decode(SETTINGS.seccomp)
        program = _Program(len(code) // 8, code)
        _check(_LIBC.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(program), 0, 0), "seccomp")


def _mount_processes() -> None:
    """Mount a /proc of this child's own processes, without what says how busy the machine is."""
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    try:
        _mount(b"proc", b"/proc", b"proc", flags, b"subset=pid")
    except OSError:
        _mount(b"proc", b"/proc", b"proc", flags)  # a kernel before 5.8


def _bind(path: str, target: str) -> None:
    """Show a file or folder in another place too; it is as read-only there."""
    os.makedirs(target if os.path.isdir(path) else os.path.dirname(target), exist_ok=True)
    if not os.path.isdir(path):
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT, 0o444))
    _mount(path.encode(), target.encode(), None, _MS_BIND | _MS_REC)


def link_data() -> None:
    """Show the data in the working directory where there are no walls: nothing keeps them from being written to."""
    for name, path in [] if SETTINGS.is_jail else SETTINGS.data:
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        if not os.path.lexists(name):
            os.symlink(path, name)


def _mount(source: bytes | None, target: bytes, kind: bytes | None, flags: int, options: bytes | None = None) -> None:
    _check(_LIBC.mount(source, target, kind, flags, options), f"mount on {target.decode()}")


def _check(result: int, what: str) -> None:
    """Raise an OSError if a libc call reported one."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
