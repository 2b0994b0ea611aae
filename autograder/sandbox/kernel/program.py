"""Inside the jail: set the limits of one process, then become a Jupyter kernel. Imports nothing of this package.

Run alone as ``python program.py JSON ARGUMENTS...`` with ipykernel's own arguments and
{"file_mib": N, "open_files": N, "processes": N, "memory_mib": N}.
"""

import codecs
import json
import os
import resource
import signal
import subprocess
import sys


def main() -> None:
    """Never returns: the kernel runs until it is told to end."""
    limits = json.loads(sys.argv.pop(1))
    for number, limit in {
        resource.RLIMIT_AS: limits["memory_mib"] << 20,
        resource.RLIMIT_FSIZE: limits["file_mib"] << 20,
        resource.RLIMIT_NOFILE: limits["open_files"],
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }.items():
        resource.setrlimit(number, (limit, limit))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])  # else none of its cells could be interrupted
    os.makedirs(os.path.expanduser("~"), exist_ok=True)
    sys.path.insert(0, "")  # as in an ordinary kernel: what %%writefile wrote can be imported
    from ipykernel import kernelapp, zmqshell

    zmqshell.system = run_line  # type: ignore[attr-defined]
    kernelapp.launch_new_instance()


def run_line(line: str) -> int:
    """Run a line of a shell, print what it prints, and return its exit status; IPython's own way needs a terminal."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with subprocess.Popen(
        [os.environ.get("SHELL", "/bin/sh"), "-c", line],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=0,
    ) as process:
        assert process.stdout is not None
        while data := process.stdout.read(1 << 16):
            print(decoder.decode(data), end="", flush=True)
        print(decoder.decode(b"", final=True), end="")
    return process.returncode


if __name__ == "__main__":
    main()
