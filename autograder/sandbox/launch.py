"""Started as root, become an ordinary user before anything else; then become bubblewrap.

Run alone as ``python -I -S launch.py JSON`` with {"user": N, "staging": DIR, "sources": {PATH: N}, "command": [...]}.
A source below a folder that only root may enter (a Python in root's home, say) would be out of reach for that user, so
each source is first bound to ``DIR/N`` in a mount namespace of this process. Nothing of it stays behind.
"""

import ctypes
import json
import os
import sys

CLONE_NEWNS, MS_BIND, MS_REC, MS_PRIVATE = 0x20000, 0x1000, 0x4000, 0x40000


def main() -> None:
    """Never returns."""
    request = json.loads(sys.argv[1])
    libc = ctypes.CDLL(None, use_errno=True)

    def mount(source: str, target: str, kind: str, flags: int) -> None:
        if libc.mount(source.encode(), target.encode(), kind.encode(), flags, None) < 0:
            raise OSError(ctypes.get_errno(), f"cannot mount {target}: {os.strerror(ctypes.get_errno())}")

    if libc.unshare(CLONE_NEWNS) < 0:
        raise OSError(ctypes.get_errno(), f"cannot unshare: {os.strerror(ctypes.get_errno())}")
    mount("none", "/", "", MS_REC | MS_PRIVATE)
    mount("tmpfs", request["staging"], "tmpfs", 0)
    os.chmod(request["staging"], 0o755)
    for source, number in request["sources"].items():
        target = os.path.join(request["staging"], str(number))
        if os.path.isdir(source):
            os.mkdir(target, 0o755)
        else:
            with open(target, "w"):
                pass
        mount(source, target, "", MS_BIND | MS_REC)
    os.setgroups([])
    os.setgid(request["user"])
    os.setuid(request["user"])
    os.chdir("/")
    os.execv(request["command"][0], request["command"])


if __name__ == "__main__":
    main()
