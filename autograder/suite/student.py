"""The student's side as a suite's author meets it: what can be asked, what can come back, what can go wrong."""

from autograder.errors import StudentCrashed, StudentError, StudentMissing, StudentRaised, StudentTimedOut
from autograder.sandbox import Handle, Student

__all__ = [
    "Handle",
    "Student",
    "StudentCrashed",
    "StudentError",
    "StudentMissing",
    "StudentRaised",
    "StudentTimedOut",
]
