"""What one notebook may use. Loaded without torch, by whoever only hands it on."""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["Budget", "Limits"]


@dataclass(frozen=True)
class Limits:
    """What one notebook may use. The sum of its processes' memory is bounded from outside as well."""

    cpu_s: int = 120
    memory_mib: int = 1536
    processes: int = 64
    file_mib: int = 64
    open_files: int = 128
    disk_mib: int = 96
    inodes: int = 8192
    output_chars: int = 200_000
    image_bytes: int = 4 << 20


@dataclass(frozen=True)
class Budget:
    """Time limits in seconds, and how often a dead child is replaced, for one notebook.

    `notebook_s` is for all that its processes are asked to do, the cells among it; cells leave a third of it to
    questions. Where something hangs, all else is asked first, with `hasty_s` for a question. `trusted_s` is the
    processor time that reading, comparing and showing what came back may take outside of the jail.
    """

    cell_s: float = 10.0
    call_s: float = 4.0
    hasty_s: float = 0.5
    notebook_s: float = 60.0
    trusted_s: float = 2.0
    restarts: int = 24
    hangs_per_name: int = 2

    def share(self, notebooks: int) -> Budget:
        """Return the budget of one notebook of a lesson with so many, if this is what one student may cost."""
        return replace(self, notebook_s=self.notebook_s / max(notebooks, 1))
