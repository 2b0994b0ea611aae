"""A PostgreSQL server of our own, for tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

NOBODY = 65534


def programs() -> Path:
    """Return the folder of the server's programs; Debian keeps them off the PATH."""
    found = [Path(path).parent for path in (shutil.which("initdb"),) if path]
    found += [path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
    if not found:
        pytest.fail("PostgreSQL's server is not installed: `make database` as root, or sudo apt-get install postgresql")
    return found[-1]


@contextlib.contextmanager
def start_postgresql() -> Iterator[str]:
    """Yield the address of an empty database on a server of our own; the server refuses to run as root."""
    as_user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="autograder-postgresql-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        if as_user:
            os.chown(folder, NOBODY, NOBODY)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
        common: Any = {"cwd": folder, "env": environment, **as_user}
        data = str(folder / "data")
        make = [str(programs() / "initdb"), "-D", data, "-U", "course", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(make, check=True, capture_output=True, **common)
        words = [str(programs() / "postgres"), "-D", data, "-p", str(port), "-k", str(folder), "-c", "fsync=off"]
        process = subprocess.Popen(
            [*words, "-c", "listen_addresses=127.0.0.1"], stderr=subprocess.DEVNULL, start_new_session=True, **common
        )
        stack.callback(process.wait)
        stack.callback(process.terminate)
        connection = connect(port, process)
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE gradebook ENCODING 'UTF8' TEMPLATE template0")
        connection.close()
        yield f"postgresql://course@127.0.0.1:{port}/gradebook"


def connect(port: int, process: subprocess.Popen[bytes]) -> Any:
    """Return a connection as soon as the server takes one."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return psycopg.connect(host="127.0.0.1", port=port, user="course", dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
