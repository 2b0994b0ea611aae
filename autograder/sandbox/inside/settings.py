"""What the trusted side decides, handed over as the program's only argument."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """What the trusted side decides: descriptors, limits and whether this is a jail.

    `data` are read-only files and folders: their paths in `workdir`, and where they are found from within.
    """

    control: int
    is_jail: bool
    workdir: str
    seccomp: str
    cpu_s: int
    memory_mib: int
    processes: int
    file_mib: int
    open_files: int
    disk_mib: int
    inodes: int
    output_chars: int
    image_bytes: int
    preload: list[str]
    data: list[tuple[str, str]]


SETTINGS = Settings(**json.loads(sys.argv[1]))
