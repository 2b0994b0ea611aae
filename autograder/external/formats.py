"""What each system hands over about a hand-in, and the results as it reads them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.external.platforms import Earlier, HandIn, Platform
from autograder.external.results import GradedUpload, TestResult

__all__ = ["read_metadata", "write_results"]

_VISIBILITY = {"at once": "visible", "after due": "after_due_date", "never": "hidden"}
_MOST_CHARS = 20_000


def read_metadata(platform: Platform, path: Path | None) -> HandIn:
    """Return what a system says of a hand-in. `CourseError` names a file that is not what it must be."""
    if path is None or platform is not Platform.GRADESCOPE:
        return HandIn()
    try:
        return _read_gradescope(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CourseError(f"cannot be read ({error.strerror})", hint="see --metadata", path=path) from None
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        said = f"{type(error).__name__}: {error}"
        raise CourseError(f"this is not Gradescope's metadata ({said})", hint="see --metadata", path=path) from None


def _read_gradescope(found: dict[str, Any]) -> HandIn:
    """Read `submission_metadata.json`; a due date of the student's own goes before that of the assignment."""
    assignment = found.get("assignment") or {}
    own = [(user.get("assignment") or {}).get("due_date") for user in found.get("users") or []]
    due = max(filter(None, map(_read_moment, own)), default=_read_moment(assignment.get("due_date")))
    earlier = [_read_earlier(one) for one in found.get("previous_submissions") or []]
    return HandIn(_read_moment(found.get("created_at")), due, tuple(filter(None, earlier)))


def _read_moment(text: str | None) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _read_earlier(found: dict[str, Any]) -> Earlier | None:
    results = found.get("results") or {}
    tests = {test["name"]: float(test.get("score") or 0.0) for test in results.get("tests") or [] if "name" in test}
    return Earlier(float(found.get("score") or 0.0), tests) if tests else None


def write_results(platform: Platform, graded: GradedUpload) -> str:
    """Return the results as a system reads them."""
    return _WRITERS[platform](graded)


def _write_gradescope(graded: GradedUpload) -> str:
    """Write `results.json`. A test's points add up there; a sum of our own is given only if being late costs some."""
    results: dict[str, Any] = {
        "output": "\n\n".join([*graded.remarks, *_compare(graded)]),
        "output_format": "text",
        "test_output_format": "text",
        "stdout_visibility": "hidden",
        "tests": [_write_gradescope_test(test) for test in graded.tests],
    }
    if graded.penalty:
        results["score"] = graded.score
        late = f"late: {graded.penalty:g} points are taken / 迟交：扣 {graded.penalty:g} 分"
        results["output"] = "\n\n".join(filter(None, [late, results["output"]]))
    return _dump(results)


def _write_gradescope_test(test: TestResult) -> dict[str, Any]:
    return {
        "name": test.name,
        "score": test.score,
        "max_score": test.points,
        "status": "passed" if test.is_passed else "failed",
        "output": test.output[:_MOST_CHARS],
        "visibility": _VISIBILITY[test.showing],
        "extra_data": {"notebook": test.notebook, "cell": test.cell},
    }


def _compare(graded: GradedUpload) -> list[str]:
    """Return what became better or worse since the last attempt, among what may be seen."""
    if not graded.hand_in.earlier:
        return []
    before = graded.hand_in.earlier[-1].tests
    visible = [test for test in graded.tests if test.showing == "at once" and test.name in before]
    changed = [test for test in visible if test.score != before[test.name]]
    lines = [f"  {test.name}: {before[test.name]:g} → {test.score:g}" for test in changed]
    number = len(graded.hand_in.earlier) + 1
    head = f"attempt {number}, beside the last one / 第 {number} 次提交，与上一次相比:"
    return ["\n".join([head, *(lines or ["  no change / 没有变化"])])]


def _write_prairielearn(graded: GradedUpload) -> str:
    """Write `results.json` of an external grader; hidden tests count, and are shown as their setting says."""
    shown = [test for test in graded.tests if test.showing == "at once"]
    return _dump(
        {
            "gradable": True,
            "score": graded.score / graded.points if graded.points else 0.0,
            "output": "\n\n".join(graded.remarks),
            "tests": [
                {
                    "name": test.name,
                    "points": test.score,
                    "max_points": test.points,
                    "output": test.output[:_MOST_CHARS],
                }
                for test in shown
            ],
        }
    )


def _write_github(graded: GradedUpload) -> str:
    """Write the line that GitHub Classroom's reporter reads: JSON in base64, to be put into the step's output."""
    tests = [
        {
            "name": test.name,
            "status": "pass" if test.is_passed else "fail",
            "score": test.score,
            "message": test.output[:_MOST_CHARS],
            "test_code": test.cell,
            "filename": f"{test.notebook}.ipynb",
            "line_no": 0,
            "execution_time": "",
        }
        for test in graded.tests
        if test.showing == "at once"
    ]
    status = "pass" if all(test.is_passed for test in graded.tests) else "fail"
    found = {"version": 1, "status": status, "max_score": graded.points, "tests": tests}
    return base64.b64encode(_dump(found).encode()).decode()


def _dump(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1)


_WRITERS: dict[Platform, Callable[[GradedUpload], str]] = {
    Platform.GRADESCOPE: _write_gradescope,
    Platform.PRAIRIELEARN: _write_prairielearn,
    Platform.GITHUB: _write_github,
}
