"""A Dask cluster of processes, for tests."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import distributed


@contextlib.contextmanager
def start_cluster(*roots: Path, security: Any = None) -> Iterator[tuple[str, list[subprocess.Popen[bytes]], Any]]:
    """Start a scheduler and a worker process for each course folder; yield its address, the workers in order, and itself."""
    options: dict[str, Any] = {"dashboard_address": None, "silence_logs": 50, "security": security}
    options["scheduler_kwargs"] = {"dashboard_address": "127.0.0.1:0"}  # its pages: any port, whatever else runs here
    protocol = "tls://" if security else "tcp://"
    with (
        distributed.LocalCluster(n_workers=0, host="127.0.0.1", protocol=protocol, **options) as scheduler,
        contextlib.ExitStack() as stack,
    ):
        workers = []
        for root in roots:
            environment = {**os.environ, "AUTOGRADER_ROOT": str(root)}
            words = [sys.executable, "-m", "distributed.cli.dask_worker", scheduler.scheduler_address]
            words += ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(root)]
            for name in ("ca", "cert", "key") if security else ():
                file = root / f"{name}.pem"
                words += [f"--tls-{'ca-file' if name == 'ca' else name}", str(file)]
            worker = subprocess.Popen(
                words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
            stack.callback(worker.wait)
            stack.callback(worker.kill)
            workers.append(worker)
        with distributed.Client(scheduler, security=security) as client:
            client.wait_for_workers(len(roots), timeout=60)
        yield scheduler.scheduler_address, workers, scheduler
