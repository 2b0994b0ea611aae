"""nbgrader's marks on the cells of notebooks that tests write."""

from __future__ import annotations

from typing import Any

__all__ = ["mark"]


def mark(cell: Any, grade_id: str, points: int = 0, version: int = 3) -> Any:
    """Give a cell nbgrader's mark: a test with so many points, an answer without; return the cell."""
    is_test = points > 0
    cell.metadata["nbgrader"] = {
        "grade_id": grade_id, "grade": is_test, "solution": not is_test, "locked": is_test, "task": False,
        "schema_version": version, **({"points": points} if is_test else {}),
    }  # fmt: skip
    return cell
