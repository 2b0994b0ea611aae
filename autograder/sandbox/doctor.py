"""What this machine offers for grading, what is missing, and how to get it."""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder.errors import SandboxError, StudentError
from autograder.sandbox.landlock import find_version
from autograder.sandbox.promises import not_kept_by
from autograder.sandbox.runners import try_namespaces

__all__ = ["Finding", "examine"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. Without what `is_needed`, nothing can be graded."""

    what: str
    is_ok: bool
    found: str
    remedy: str = ""
    is_needed: bool = True


def examine() -> list[Finding]:
    """Look at everything that the runners need; the last checks run them and say which one to use."""
    findings = [_python(), *_packages(), _seccomp(), _limits(), _memory(), _cgroup()]
    jail, landlock = _try("jail"), _try("landlock")
    return [*findings, _bubblewrap(), _namespaces(), _landlock(), jail, landlock, _choose(jail, landlock)]


def _python() -> Finding:
    found = platform.python_version()
    return Finding("Python", sys.version_info >= (3, 11), found, "Python 3.11 or newer is needed")


def _packages() -> list[Finding]:
    findings = []
    for name in ("torch", "nbgrader", "pytest", "matplotlib"):
        try:
            findings.append(Finding(name, True, version(name)))
        except PackageNotFoundError:
            findings.append(Finding(name, False, "not installed", "run `make setup`"))
    return findings


def _bubblewrap() -> Finding:
    path = shutil.which("bwrap")
    remedy = "Debian, Ubuntu: apt-get install bubblewrap; Fedora: dnf install bubblewrap"
    if path is None:
        return Finding("bubblewrap", False, "not installed", remedy, is_needed=False)
    result = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    found = result.stdout.strip() or result.stderr.strip()
    return Finding("bubblewrap", result.returncode == 0, found, remedy, is_needed=False)


def _namespaces() -> Finding:
    if shutil.which("bwrap") is None:
        return Finding("user namespaces", False, "cannot be tried without bubblewrap", is_needed=False)
    reason = try_namespaces()
    remedy = (
        "allow them: sysctl kernel.unprivileged_userns_clone=1, and on Ubuntu 24.04 and newer "
        "kernel.apparmor_restrict_unprivileged_userns=0 or an AppArmor profile for bwrap; in Docker run with "
        "--security-opt seccomp=unconfined --security-opt apparmor=unconfined"
    )
    return Finding("user namespaces", not reason, reason or "can be made", remedy, is_needed=False)


def _landlock() -> Finding:
    found = find_version()
    remedy = (
        "Linux 5.13 or newer with landlock in the boot parameter lsm=; in a container, a seccomp profile that allows it"
    )
    return Finding("Landlock", found > 0, f"version {found}" if found else "none", remedy, is_needed=False)


def _seccomp() -> Finding:
    try:
        from autograder.sandbox.seccomp import compile_filter

        size = len(compile_filter()) // 8
    except (ImportError, OSError, RuntimeError) as error:
        return Finding("seccomp", False, str(error), "install libseccomp (Debian: libseccomp2) and run `make setup`")
    return Finding("seccomp", True, f"a filter of {size} instructions")


def _limits() -> Finding:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return Finding("open files", soft >= 256, str(soft), "raise it: ulimit -n 1024")


def _memory() -> Finding:
    mib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    return Finding("memory", mib >= 2048, f"{mib} MiB, {os.cpu_count()} processors", "2 GiB for each worker", False)


def _cgroup() -> Finding:
    kind = "v2" if Path("/sys/fs/cgroup/cgroup.controllers").exists() else "v1 or none"
    return Finding("cgroups", True, f"{kind}; not needed: memory is bounded from outside", is_needed=False)


def _try(runner: str) -> Finding:
    """Run a cell by a runner."""
    from autograder.sandbox.student import open_student
    from autograder.sandbox.warm import WarmProcess

    what, cell = f"the runner {runner}", (0, "import torch\nx = torch.ones(2).sum()")
    try:
        with WarmProcess(runner) as warm, open_student(warm, [cell]) as student:
            value = float(student.read("x"))
    except (SandboxError, StudentError, OSError) as error:
        return Finding(what, False, str(error), "see the lines above", is_needed=False)
    less = ", ".join(promise.name for promise in not_kept_by(runner))
    return Finding(
        what, value == 2.0, f"ran a cell; does not promise {less}" if less else "ran a cell", is_needed=False
    )


def _choose(jail: Finding, landlock: Finding) -> Finding:
    """Say which runner to use."""
    if jail.is_ok:
        return Finding("use", True, "the jail, which is the default")
    if landlock.is_ok:
        return Finding("use", True, "--runner landlock, which promises less than the jail: see SECURITY.md")
    return Finding("use", False, "no runner keeps student code apart here", "mend one of the lines above")
