"""The system calls that student code does not get, each with its reason; compiled to a BPF program by libseccomp."""

from __future__ import annotations

import contextlib
import errno
import functools
import itertools
import os
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyseccomp

__all__ = ["DENIED", "IGNORED", "IGNORED_WITHOUT_NAMESPACES", "WITHOUT_NAMESPACES", "compile_filter"]

DENIED: dict[str, tuple[str, ...]] = {
    "would change or enter namespaces": ("unshare", "setns"),
    "would change what the file system shows": (
        "mount",
        "umount2",
        "umount",
        "pivot_root",
        "chroot",
        "move_mount",
        "open_tree",
        "open_tree_attr",
        "fsopen",
        "fsconfig",
        "fsmount",
        "fspick",
        "mount_setattr",
        "mknod",
        "mknodat",
        "name_to_handle_at",
        "open_by_handle_at",
        "quotactl",
        "quotactl_fd",
        "fanotify_init",
        "fanotify_mark",
    ),
    "would read or drive another process": (
        "ptrace",
        "process_vm_readv",
        "process_vm_writev",
        "process_madvise",
        "kcmp",
        "move_pages",
        "migrate_pages",
        "pidfd_getfd",
    ),
    "would reach the kernel's keyrings": ("keyctl", "add_key", "request_key"),
    "has a long record of kernel bugs and no use in a notebook": (
        "bpf",
        "perf_event_open",
        "userfaultfd",
        "io_uring_setup",
        "io_uring_enter",
        "io_uring_register",
        "vmsplice",
        "modify_ldt",
        "lookup_dcookie",
        "personality",
        "uselib",
    ),
    "holds memory that the limits do not count": (
        "memfd_create",
        "memfd_secret",
        "shmget",
        "shmat",
        "msgget",
        "semget",
        "mq_open",
    ),
    "would tell what other processes have read": ("mincore", "cachestat", "inotify_init", "inotify_init1"),
    "belongs to the administrator": (
        "kexec_load",
        "kexec_file_load",
        "init_module",
        "finit_module",
        "delete_module",
        "reboot",
        "swapon",
        "swapoff",
        "acct",
        "settimeofday",
        "clock_settime",
        "clock_adjtime",
        "adjtimex",
        "sethostname",
        "setdomainname",
        "syslog",
        "vhangup",
        "iopl",
        "ioperm",
        "nfsservctl",
    ),
}
"""Reason -> names of system calls. A call that this machine's kernel does not know is left out."""

IGNORED: dict[str, tuple[str, ...]] = {
    "would let a process look as if it got no processor": (
        "sched_setscheduler",
        "sched_setparam",
        "sched_setattr",
        "sched_setaffinity",
        "setpriority",
        "ioprio_set",
    ),
    "would drop or fetch what other processes have read": ("fadvise64", "readahead"),
}
"""Reason -> names of system calls that seem to succeed and do nothing: honest code makes them, too."""

WITHOUT_NAMESPACES: dict[str, tuple[str, ...]] = {
    "would make or reach a socket: Landlock knows few kinds of them": (
        "socket",
        "bind",
        "connect",
        "listen",
        "accept",
        "accept4",
    ),
    "would use memory and queues of others by their numbers or names": (
        "shmctl",
        "msgsnd",
        "msgrcv",
        "msgctl",
        "semop",
        "semtimedop",
        "semctl",
        "mq_unlink",
    ),
    "would leave the group of processes that ends with the notebook": ("setsid", "setpgid"),
    "would become another user, where it may be root still": (
        "setuid",
        "setgid",
        "setreuid",
        "setregid",
        "setresuid",
        "setresgid",
        "setfsuid",
        "setfsgid",
        "setgroups",
    ),
    "would change what others see of a file that Landlock lets nobody open": (
        "truncate",
        "setxattr",
        "lsetxattr",
        "fsetxattr",
        "setxattrat",
        "removexattr",
        "lremovexattr",
        "fremovexattr",
        "removexattrat",
        "file_setattr",
    ),
}
"""What is refused as well where no namespace keeps files, sockets and processes of others away."""

IGNORED_WITHOUT_NAMESPACES: dict[str, tuple[str, ...]] = {
    "would change whose a file is, its rights or its times": (
        "chmod",
        "fchmod",
        "fchmodat",
        "fchmodat2",
        "chown",
        "lchown",
        "fchown",
        "fchownat",
        "utime",
        "utimes",
        "futimesat",
        "utimensat",
    ),
}
"""What seems to succeed there and does nothing."""

_PR_SET_CHILD_SUBREAPER = 36
_INT = 0xFFFFFFFF
_NAMESPACE_FLAGS = 0x7E020000
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_MADV_COLD, _MADV_PAGEOUT = 20, 21
_F_NOTIFY = 1026
_KIND_OF_SOCKET = 0xF
_ALLOWED_FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)


@functools.cache
def compile_filter(*, has_route: bool = False, has_namespaces: bool = True) -> bytes:
    """Return the BPF program: denied calls fail with EPERM, `clone3` with ENOSYS (its flags cannot be inspected).

    With `has_route`, a process may ask which network devices it has (netlink's route protocol): ZeroMQ aborts without.
    Without namespaces around it, more is refused.
    """
    import pyseccomp

    program = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    forbidden = pyseccomp.ERRNO(errno.EPERM)
    lists = [(forbidden, DENIED), (pyseccomp.ERRNO(0), IGNORED)]
    if not has_namespaces:
        lists += [(forbidden, WITHOUT_NAMESPACES), (pyseccomp.ERRNO(0), IGNORED_WITHOUT_NAMESPACES)]
        _refuse_without_namespaces(program)
    for action, calls in lists:
        for name in itertools.chain.from_iterable(calls.values()):
            with contextlib.suppress(ValueError, OSError, RuntimeError):  # not a call of this architecture
                program.add_rule(action, name)
    for flag in range(32):  # such a read says at once whether a page is in memory
        bit = pyseccomp.Arg(5, pyseccomp.MASKED_EQ, 1 << flag, 1 << flag)
        program.add_rule(pyseccomp.ERRNO(errno.EOPNOTSUPP), "preadv2", bit)
    for advice in (_MADV_COLD, _MADV_PAGEOUT):
        program.add_rule(forbidden, "madvise", _int(2, advice))
    program.add_rule(forbidden, "fcntl", _int(1, _F_NOTIFY))  # says who reads what is in a folder
    program.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    for bit in range(32):
        if _NAMESPACE_FLAGS & (1 << bit):
            program.add_rule(forbidden, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, 1 << bit, 1 << bit))
    for command in (_TIOCSTI, _TIOCLINUX):
        program.add_rule(forbidden, "ioctl", _int(1, command))
    if has_route:
        netlink = _int(0, socket.AF_NETLINK)
        for bit in range(32):  # every other protocol of netlink has a bit set
            other = pyseccomp.Arg(2, pyseccomp.MASKED_EQ, 1 << bit, 1 << bit)
            program.add_rule(forbidden, "socket", netlink, other)
    allowed = (*_ALLOWED_FAMILIES, socket.AF_NETLINK) if has_route else _ALLOWED_FAMILIES
    for family in range(64 if has_namespaces else 0):
        if family not in allowed:
            program.add_rule(forbidden, "socket", _int(0, family))
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as reader, os.fdopen(write_end, "wb") as writer:
        program.export_bpf(writer)
        writer.close()
        return reader.read(1 << 20)


def _int(position: int, value: int, mask: int = _INT) -> pyseccomp.Arg:
    """Match an argument that the kernel reads as an int: of a longer number, only the lower half counts."""
    import pyseccomp

    return pyseccomp.Arg(position, pyseccomp.MASKED_EQ, mask, value)


def _refuse_without_namespaces(program: pyseccomp.SyscallFilter) -> None:
    """Refuse calls with arguments that lead to other processes, or to files in a way that old Landlocks do not see."""
    import pyseccomp

    forbidden = pyseccomp.ERRNO(errno.EPERM)
    program.add_rule(forbidden, "prlimit64", pyseccomp.Arg(0, pyseccomp.NE, 0))  # of another process
    program.add_rule(forbidden, "prctl", _int(0, _PR_SET_CHILD_SUBREAPER))
    program.add_rule(forbidden, "kill", _int(0, _INT))  # -1: everybody
    # A pair of datagram sockets can send to any path; pairs of the other kinds know only each other.
    for kind in set(range(_KIND_OF_SOCKET + 1)) - {socket.SOCK_STREAM, socket.SOCK_SEQPACKET}:
        program.add_rule(forbidden, "socketpair", _int(1, kind, _KIND_OF_SOCKET))
    program.add_rule(forbidden, "socketpair", pyseccomp.Arg(0, pyseccomp.NE, socket.AF_UNIX))
    # To empty a file that is opened for reading only: Landlock sees it from its third version on.
    empties = os.O_ACCMODE | os.O_TRUNC
    for name, position in (("open", 1), ("openat", 2)):
        for mode in (os.O_RDONLY, os.O_ACCMODE):
            program.add_rule(forbidden, name, _int(position, mode | os.O_TRUNC, empties))
    program.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "openat2")  # its flags cannot be inspected
