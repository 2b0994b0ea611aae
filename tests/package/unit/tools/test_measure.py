"""The benchmark's measuring: what a command leaves behind is counted, and a failure is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

UNMEASURED = "nan"  # what those read who may not make a control group
BENCH = Path(__file__).resolve().parents[4] / "tools" / "bench"
SPIN = "import time\nend = time.process_time() + 0.4\nwhile time.process_time() < end: pass"
ORPHAN = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {SPIN!r}])"


def measure(source: str) -> str:
    """Run source that uses `measure.run` in a process of its own, which becomes the reaper of all below it."""
    head = f"import sys\nfrom pathlib import Path\nsys.path.insert(0, {str(BENCH)!r})\nfrom measure import CommandFailed, run\n"
    done = subprocess.run([sys.executable, "-c", head + source], capture_output=True, text=True, timeout=60)
    assert not done.returncode, done.stderr
    return done.stdout.strip()


def test_the_processor_time_of_an_orphan_is_counted() -> None:
    """A process that outlives the command that started it is waited for, and its time is in the sum."""
    found = measure(f"print(run([sys.executable, '-c', {ORPHAN!r}], Path('/')).cpu_s)")
    assert found == UNMEASURED or 0.4 <= float(found) < 2


def test_the_processor_time_of_a_killed_jail_is_counted() -> None:
    """Where the first process of a PID namespace is killed, the time of the others in there is in the sum all the same."""
    jail = f"bwrap --unshare-all --die-with-parent --bind / / {sys.executable} -c '{SPIN}\ntime.sleep(60)'"
    command = ["bash", "-c", f"{jail} & sleep 2; kill -9 $!; wait"]
    found = measure(f"print(run({command!r}, Path('/')).cpu_s)")
    assert found == UNMEASURED or 0.4 <= float(found) < 2


def test_memory_is_read_while_a_command_runs() -> None:
    """The peak holds what the command allocated; without the wish there are no samples."""
    hold = "import time; data = bytearray(200 << 20); time.sleep(0.5)"
    found = measure(
        f"command = [sys.executable, '-c', {hold!r}]\n"
        "print(run(command, Path('/'), sample_every_s=0.05).peak_mib, run(command, Path('/')).samples)"
    )
    peak, _, samples = found.partition(" ")
    assert 200 < float(peak) < 260
    assert samples == "()"


def test_a_command_that_fails_is_told_with_its_last_words() -> None:
    """An exit code that was not expected raises, and the message ends with what the command said."""
    found = measure(
        "try:\n    run([sys.executable, '-c', 'print(\"why\"); raise SystemExit(3)'], Path('/'))\n"
        "except CommandFailed as error:\n    print(error)\n"
        "run([sys.executable, '-c', 'raise SystemExit(3)'], Path('/'), expected=(0, 3))"
    )
    assert "ended with exit code 3" in found.splitlines()[0]
    assert found.splitlines()[-1] == "why"
