"""The least that a submission can cost here: a fork of the warm process for each notebook, its cells, and nothing else.

    python tools/bench/floor.py ROOT LESSON ROUNDS ANSWER    writes {"wall_s": ..., "cpu_s": ...}, each per submission

Reading the notebook and putting its locked cells back is done before the clock starts, as is the start of the process.
No suite, no question, no record, no database.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from measure import processor_clock

from autograder.audit import reference_submission
from autograder.course import Course, load_lesson
from autograder.sandbox import WarmProcess
from autograder.submissions import restore_locked_cells

_LIMIT_S = 30.0


def main(root: str, lesson_name: str, rounds: str, answer: str) -> None:
    """Run all notebooks of the lesson so many times, and write down what one submission took on average."""
    lesson = load_lesson(Course(Path(root)), lesson_name)
    requests = [
        {
            "op": "cells",
            "cells": restore_locked_cells(reference_submission(notebook), notebook).code,
            "prelude": notebook.prelude,
        }
        for notebook in lesson.notebooks
    ]
    processor_time_s = processor_clock()
    with WarmProcess() as warm:
        _run_once(warm, requests)
        before_s, start = processor_time_s(), time.perf_counter()
        for _ in range(int(rounds)):
            _run_once(warm, requests)
        wall_s = time.perf_counter() - start
        cpu_s = processor_time_s() - before_s
    Path(answer).write_text(json.dumps({"wall_s": wall_s / int(rounds), "cpu_s": cpu_s / int(rounds)}))


def _run_once(warm: WarmProcess, requests: list[dict[str, Any]]) -> None:
    for request in requests:
        child = warm.fork()
        reply = child.ask(request, _LIMIT_S)
        assert not any(result.get("error") for result in reply["results"]), reply
        child.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
