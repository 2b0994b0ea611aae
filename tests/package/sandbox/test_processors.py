"""Where there is a worker for each processor, the notebooks of each stay on one, and the worker goes where it likes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from autograder.errors import WorkerLost
from autograder.grading.pool import WorkerPool
from autograder.sandbox import WarmProcess, open_student
from autograder.sandbox.processors import own_processor, share_processors, use_processor
from autograder.sandbox.runners import RUNNERS

THERE = sorted(os.sched_getaffinity(0))
ASK = (
    "import os\n"
    "def allowed():\n"
    "    line = next(l for l in open('/proc/self/status') if l.startswith('Cpus_allowed_list'))\n"
    "    return line.split()[1]\n"
    "told = len(os.sched_getaffinity(0))\n"
    "here = allowed()\n"
)
LOAD = (
    "from torch.utils.data import DataLoader\n"
    f"batches = [batch.tolist() for batch in DataLoader(range(4), batch_size=2, num_workers={len(THERE)})]"
)


@pytest.fixture
def chosen() -> Iterator[int]:
    """The last processor that there is, for what this process launches."""
    use_processor(THERE[-1])
    yield THERE[-1]
    use_processor(None)


@pytest.mark.parametrize("runner", RUNNERS)
def test_notebooks_stay_on_the_processor_of_their_worker(runner: str, chosen: int) -> None:
    """A notebook is told all the same how many there are, so that no warning of torch depends on our choice."""
    with WarmProcess(runner) as warm, open_student(warm, [(0, ASK), (1, LOAD)]) as student:
        results = student.notebook.run()
        assert [result.error for result in results.values()] == [None, None]
        assert student.read("here") == str(chosen)
        assert student.read("told") == len(THERE)
        assert student.read("batches") == [[0, 1], [2, 3]]
        assert not [item for item in results[1].outputs if "suggested max number of worker" in str(item)]
        if runner == "jail":  # elsewhere, a copy is not shown what its own /proc says
            student.renew()
            assert student.call("allowed") == str(chosen)
    assert sorted(os.sched_getaffinity(0)) == THERE


def test_one_that_is_gone_is_no_reason_to_fail() -> None:
    """A processor that was taken away since: notebooks run where they can."""
    use_processor(4095)
    try:
        with WarmProcess() as warm, open_student(warm, [(0, ASK)]) as student:
            assert student.read("told") == len(THERE)
    finally:
        use_processor(None)


def test_there_is_one_for_each_worker_only_where_all_are_busy() -> None:
    """With fewer workers, the machine finds room by itself."""
    assert share_processors(len(THERE)) == THERE
    assert share_processors(2 * len(THERE)) == THERE + THERE
    assert share_processors(len(THERE) - 1) == [None] * (len(THERE) - 1)


def test_each_process_of_a_pool_has_its_own() -> None:
    """A process that takes the place of another has the same."""
    some = THERE[:2]
    os.sched_setaffinity(0, some)
    try:
        pool = WorkerPool(len(some))
    finally:
        os.sched_setaffinity(0, THERE)
    try:
        for _ in range(2):
            asked = [pool.submit(wait_and_tell, 0.5) for _ in some]
            found = dict(one.result() for one in asked)
            assert sorted(found.values()) == some
            for one in [pool.submit(os._exit, 1) for _ in some]:
                assert isinstance(one.exception(), WorkerLost)
    finally:
        pool.kill()


def wait_and_tell(wait_s: float) -> tuple[int, int | None]:
    time.sleep(wait_s)
    return os.getpid(), own_processor()
