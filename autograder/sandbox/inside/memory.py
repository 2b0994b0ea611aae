"""The memory that children share with the warm process, in pages that are cheap to fork."""

from __future__ import annotations

import contextlib
import ctypes
import re

_HUGE = 2 << 20
_MADV_HUGEPAGE, _MADV_COLLAPSE = 14, 25
_ANONYMOUS = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw-p \S+ 00:00 0 *(\[heap\])?$")


def use_huge_pages() -> None:
    """Put the memory of this process into huge pages, where the kernel can (6.1 and later).

    A fork copies one entry for each page, and so does its end: there are 512 times fewer of these. A write to shared
    memory still copies 4 KiB.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    with contextlib.suppress(OSError), open("/proc/self/maps") as maps:
        found = [_ANONYMOUS.match(line.rstrip()) for line in maps]
        for part in filter(None, found):
            start, end = -(-int(part[1], 16) // _HUGE) * _HUGE, int(part[2], 16) // _HUGE * _HUGE
            if start < end and libc.madvise(start, end - start, _MADV_HUGEPAGE) == 0:
                libc.madvise(start, end - start, _MADV_COLLAPSE)
