"""What the trusted side decides, handed over as the program's only argument."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Literal


@dataclass
class Settings:
    """What the trusted side decides: descriptors, limits, and which walls there are around a child.

    `folder` is to be removed in the end, if there is one.
    `workdir` is where a notebook runs; under Landlock each child makes a folder of its own below it, and sets it.
    `data` are read-only files and folders: their paths in the working directory, and where they are found from within.
    Under Landlock, `readable` are all paths that a child may read. `has_own_user`: no process of anybody
    else runs as its user. `processor` is the one to stay on, None for any.
    """

    control: int
    walls: Literal["namespaces", "landlock", "none"]
    workdir: str
    folder: str
    readable: list[str]
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
    has_own_user: bool
    processor: int | None

    @property
    def is_jail(self) -> bool:
        return self.walls == "namespaces"


SETTINGS = Settings(**json.loads(sys.argv[1]))
