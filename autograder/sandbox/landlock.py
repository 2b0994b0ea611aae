"""Landlock: a process gives up all files but those that it names, for itself and for all that it starts.

Both sides use this file: one asks what the kernel can do, the other does it. Source: the kernel's documentation,
userspace-api/landlock. Version 1 (Linux 5.13) bounds files, 6 (6.12) signals and abstract sockets; what a kernel does
not know is not asked for, and `runners.py` says what is promised then.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable

__all__ = ["find_version", "give_up_files"]

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1}
_ALL_FILES = (1 << 16) - 1
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_SIGNALS_AND_ABSTRACT_SOCKETS = 3
_PR_SET_NO_NEW_PRIVS = 38
_LIBC = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def find_version() -> int:
    """Return the version of Landlock that this kernel has, 0 if it has none or does not let us use it."""
    return max(0, int(_LIBC.syscall(_CREATE, None, 0, 1)))


def give_up_files(readable: Iterable[str], writable: Iterable[str], devices: Iterable[str]) -> None:
    """Let this process, and all that it starts, reach these files and what is beneath these folders; nothing else.

    The first may be read and run, the second also be written, the third are device files. What is not there is left
    out. `OSError` if it cannot be done.
    """
    version = find_version()
    files = _FILES.get(version, _ALL_FILES if version > 4 else _FILES[3])
    scoped = _SIGNALS_AND_ABSTRACT_SOCKETS if version >= 6 else 0
    wanted = _Ruleset(files, 0, scoped)
    size = 24 if version >= 6 else 8
    rules = _call(_CREATE, ctypes.byref(wanted), ctypes.c_size_t(size), 0)
    for paths, allowed in ((readable, _READ), (writable, files), (devices, _READ_FILE | _WRITE_FILE)):
        for path in paths:
            _allow(rules, path, allowed & files)
    if _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "no_new_privs")
    _call(_RESTRICT, rules, 0)
    os.close(rules)


def _allow(rules: int, path: str, allowed: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(parent).st_mode):
            allowed &= _OF_A_FILE
        _call(_ADD_RULE, rules, 1, ctypes.byref(_Beneath(allowed, parent)), 0)
    finally:
        os.close(parent)


def _call(number: int, *arguments: object) -> int:
    result = int(_LIBC.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        reason = ctypes.get_errno()
        raise OSError(reason, f"Landlock: {os.strerror(reason)}")
    return result
